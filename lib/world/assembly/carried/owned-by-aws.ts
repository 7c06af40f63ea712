/**
 * What AWS itself publishes and moves: content from there is as trustworthy as the service that runs it, which is an
 * assumption of every proof. Whatever is not here is a stranger's.
 */

/** Accounts in which AWS publishes layers and images, with what they hold. */
const ACCOUNTS: Readonly<Record<string, string>> = {
  '580247275435': 'Lambda Insights (CloudWatch user guide, Available versions of the Lambda Insights extension)',
  '017000801446': 'Powertools for AWS Lambda (its documentation, Lambda layer)',
  '133256977650': 'Parameters and Secrets extension (Systems Manager user guide)',
  '027255383542': 'AppConfig extension (AppConfig user guide)',
  '901920570463': 'AWS Distro for OpenTelemetry (its documentation, Lambda layers)',
  '615299751070': 'CloudWatch Application Signals layers (CloudWatch user guide)',
  '763104351884': 'Deep Learning Containers (Available Deep Learning Containers images)',
  '602401143452': 'EKS add-ons (EKS user guide, Amazon container image registries)',
  '906394416424': 'AWS for Fluent Bit (ECS developer guide)',
  '840364872350': 'Envoy of App Mesh (App Mesh user guide)',
};

/** Namespaces of public registries that belong to AWS. */
const IMAGES =
  /^(aws\/codebuild\/|(docker\.io\/)?amazon\/|public\.ecr\.aws\/(aws-[a-z-]+|amazonlinux|amazoncorretto|lambda|eks|eks-distro|cloudwatch-agent|xray|sam|bottlerocket|codebuild|ecs|deep-learning-containers)\/)/;

/** Names of documents that Systems Manager keeps for AWS. */
const DOCUMENTS = /^(AWS|AmazonCloudWatch|AWSEC2|AWSSupport|AWSFIS|AWSKinesisTap|AWSConfigRemediation)-/;

/** Buckets from which AWS hands out its agents, tools and samples; some have a region in their names. */
const BUCKETS =
  /^(amazoncloudwatch-agent|amazon-ssm|aws-ssm|aws-ssm-document-attachments|aws-codedeploy|amazon-ecs-agent|amazon-eks|cloudformation-examples|elasticmapreduce|amazon-inspector|ec2-downloads-windows|aws-windows-downloads)(-[a-z]{2}(-[a-z]+)+-\d)?$|^[a-z]{2}(-[a-z]+)+-\d\.elasticmapreduce$/;

/** Whether AWS publishes from this account. */
export function isAwsAccount(account: string): boolean {
  return ACCOUNTS[account] !== undefined || account === 'aws';
}

/** Whether an image without account is one of AWS's own. */
export function isAwsImage(image: string): boolean {
  return IMAGES.test(image);
}

/** Whether a document's name is kept for AWS. */
export function isAwsDocument(name: string): boolean {
  return DOCUMENTS.test(name);
}

/** Whether a bucket is one of AWS's own. */
export function isAwsBucket(name: string): boolean {
  return BUCKETS.test(name);
}
