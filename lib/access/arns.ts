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
export function runbookArns(partition: string, account: string, document: string, region = '*'): string[] {
  const owner = /^AWS[A-Za-z]*-/.test(document) ? '' : account;
  return [
    `arn:${partition}:ssm:${region}:${owner}:document/${document}`,
    `arn:${partition}:ssm:${region}:${owner}:automation-definition/${document}:*`,
    `arn:${partition}:ssm:${region}:${account}:automation-execution/*`,
  ];
}

/** Keys of an account in a region; which of them is said by alias, since a key's id is known to nobody before it exists. */
export function keysOf(partition: string, region: string, account: string): string {
  return `arn:${partition}:kms:${region}:${account}:key/*`;
}

/** A function of an account, in every region. */
export function functionArn(partition: string, account: string, name: string, region = '*'): string {
  return `arn:${partition}:lambda:${region}:${account}:function:${name}`;
}

/** A bucket; its name is its own in the whole partition. */
export function bucketArn(partition: string, name: string): string {
  return `arn:${partition}:s3:::${name}`;
}

/** A table of an account. */
export function tableArn(partition: string, region: string, account: string, name: string): string {
  return `arn:${partition}:dynamodb:${region}:${account}:table/${name}`;
}

/** Pattern of the role that Identity Center makes of a permission set in an account; its path may hold a region. */
export function permissionSetRolePattern(account: string, permissionSet: string): string {
  return `arn:*:iam::${account}:role/aws-reserved/sso.amazonaws.com/*AWSReservedSSO_${permissionSet}_*`;
}
