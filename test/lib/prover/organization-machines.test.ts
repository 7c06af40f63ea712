import { prove } from '../../../lib/prover/prove';
import type { TheoremId } from '../../../lib/prover/result';
import { parseSnapshot } from '../../../lib/world/snapshot/read';
import type { Content, Json } from './_org';
import {
  DEV,
  FULL,
  MGMT,
  PROD,
  allow,
  answerTo,
  deny,
  doc,
  role,
  roleArn,
  service,
  snapshot,
  user,
  userArn,
} from './_org';

const ADMIN = { name: 'Admin', inlinePolicy: doc(allow('*')) };
const CENTER = { identityCenter: { permissionSets: [ADMIN], assignments: [] } };
const STACK_SETS = 'member.org.stacksets.cloudformation.amazonaws.com';

/** A machine that holds some actions in the account to which a service is delegated. */
function machine(actions: string[], servicePrincipal: string, content: Content = {}, more: Json[] = []): Json {
  const bot = role(DEV, 'bot', [service('states')], [allow(actions), ...more]);
  const around = snapshot({ dev: { ...content, roles: [bot, ...(content.roles ?? [])] } }, CENTER, [FULL]);
  const organization = {
    ...(around.organization as Json),
    delegatedAdministrators: [{ servicePrincipal, accountId: DEV }],
  };
  return { ...around, organization };
}

const MACHINE = {
  arn: `arn:aws:states:eu-west-2:${DEV}:stateMachine:Grant`,
  type: 'AWS::StepFunctions::StateMachine',
  role: roleArn(DEV, 'bot'),
};
const granting = (may: Json[]): Json =>
  machine(['sso:CreateAccountAssignment'], 'sso.amazonaws.com', {
    users: [user(DEV, 'ann', may)],
    resources: [MACHINE],
  });

const POWERS: [action: string, also: string[], servicePrincipal: string][] = [
  ['sso:CreateAccountAssignment', [], 'sso.amazonaws.com'],
  ['sso:PutInlinePolicyToPermissionSet', [], 'sso.amazonaws.com'],
  ['sso:DeletePermissionsBoundaryFromPermissionSet', [], 'sso.amazonaws.com'],
  ['identitystore:CreateGroupMembership', [], 'sso.amazonaws.com'],
  ['organizations:DetachPolicy', [], 'organizations.amazonaws.com'],
  ['organizations:UpdatePolicy', [], 'organizations.amazonaws.com'],
  ['organizations:AttachPolicy', [], 'organizations.amazonaws.com'],
  ['organizations:RegisterDelegatedAdministrator', [], 'organizations.amazonaws.com'],
  ['cloudformation:CreateStackSet', ['cloudformation:CreateStackInstances'], STACK_SETS],
  ['cloudformation:CreateStackInstances', [], STACK_SETS],
  ['cloudformation:UpdateStackSet', [], STACK_SETS],
  ['sts:AssumeRoot', [], 'iam.amazonaws.com'],
];

const deploys = (input: Json) => answerTo(input, 'only-the-pipeline-deploys');

describe('a machine of a delegated administrator outside the guarded accounts', () => {
  it.each(POWERS)('that may %s is no pipeline', (action, also, servicePrincipal) => {
    const answer = deploys(machine([action, ...also], servicePrincipal));
    expect(answer).toMatchObject({
      verdict: 'refuted',
      counterexamples: [{ human: roleArn(DEV, 'bot'), request: { principal: roleArn(DEV, 'bot'), action } }],
    });
  });

  it.each(POWERS)('that may %s where another service is delegated reaches nobody', (action, also) => {
    expect(deploys(machine([action, ...also], 'guardduty.amazonaws.com')).verdict).toBe('proved');
  });

  it('changes guardrails where it detaches, attaches or assigns', () => {
    const guardrails = (action: string, delegated: string) =>
      answerTo(machine([action], delegated), 'guardrails-are-immutable').verdict;
    expect(guardrails('organizations:DetachPolicy', 'organizations.amazonaws.com')).toBe('refuted');
    expect(guardrails('sso:CreateAccountAssignment', 'sso.amazonaws.com')).toBe('refuted');
    expect(guardrails('sso:CreateAccountAssignment', 'guardduty.amazonaws.com')).toBe('proved');
  });

  it('may do what an exception sanctions, and nothing else besides', () => {
    const sanctioned = (actions: string[]): string =>
      deploys({
        ...machine(actions, 'sso.amazonaws.com'),
        exceptions: [
          {
            id: 'elevation',
            statement: 'elevation by request is approved by two people',
            principals: [roleArn(DEV, 'bot')],
            actions: ['sso:CreateAccountAssignment'],
            resources: ['*'],
          },
        ],
      }).verdict;
    expect(sanctioned(['sso:CreateAccountAssignment'])).toBe('proved');
    expect(sanctioned(['sso:CreateAccountAssignment', 'sso:PutInlinePolicyToPermissionSet'])).toBe('refuted');
  });

  it('is none where its own policies deny it', () => {
    const denied = machine(['sts:AssumeRoot'], 'iam.amazonaws.com', {}, [deny('sts:*')]);
    expect(deploys(denied).verdict).toBe('proved');
  });
});

describe('whoever starts such a machine', () => {
  it('comes to what it can do', () => {
    const { verdict, counterexamples } = answerTo(granting([allow('states:StartExecution')]));
    expect(verdict).toBe('refuted');
    expect(counterexamples[0].human).toBe(userArn(DEV, 'ann'));
    expect(counterexamples[0].steps.map(({ edge, by }) => [edge, by])).toEqual([
      ['machine-start', 'states:StartExecution'],
      ['identity-center-assignment', 'sso:CreateAccountAssignment'],
    ]);
  });

  it.each([
    ['reads it', allow('states:Describe*')],
    ['stops it', allow('states:StopExecution')],
    ['starts another', allow('states:StartExecution', `${MACHINE.arn}-other`)],
  ])('is not somebody who %s', (_what, may) => {
    expect(answerTo(granting([may])).verdict).toBe('proved');
  });
});

describe('machines of the management account', () => {
  const withBot = (trusted: Json, name = 'bot', actions = ['organizations:DetachPolicy']): Json =>
    snapshot({ mgmt: { roles: [role(MGMT, name, [trusted], [allow(actions)])] } }, {}, [FULL]);
  const proof = (input: Json) => prove(parseSnapshot(JSON.stringify(input), 'snapshot.json'));
  const verdictOf = (input: Json, id: TheoremId) => proof(input).theorems.find((one) => one.id === id)!.verdict;
  const named = (input: Json) => proof(input).assumptions.find((one) => one.id === 'management-machines')?.statement;

  it('are named as what the proof rests on', () => {
    const input = withBot(service('lambda'));
    expect(named(input)).toContain(`${roleArn(MGMT, 'bot')} (organizations:DetachPolicy)`);
    expect(verdictOf(input, 'only-the-pipeline-deploys')).toBe('proved');
  });

  it.each([
    ['without such powers', 'bot', ['organizations:Describe*']],
    ['that AWS runs', 'aws-service-role/sso.amazonaws.com/AWSServiceRoleForSSO', ['organizations:DetachPolicy']],
    ['of the platform', 'guarded/pipeline/cdk-deploy', ['organizations:DetachPolicy']],
  ])('%s are not', (_what, name, actions) => {
    expect(named(withBot(service('lambda'), name, actions))).toBeUndefined();
  });

  it('say nothing about prod themselves', () => {
    expect(answerTo(snapshot({ prod: { roles: [role(PROD, 'bot', [service('lambda')])] } })).verdict).toBe('proved');
  });
});
