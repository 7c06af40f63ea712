import type { TrustedRole } from '../../../lib/contract/trusted-roles';
import { knownRoles } from '../../../lib/contract/trusted-roles';
import type { PolicyDocument } from '../../../lib/guardrail';
import {
  conventionsFor,
  machineLimitsDocument,
  machineRolesDocument,
  organizationPolicies,
  organizationProblems,
  protectionDocument,
  trustedExceptions,
  trustedRoleProblems,
} from '../../../lib/guardrail';
import { catalogue } from '../../../lib/iam';
import { evaluate, without } from './evaluator';
import type { Request } from './evaluator';
import { DEV, EXECUTION, PERSON, PROD, WORKLOAD, by, role } from './world';

const MANAGEMENT = '100000000000';
const known = [...knownRoles('ControlTower', MANAGEMENT), ...knownRoles('Backup', MANAGEMENT)];
const CONTROL_TOWER = role('AWSControlTowerExecution');
const BACKUP = role('service-role/AWSBackupDefaultServiceRole');
const RECORDER = role('aws-controltower-ConfigRecorderRole');

const plan = organizationPolicies({
  units: (['prod', 'tooling', 'audit'] as const).map((name) => ({
    name,
    targets: [`ou-${name}`],
    exceptions: [],
    conventions: conventionsFor(name, 'aws'),
  })),
  protectedTargets: ['ou-prod', 'ou-dev'],
  pipelineRoleArns: [],
  administrators: [],
  trustedRoles: known,
});

/** Whether some service control policy of prod denies it. */
function denied(request: Request): boolean {
  const over = plan.filter(({ type, targets }) => type === 'SERVICE_CONTROL_POLICY' && targets.includes('ou-prod'));
  return over.some(({ document }) => evaluate(document, request) === 'denied');
}

const as = (arn: string, action: string, resource = '*'): Request => ({ action, resource, context: by(arn) });
const STACK = `arn:aws:cloudformation:eu-west-2:${PROD}:stack/StackSet-AWSControlTowerBP-BASELINE-CONFIG-1/2`;
const OWN_ROLE = role('aws-controltower-ForwardSnsNotificationRole');

describe('roles of services that are trusted', () => {
  it.each([
    as(CONTROL_TOWER, 'cloudformation:UpdateStack', STACK),
    as(CONTROL_TOWER, 'config:PutConfigurationRecorder'),
    as(CONTROL_TOWER, 'iam:CreateRole', OWN_ROLE),
    as(CONTROL_TOWER, 'iam:PassRole', OWN_ROLE),
    as(RECORDER, 's3:PutObject', 'arn:aws:s3:::aws-controltower-logs-222222222222-eu-west-2/o-1/Config'),
    as(BACKUP, 'ec2:CreateSnapshot', `arn:aws:ec2:eu-west-2:${PROD}:volume/vol-1`),
  ])('go on with $action on $resource', (request) => {
    expect(denied(request)).toBe(false);
    // For nobody else, though the action is left open to one of them.
    for (const other of [PERSON, role('service-role/Invented'), role('AWSControlTowerExecution2')])
      expect(denied({ ...request, context: by(other) })).toBe(true);
  });

  it.each([
    as(CONTROL_TOWER, 'cloudformation:UpdateStack', `arn:aws:cloudformation:eu-west-2:${PROD}:stack/orders/1`),
    as(CONTROL_TOWER, 'iam:CreateRole', role('admin')),
    as(CONTROL_TOWER, 'iam:PassRole', WORKLOAD),
    as(CONTROL_TOWER, 'iam:PutRolePolicy', EXECUTION),
    as(CONTROL_TOWER, 'iam:CreateUser', `arn:aws:iam::${PROD}:user/eve`),
    as(CONTROL_TOWER, 'cloudtrail:StopLogging'),
    as(CONTROL_TOWER, 's3:PutObject', 'arn:aws:s3:::orders-prod/x'),
    as(RECORDER, 's3:PutObject', 'arn:aws:s3:::orders-prod/x'),
    as(RECORDER, 'config:PutConfigurationRecorder'),
    as(BACKUP, 'dynamodb:DeleteTable', `arn:aws:dynamodb:eu-west-2:${PROD}:table/orders`),
  ])('do no $action on $resource', (request) => {
    expect(denied(request)).toBe(true);
  });

  it('fit into the control policies, with the places that Control Tower takes', () => {
    expect(organizationProblems(plan)).toEqual([]);
    expect(trustedRoleProblems(known)).toEqual([]);
  });

  it('are let do actions that the catalogue knows', () => {
    const all = known.flatMap(({ allow }) => allow.flatMap(({ actions }) => actions));
    expect(all.filter((action) => catalogue().find(action) === undefined)).toEqual([]);
  });

  it('are exceptions by their exact ARNs, of the accounts of their kind alone', () => {
    const found = trustedExceptions(known, 'audit', ['222222222222'], 'aws');
    expect(new Set(found.flatMap(({ principals }) => principals))).toEqual(
      new Set(
        [
          'AWSControlTowerExecution',
          'aws-controltower-ConfigRecorderRole',
          'aws-controltower-ForwardSnsNotificationRole',
        ].map((name) => `arn:aws:iam::222222222222:role/${name}`),
      ),
    );
    expect(new Set(found.map(({ id }) => id)).size).toBe(found.length);
    // Who may assume a role from another account shows there alone, so the certificate says no more than that.
    for (const { statement, principals } of found)
      expect(statement).toMatch(
        principals[0]!.endsWith('Execution')
          ? /from account 100000000000: whoever may assume roles there may act as it/
          : /let no person assume it/,
      );
  });
});

