import { catalogue } from '../../../lib/iam';
import { ceilingDocument, sanctionedDocument } from '../../../lib/guardrail';
import type { SanctionedRequests } from '../../../lib/guardrail';
import type { Request } from './evaluator';
import { evaluate, unconditional, without } from './evaluator';
import { DEPLOYER, EXECUTION, MANAGER, OWNER, PERSON, PROD, ROOT, WORKLOAD, by, role } from './world';

const APPROVE = 'codepipeline:PutApprovalResult';
const RUNBOOK = 'ssm:StartAutomationExecution';
const action = (name: string): string => `arn:aws:codepipeline:eu-west-2:222222222222:orders/Approve/${name}`;
const runbook = 'arn:aws:ssm:*:*:automation-definition/restart:*';
const exceptions: readonly SanctionedRequests[] = [
  { id: 'rm', statement: '', principals: [MANAGER], actions: [APPROVE], resources: [action('ReleaseManager')] },
  { id: 'bo', statement: '', principals: [OWNER], actions: [APPROVE], resources: [action('BusinessOwner')] },
  { id: 'rb', statement: '', principals: [PERSON, OWNER], actions: [RUNBOOK], resources: [runbook] },
];
const options = { exceptions, administrators: [] };
const ceiling = ceilingDocument(options);
const sanctioned = sanctionedDocument(options)!;

const write = (principal?: string): Request => ({
  action: 's3:PutObject',
  resource: 'arn:aws:s3:::orders/x',
  context: principal === undefined ? {} : by(principal),
});
const denied = (request: Request): boolean =>
  [ceiling, sanctioned].some((policy) => evaluate(policy, request) === 'denied');

describe('the ceiling', () => {
  test.each([
    ['a person', PERSON],
    ['root', ROOT],
    ['an IAM user', `arn:aws:iam::${PROD}:user/alice`],
    ['a federated user', `arn:aws:sts::${PROD}:federated-user/alice`],
    ['a role that somebody invented', role('admin')],
    ['a role that looks like a machine', role('not/guarded/workload/x')],
    ['a role whose name looks like a path', role('guarded-workload-x')],
  ])('lets %s read and not write', (_who, principal) => {
    expect(denied(write(principal))).toBe(true);
    expect(denied({ action: 'ec2:DescribeInstances', context: by(principal) })).toBe(false);
  });

  test('holds for a caller without an ARN', () => {
    expect(denied(write())).toBe(true);
  });

  test.each([
    ['workload', WORKLOAD],
    ['pipeline', DEPLOYER],
    ['bootstrap', EXECUTION],
  ])('lets %s roles write', (_what, principal) => {
    expect(denied(write(principal))).toBe(false);
  });

  test('holds for every write of the catalogue and for names that AWS has yet to make', () => {
    const known = catalogue();
    const writes = known.actions.filter((name) => known.isWrite(name) && ![APPROVE, RUNBOOK].includes(name));
    const open = [...writes, 's3:Frobnicate', 'newservice:DoIt'].filter(
      (name) => !denied({ action: name, context: by(PERSON) }),
    );
    expect(open).toEqual([]);
  });

  test('taken out, or without its exemption, is seen', () => {
    expect(evaluate(without(ceiling, 'PeopleOnlyRead'), write(PERSON))).toBe('silent');
    expect(evaluate(unconditional(ceiling, 'PeopleOnlyRead'), write(WORKLOAD))).toBe('denied');
  });
});

