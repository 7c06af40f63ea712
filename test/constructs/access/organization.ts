import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Persona, PersonaAccess, type PersonaAccessProps } from '../../../constructs/access';

/** Accounts of the organization that the tests speak of. */
export const [DEV, TEST, PROD, TOOLING, AUDIT] = ['3', '4', '6', '1', '2'].map((digit) => digit.repeat(12));

/** Identity store ids are UUIDs; the tests speak of groups by name. */
export const GROUPS: Record<string, string> = Object.fromEntries(
  ['developers', 'on-call', 'release-managers', 'business-owners', 'operators', 'auditors'].map((name, at) => [
    name,
    `${at + 1}0000000-0000-4000-8000-000000000000`,
  ]),
);
/** Name of the group with this id. */
export const nameOf = (id: string): string | undefined => Object.keys(GROUPS).find((name) => GROUPS[name] === id);

/** An organization with all personas, two approvers, three runbooks and a store of evidence. */
export const organization: PersonaAccessProps = {
  instanceArn: 'arn:aws:sso:::instance/ssoins-1234567890abcdef',
  toolingAccountId: TOOLING,
  auditAccountId: AUDIT,
  prodAccountIds: [PROD],
  testAccountIds: [TEST],
  devAccountIds: [DEV],
  developerGroupIds: [GROUPS['developers']],
  onCallGroupIds: [GROUPS['on-call']],
  releaseManagerGroupIds: [GROUPS['release-managers']],
  businessOwnerGroupIds: [GROUPS['business-owners']],
  operatorGroupIds: [GROUPS['operators']],
  auditorGroupIds: [GROUPS['auditors']],
  approvals: [
    { persona: Persona.RELEASE_MANAGER, pipelineName: 'orders', region: 'eu-west-2' },
    { persona: Persona.BUSINESS_OWNER, pipelineName: 'orders', region: 'eu-west-2' },
  ],
  changeControls: [{ application: 'orders', region: 'eu-west-2' }],
  runbooks: [
    { documentName: 'orders-redrive', functionNames: ['orders-redrive'], personas: [Persona.ON_CALL] },
    { documentName: 'orders-restart', roleName: 'orders-restart' },
    { documentName: 'AWS-RestartEC2Instance', personas: [Persona.OPERATOR] },
  ],
  evidence: [{ bucketName: 'guarded-evidence', keyArn: `arn:aws:kms:eu-west-2:${AUDIT}:key/1` }],
};

/** Its access, in a stack of its own. */
export function make(change: Partial<PersonaAccessProps> = {}): { access: PersonaAccess; template: Template } {
  const stack = new Stack(new App(), 'Organization', { env: { account: '100000000000', region: 'eu-west-2' } });
  const access = new PersonaAccess(stack, 'Access', { ...organization, ...change });
  return { access, template: Template.fromStack(stack) };
}