describe('nobody but services acts as a trusted role', () => {
  const rcp = machineRolesDocument([], known);
  const assume = (resource: string, context: Record<string, string>): Request => ({
    action: 'sts:AssumeRole',
    resource,
    context: { 'aws:ResourceAccount': PROD, ...context },
  });
  const service = { 'aws:PrincipalIsAWSService': 'true' };
  const stackSets = by(role('service-role/AWSControlTowerStackSetRole', MANAGEMENT));
  const sid = (trusted: TrustedRole): string =>
    `TrustedRolesForServices${[...new Set(known.map(({ from }) => from))].indexOf(trusted.from)}`;

  it.each(known)('$role', (trusted) => {
    const arn = role(trusted.role);
    const { document } = { document: rcp };
    for (const other of [by(PERSON), by(role('dev', DEV)), by(WORKLOAD)]) {
      expect(evaluate(document, assume(arn, other))).toBe('denied');
      expect(evaluate(without(document, sid(trusted)), assume(arn, other))).toBe('silent');
    }
    expect(evaluate(document, assume(arn, service))).toBe('silent');
    expect(evaluate(document, assume(arn, stackSets))).toBe(trusted.from === MANAGEMENT ? 'silent' : 'denied');
    const federated = { ...assume(arn, {}), action: 'sts:AssumeRoleWithSAML' };
    expect(evaluate(document, federated)).toBe('denied');
    expect(evaluate(without(document, 'NoFederationIntoMachines'), federated)).toBe('silent');
  });
});

describe('what holds for everybody', () => {
  const spared = (document: PolicyDocument, request: Request) => evaluate(document, request) === 'silent';

  it('spares what a trusted role makes for that role alone', () => {
    const limits = machineLimitsDocument([], known);
    expect(spared(limits, as(CONTROL_TOWER, 'iam:CreateRole', OWN_ROLE))).toBe(true);
    expect(spared(limits, as(EXECUTION, 'iam:CreateRole', OWN_ROLE))).toBe(false);
    expect(spared(without(limits, 'NoRolesOfServices0'), as(EXECUTION, 'iam:CreateRole', OWN_ROLE))).toBe(true);
    expect(spared(limits, as(CONTROL_TOWER, 'iam:CreateRole', role('admin')))).toBe(false);
  });

  it('lets who is trusted with the watch keep it, and nobody else; the trail stays closed', () => {
    const protection = protectionDocument([], known);
    const put = 'config:PutConfigurationRecorder';
    expect(spared(protection, as(CONTROL_TOWER, put))).toBe(true);
    expect(spared(protection, as(BACKUP, put))).toBe(false);
    expect(spared(protection, as(WORKLOAD, put))).toBe(false);
    expect(spared(protection, as(CONTROL_TOWER, 'guardduty:DeleteDetector'))).toBe(false);
    expect(spared(protection, as(CONTROL_TOWER, 'cloudtrail:StopLogging'))).toBe(false);
    expect(spared(protectionDocument([]), as(CONTROL_TOWER, put))).toBe(false);
  });
});

