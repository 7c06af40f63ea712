import { machineLimitsDocument, machineRolesDocument } from '../../../lib/guardrail';
import type { Request } from './evaluator';
import { evaluate, without } from './evaluator';
import { DEPLOYER, DEV, EXECUTION, PERSON, PROD, ROOT, TOOLING, WORKLOAD, by, role } from './world';

const rcp = machineRolesDocument([DEPLOYER]);
const DEPLOY_ROLE = role(`guarded/pipeline/cdk-guarded-deploy-role-${PROD}-eu-west-2`);

const assume = (resource: string, context: Record<string, string>, action = 'sts:AssumeRole'): Request => ({
  action,
  resource,
  context: { 'aws:ResourceAccount': PROD, ...context },
});
const from = (principal: string): Record<string, string> => ({
  ...by(principal),
  'aws:PrincipalIsAWSService': 'false',
});
const service = (name: string): Record<string, string> => ({
  'aws:PrincipalIsAWSService': 'true',
  'aws:PrincipalServiceName': name,
});

interface Case {
  readonly what: string;
  readonly request: Request;
  /** The statements that deny it; none: it passes. */
  readonly by: readonly string[];
}

const CASES: readonly Case[] = [
  { what: 'Lambda takes a workload role', request: assume(WORKLOAD, service('lambda.amazonaws.com')), by: [] },
  {
    what: 'CloudFormation takes its role',
    request: assume(EXECUTION, service('cloudformation.amazonaws.com')),
    by: [],
  },
  { what: 'the pipeline takes the deploy role', request: assume(DEPLOY_ROLE, from(DEPLOYER)), by: [] },
  { what: 'a workload takes a workload role', request: assume(WORKLOAD, from(WORKLOAD)), by: [] },
  {
    what: 'a workload takes the deploy role',
    request: assume(DEPLOY_ROLE, from(WORKLOAD)),
    by: ['PipelineRolesForThePipeline'],
  },
  {
    what: 'a person of the account takes a workload role',
    request: assume(WORKLOAD, from(PERSON)),
    by: ['WorkloadRolesForMachines'],
  },
  { what: 'root takes a workload role', request: assume(WORKLOAD, from(ROOT)), by: ['WorkloadRolesForMachines'] },
  {
    what: 'another pipeline role of the tooling account takes the deploy role',
    request: assume(DEPLOY_ROLE, from(role('guarded/pipeline/pay-deploy-prod', TOOLING))),
    by: ['DeploymentFromThePipeline'],
  },
  {
    what: 'a workload of dev takes a workload role of prod',
    request: assume(WORKLOAD, from(role('guarded/workload/x', DEV))),
    by: ['WorkloadRolesStayHome'],
  },
  {
    what: 'the pipeline takes a workload role',
    request: assume(WORKLOAD, from(DEPLOYER)),
    by: ['WorkloadRolesStayHome'],
  },
  {
    what: 'SAML gives a workload role',
    request: assume(WORKLOAD, {}, 'sts:AssumeRoleWithSAML'),
    by: ['NoFederationIntoMachines'],
  },
  {
    what: 'a web identity gives the deploy role',
    request: assume(DEPLOY_ROLE, {}, 'sts:AssumeRoleWithWebIdentity'),
    by: ['NoFederationIntoMachines'],
  },
  {
    what: 'a certificate gives a workload role',
    request: assume(WORKLOAD, service('rolesanywhere.amazonaws.com')),
    by: ['NoCertificatesIntoMachines'],
  },
];

describe('machine roles', () => {
  test.each(CASES)('$what', ({ request, by: sids }) => {
    expect(evaluate(rcp, request)).toBe(sids.length > 0 ? 'denied' : 'silent');
  });

  test.each(CASES.flatMap((each) => each.by.map((sid) => ({ ...each, sid }))))(
    'without $sid it would pass that $what',
    ({ request, sid }) => {
      expect(evaluate(without(rcp, sid), request)).toBe('silent');
    },
  );

  test('every statement has its case', () => {
    const covered = new Set(CASES.flatMap((each) => each.by));
    expect(rcp.Statement.map((statement) => statement.Sid).filter((sid) => !covered.has(sid))).toEqual([]);
  });

  test('an unsigned caller is no service', () => {
    expect(evaluate(rcp, assume(WORKLOAD, {}))).toBe('denied');
  });
});

describe('machine roles, where pipelines are in several accounts of a unit', () => {
  const anywhere = role('guarded/pipeline/*-deploy-*', '*');
  const proof = role('guarded/pipeline/guarded-proof', PROD.replaceAll('6', '2'));
  const several = machineRolesDocument([anywhere, proof], [], ['o-abc123defg/r-ab12/*ou-ab12-tooling0/*']);
  const within = (path: string, principal: string): Request =>
    assume(DEPLOY_ROLE, { ...from(principal), 'aws:PrincipalOrgPaths': path });
  const ours = 'o-abc123defg/r-ab12/ou-ab12-security/ou-ab12-tooling0/';
  const [sid] = ['DeploymentFromTheirUnits'];

  test.each([TOOLING, '700000000001'])('the pipeline of %s takes the deploy role', (account) => {
    expect(evaluate(several, within(ours, role('guarded/pipeline/pay-deploy-prod', account)))).toBe('silent');
  });

  test.each([
    [
      'a role of that name in a dev account',
      within('o-abc123defg/r-ab12/ou-ab12-dev00000/', role('guarded/pipeline/pay-deploy-prod', DEV)),
    ],
    [
      'one of another organization',
      within('o-zzz123defg/r-ab12/ou-ab12-tooling0/', role('guarded/pipeline/pay-deploy-prod', '999999999999')),
    ],
    ['one of no organization', assume(DEPLOY_ROLE, from(role('guarded/pipeline/pay-deploy-prod', '999999999999')))],
  ])('%s does not, and without the units it would', (_what, request) => {
    expect(evaluate(several, request)).toBe('denied');
    expect(evaluate(without(several, sid!), request)).toBe('silent');
  });

  test('whoever is named by account needs no unit', () => {
    expect(evaluate(several, within('o-abc123defg/r-ab12/ou-ab12-audit000/', proof))).toBe('silent');
  });

  test('is of one size, however many accounts there are', () => {
    expect(several.Statement).toHaveLength(rcp.Statement.length + 1);
  });
});

describe('what even machines may not do', () => {
  const limits = machineLimitsDocument([]);
  const machine = (action: string, resource = '*'): Request => ({ action, resource, context: by(EXECUTION) });

  test.each([
    ['NobodyNew', machine('iam:CreateUser')],
    ['NobodyNew', machine('iam:CreateAccessKey')],
    ['NobodyNew', machine('iam:CreateSAMLProvider')],
    ['NobodyNew', machine('iam:UpdateLoginProfile')],
    ['NoOtherRoles', machine('iam:CreateRole', role('admin'))],
    ['NoAnchors', machine('rolesanywhere:CreateTrustAnchor')],
  ])('%s', (sid, request) => {
    expect(evaluate(limits, request)).toBe('denied');
    expect(evaluate(without(limits, sid), request)).toBe('silent');
  });

  test.each([machine('iam:CreateRole', WORKLOAD), machine('iam:GetUser'), machine('iam:PutRolePolicy', WORKLOAD)])(
    'leaves $action alone',
    (request) => {
      expect(evaluate(limits, request)).toBe('silent');
    },
  );

  test('administrators are excepted where there are any', () => {
    const request = { action: 'iam:CreateUser', context: by(PERSON) };
    expect(evaluate(machineLimitsDocument([PERSON]), request)).toBe('silent');
  });
});
