/** ARN of one manual approval action, as codepipeline:PutApprovalResult takes it. */
export function approvalArn(
  partition: string,
  region: string,
  account: string,
  pipeline: string,
  stage: string,
  action: string,
): string {
  return `arn:${partition}:codepipeline:${region}:${account}:${pipeline}/${stage}/${action}`;
}

/**
 * What ssm:StartAutomationExecution acts on: the document, under both of its names, and the execution that it starts.
 * Documents of AWS (`AWS-…`, `AWSSupport-…`) belong to no account.
 */
export function runbookArns(partition: string, account: string, document: string): string[] {
  const owner = /^AWS[A-Za-z]*-/.test(document) ? '' : account;
  return [
    `arn:${partition}:ssm:*:${owner}:document/${document}`,
    `arn:${partition}:ssm:*:${owner}:automation-definition/${document}:*`,
    `arn:${partition}:ssm:*:${account}:automation-execution/*`,
  ];
}

/** Pattern of the role that Identity Center makes of a permission set in an account; its path may hold a region. */
export function permissionSetRolePattern(account: string, permissionSet: string): string {
  return `arn:*:iam::${account}:role/aws-reserved/sso.amazonaws.com/*AWSReservedSSO_${permissionSet}_*`;
}