describe('what no role is trusted with by its name', () => {
  const one = (change: Partial<TrustedRole>): string => {
    const base: TrustedRole = {
      ...{ role: 'acme-inventory', service: 'config.amazonaws.com', why: 'counts', accounts: ['prod'] },
      allow: [{ actions: ['config:PutEvaluations'], resources: ['*'] }],
    };
    return trustedRoleProblems([{ ...base, ...change }]).join('\n');
  };
  const may = (actions: string[], resources = ['*']) => ({ allow: [{ actions, resources }] });

  it.each<[string, Partial<TrustedRole>, RegExp]>([
    ['a pattern', { role: 'acme-*' }, /without patterns/],
    ['a machine role', { role: 'guarded/workload/x' }, /rules of its own/],
    ['what guards the fence', { role: 'guarded/guardrail/x' }, /rules of its own/],
    ['a service-linked role', { role: 'aws-service-role/x/y' }, /rules of its own/],
    ['a role of Identity Center', { role: 'aws-reserved/sso.amazonaws.com/x' }, /rules of its own/],
    ['no service', { service: 'config' }, /no host name/],
    ['an account that is not guarded', { accounts: ['dev'] }, /'dev', expected some of prod/],
    ['accounts of no kind', { accounts: [] }, /expected some of prod/],
    ['nothing', { allow: [] }, /allows nothing/],
    ['no action', may([]), /names no action/],
    ['nothing to act on', may(['config:PutEvaluations'], []), /names no resource/],
    ['a pattern of actions', may(['ec2:*']), /no exact action/],
    ['anything', may(['*']), /no exact action/],
    ['making users', may(['iam:CreateUser']), /never left open/],
    ['any name of a user', may(['iam:PutUserPolicy']), /never left open/],
    ['another role', may(['sts:AssumeRole']), /never left open/],
    ['the trail', may(['cloudtrail:StopLogging']), /never left open/],
    ['a role without its boundary', may(['iam:DeleteRolePermissionsBoundary']), /never left open/],
    ['the account', may(['account:CloseAccount']), /never left open/],
    ['people', may(['sso:CreateAccountAssignment']), /never left open/],
    ['certificates that become roles', may(['rolesanywhere:CreateTrustAnchor']), /never left open/],
    ['the organization', may(['organizations:DetachPolicy']), /never left open/],
    ['approvals, as IAM reads them', may(['codepipeline:putapprovalresult']), /what people are sanctioned for/],
    ['roles that may be machines', may(['iam:PutRolePolicy'], ['arn:aws:iam::*:role/gua*']), /outside of \/guarded\//],
    ['policies that may be the fence', may(['iam:CreatePolicy'], ['arn:*:iam::*:policy/guar??d/*']), /outside of/],
    ['a name that a tag fills in', may(['iam:PassRole'], ['arn:*:iam::*:role/gua${aws:PrincipalTag/x}']), /outside of/],
    ['approvals', may(['codepipeline:PutApprovalResult']), /what people are sanctioned for/],
    ['any role', may(['iam:PassRole']), /iam:PassRole on '\*'/],
    ['machine roles', may(['iam:PassRole'], ['arn:aws:iam::*:role/guarded/workload/*']), /outside of \/guarded\//],
    ['roles of any name', may(['iam:CreateRole'], ['arn:aws:iam::*:role/*']), /how their names begin/],
  ])('%s', (_, change, says) => {
    expect(one(change)).toMatch(says);
    expect(one({})).toBe('');
  });

  it('but roles whose names begin otherwise, or are whole', () => {
    expect(one(may(['iam:PassRole'], ['arn:*:iam::*:role/guard', 'arn:*:iam::*:role/guests-*']))).toBe('');
  });

  it('two on resources that overlap, and one twice', () => {
    const [first] = knownRoles('Backup', MANAGEMENT);
    const other = { ...first!, role: 'acme', allow: [{ actions: ['ec2:CreateSnapshot'], resources: ['*'] }] };
    expect(trustedRoleProblems([first!, other]).join()).toMatch(/both have ec2:CreateSnapshot, on '\*' and on/);
    expect(trustedRoleProblems([first!, first!]).join()).toMatch(/listed twice/);
    const own = [{ actions: ['ec2:CreateSnapshot'], resources: ['*', 'arn:*:ec2:*:*:volume/*'] }];
    expect(trustedRoleProblems([{ ...first!, allow: own }])).toEqual([]);
  });
});
