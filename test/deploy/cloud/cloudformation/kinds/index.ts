import { COMPUTE } from './compute';
import { inlinePolicy, MANAGED_POLICY, ROLE } from './iam';
import type { Kind } from './kind';
import { MESSAGES } from './messages';
import { ORGANIZATION } from './organization';
import { STORES } from './stores';
import { WATCH } from './watch';
import { WEB } from './web';
import { WORKLOAD } from './workload';

const NOTHING: Kind = {
  values: ({ name }) => ({ ref: name, attributes: {} }),
  create: () => [],
  update: () => [],
  remove: () => [],
};

/** Every kind of resource that the walk plays. */
export function kinds(roleArn: (account: string, role: string) => string): Readonly<Record<string, Kind>> {
  return {
    ...{ 'AWS::IAM::Role': ROLE, 'AWS::IAM::ManagedPolicy': MANAGED_POLICY, 'AWS::IAM::Policy': inlinePolicy(roleArn) },
    ...STORES,
    ...MESSAGES,
    ...COMPUTE,
    ...WATCH,
    ...ORGANIZATION,
    ...WORKLOAD,
    ...WEB,
    'AWS::CDK::Metadata': NOTHING,
  };
}
