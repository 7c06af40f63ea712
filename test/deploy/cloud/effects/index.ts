import { PROJECT } from './builds';
import type { Effect } from './effect';
import { INLINE_POLICY, MANAGED_POLICY, ROLE } from './identity';
import { BUS, PERMISSION, policyEffect, TOPIC } from './messages';
import { ASSIGNMENT, CONTROL_POLICY, PERMISSION_SET, TRAIL } from './organization';
import { CERTIFICATE, DISTRIBUTION, TASK } from './web';
import { ALIAS, BUCKET, BUCKET_POLICY, KEY, REPOSITORY } from './stores';

const queue = (url: string, account: string, region: string) =>
  `arn:aws:sqs:${region}:${account}:${url.split('/').at(-1)}`;

/** What making a resource changes in what is allowed, by its type; the others change nothing there. */
export const EFFECTS: Readonly<Record<string, Effect>> = {
  'AWS::IAM::Role': ROLE,
  'AWS::IAM::Policy': INLINE_POLICY,
  'AWS::IAM::ManagedPolicy': MANAGED_POLICY,
  'AWS::S3::Bucket': BUCKET,
  'AWS::S3::BucketPolicy': BUCKET_POLICY,
  'AWS::KMS::Key': KEY,
  'AWS::KMS::Alias': ALIAS,
  'AWS::ECR::Repository': REPOSITORY,
  'AWS::SNS::Topic': TOPIC,
  'AWS::SNS::TopicPolicy': policyEffect(({ Topics }) => Topics as string[]),
  'AWS::SQS::QueuePolicy': policyEffect(({ Queues }, account, region) =>
    (Queues as string[]).map((url) => queue(url, account, region)),
  ),
  'AWS::Events::EventBus': BUS,
  'AWS::Lambda::Permission': PERMISSION,
  'AWS::Organizations::Policy': CONTROL_POLICY,
  'AWS::SSO::PermissionSet': PERMISSION_SET,
  'AWS::SSO::Assignment': ASSIGNMENT,
  'AWS::CloudTrail::Trail': TRAIL,
  'AWS::CodeBuild::Project': PROJECT,
  'AWS::CertificateManager::Certificate': CERTIFICATE,
  'AWS::CloudFront::Distribution': DISTRIBUTION,
  'AWS::ECS::TaskDefinition': TASK,
};