describe('a function that is sanctioned by its URL', () => {
  const freeze = 'arn:aws:lambda:eu-west-2:111111111111:function:orders-freeze';
  const actions = ['lambda:InvokeFunctionUrl', 'lambda:InvokeFunction'];
  const exception = { id: 'freeze', statement: '', principals: [MANAGER], actions, resources: [freeze] };
  const policy = sanctionedDocument({ exceptions: [exception], administrators: [] })!;
  const call = (byUrl?: string, who = MANAGER): Request => ({
    action: 'lambda:InvokeFunction',
    resource: freeze,
    context: { ...by(who), ...(byUrl === undefined ? {} : { 'lambda:InvokedViaFunctionUrl': byUrl }) },
  });

  test.each([
    ['by its URL', call('true'), 'silent'],
    ['directly, where the event could claim anyone', call('false'), 'denied'],
    ['directly, where the service does not say', call(), 'denied'],
    ['by its URL, by somebody else', call('true', OWNER), 'denied'],
    ['directly, by a machine', call(undefined, WORKLOAD), 'silent'],
  ])('is called %s', (_how, request, verdict) => expect(evaluate(policy, request)).toBe(verdict));

  test('taken out, the way around the URL opens', () => {
    expect(evaluate(without(policy, 'ByUrlAlone'), call())).toBe('silent');
  });

  test('other sanctioned functions are called as they are', () => {
    const runbook = { ...exception, actions: ['lambda:InvokeFunction'] };
    expect(evaluate(sanctionedDocument({ exceptions: [runbook], administrators: [] })!, call())).toBe('silent');
  });
});

describe('a sanctioned request', () => {
  const approve = (principal: string, resource: string): Request => ({
    action: APPROVE,
    resource,
    context: by(principal),
  });

  test.each([
    ['its approver, its action', approve(MANAGER, action('ReleaseManager')), false],
    ['the other approver, its action', approve(OWNER, action('ReleaseManager')), true],
    ['its approver, the other action', approve(MANAGER, action('BusinessOwner')), true],
    [
      'its approver, another pipeline',
      approve(MANAGER, 'arn:aws:codepipeline:eu-west-2:222222222222:pay/Approve/ReleaseManager'),
      true,
    ],
    ['anybody else', approve(PERSON, action('ReleaseManager')), true],
    ['a machine', approve(DEPLOYER, action('ReleaseManager')), false],
    [
      'a runbook by one of its principals',
      {
        action: RUNBOOK,
        resource: 'arn:aws:ssm:eu-west-2:333333333333:automation-definition/restart:1',
        context: by(PERSON),
      },
      false,
    ],
    [
      'another runbook',
      {
        action: RUNBOOK,
        resource: 'arn:aws:ssm:eu-west-2:333333333333:automation-definition/wipe:1',
        context: by(PERSON),
      },
      true,
    ],
  ])('%s', (_what, request, refused) => {
    expect(denied(request)).toBe(refused);
  });

  test.each(sanctioned.Statement.map((statement) => statement.Sid))('%s is needed', (sid) => {
    const people = [MANAGER, OWNER, PERSON];
    const resources = [
      action('ReleaseManager'),
      action('BusinessOwner'),
      action('Else'),
      'arn:aws:ssm:eu-west-2:3:automation-definition/restart:1',
      'arn:aws:ssm:eu-west-2:3:automation-definition/wipe:1',
    ];
    const requests = people.flatMap((who) =>
      resources.flatMap((resource) => [APPROVE, RUNBOOK].map((name) => ({ action: name, resource, context: by(who) }))),
    );
    const opened = requests.filter(
      (request) =>
        evaluate(sanctioned, request) === 'denied' && evaluate(without(sanctioned, sid), request) !== 'denied',
    );
    expect(opened).not.toEqual([]);
  });

  test('of everything lifts the ceiling for its principals alone', () => {
    const lifted = {
      ...options,
      exceptions: [{ id: 'x', statement: '', principals: [MANAGER], actions: ['*'], resources: ['*'] }],
    };
    expect(evaluate(ceilingDocument(lifted), write(MANAGER))).toBe('silent');
    expect(evaluate(ceilingDocument(lifted), write(PERSON))).toBe('denied');
    expect(sanctionedDocument(lifted)).toBeUndefined();
  });

  test('of an administrator lifts it as well', () => {
    expect(evaluate(ceilingDocument({ exceptions: [], administrators: [PERSON] }), write(PERSON))).toBe('silent');
  });
});
