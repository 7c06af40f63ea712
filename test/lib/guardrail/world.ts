/** Accounts and roles of the requests in these tests. */
import type { Place } from '../../../lib/guardrail';

export const PROD = '333333333333';
export const DEV = '111111111111';
export const TOOLING = '222222222222';
export const HERE: Place = { partition: 'aws', account: PROD };

export const role = (name: string, account = PROD): string => `arn:aws:iam::${account}:role/${name}`;
export const WORKLOAD = role('guarded/workload/Prod-OrdersFn-abc');
export const EXECUTION = role(`guarded/pipeline/cdk-guarded-cfn-exec-role-${PROD}-eu-west-2`);
export const DEPLOYER = role('guarded/pipeline/orders-deploy-prod', TOOLING);
export const PERSON = role('aws-reserved/sso.amazonaws.com/eu-west-2/AWSReservedSSO_Developer_0123456789abcdef');
export const MANAGER = role('aws-reserved/sso.amazonaws.com/AWSReservedSSO_ReleaseManager_0123456789abcdef', TOOLING);
export const OWNER = role('aws-reserved/sso.amazonaws.com/AWSReservedSSO_BusinessOwner_0123456789abcdef', TOOLING);
export const ROOT = `arn:aws:iam::${PROD}:root`;

export const by = (arn: string): Readonly<Record<string, string>> => ({
  'aws:PrincipalArn': arn,
  'aws:PrincipalAccount': arn.split(':')[4] ?? '',
});
