/* eslint-disable @typescript-eslint/no-explicit-any -- requests come as any JSON */
import type { Cloud } from './cloud';
import type { Principal } from './principals';
import { notPlayed } from './refusal';
import { membersOf } from './request';
import type { Xml } from './xml';

/** STS: who is asking, and sessions of roles. */
export function answerSts(cloud: Cloud, name: string, input: Record<string, any>, by: Principal): Xml {
  if (name === 'GetCallerIdentity')
    return { Arn: by.id, Account: by.account, UserId: `AROA0000000000000000:${by.id.split('/').at(-1)}` };
  if (name !== 'AssumeRole') throw notPlayed(`sts:${name}`);
  const role = String(input.RoleArn);
  const session = String(input.RoleSessionName);
  const context = {
    'sts:RoleSessionName': [session],
    ...(input.ExternalId && { 'sts:ExternalId': [String(input.ExternalId)] }),
  };
  cloud.authorize(by, { action: 'sts:AssumeRole', resource: role, context });
  if (membersOf(input, 'Tags').length > 0) cloud.authorize(by, { action: 'sts:TagSession', resource: role, context });
  const { accessKeyId, secretAccessKey, sessionToken } = cloud.sessions.issue(role, session);
  return {
    Credentials: {
      ...{ AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken },
      Expiration: new Date(Date.now() + 3_600_000),
    },
    AssumedRoleUser: {
      Arn: `arn:aws:sts::${role.split(':')[4]}:assumed-role/${role.split('/').at(-1)}/${session}`,
      AssumedRoleId: `AROA:${session}`,
    },
  };
}
