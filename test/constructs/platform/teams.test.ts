import { App, Stack } from 'aws-cdk-lib';
import { platformProps } from '../../../bin/app/platform-props';
import { PersonaAccess } from '../../../constructs/access';
import { sanctionedRequests } from '../../../constructs/access/exceptions';
import { accessPlans, usedByDevelopers } from '../../../constructs/platform/access-props';
import { pipelineProps, platformPipelineProps } from '../../../constructs/platform/pipeline-props';
import type { GuardedPlatformProps } from '../../../constructs/platform';
import { parsePlatform } from '../../../lib/config';
import { conventionProblems, conventionsFor } from '../../../lib/guardrail';
import { platformFile } from '../../../scripts/platform-file';

const propsOf = (text: string): GuardedPlatformProps => platformProps(parsePlatform(text, 'platform.yaml'));

// application-000 is of no team, application-001 of team-001, application-002 of team-000
const props = propsOf(platformFile({ applications: 3, teams: 2, oneOfNoTeam: true }));
const plans = accessPlans(props);
const planOf = (team?: string) => plans.find((plan) => plan.team === team)!.access;
const accountsOf = (index: number) => props.applications[index]!.environments.map(({ account }) => account).sort();

test('a team has its own applications, accounts and pipelines, and nothing of the platform', () => {
  const { devAccountIds, testAccountIds, prodAccountIds, ...own } = planOf('team-001');
  expect([...devAccountIds!, ...testAccountIds!, ...prodAccountIds].sort()).toEqual(accountsOf(1));
  expect(new Set(own.approvals?.map(({ pipelineName }) => pipelineName))).toEqual(new Set(['application-001']));
  expect(own.changeControls?.map(({ application }) => application)).toEqual(['application-001']);
  expect(own.runbooks?.map(({ documentName }) => documentName)).toEqual(['application-001-redrive']);
  expect(own).toMatchObject({ evidence: [], ownPipelinesAlone: true, application: 'team-001' });
});

test('the people of the whole platform hold what is of no team, operators and auditors all', () => {
  const { overseers, ...own } = planOf();
  expect(own.changeControls?.map(({ application }) => application)).toEqual(['application-000', 'platform']);
  expect(overseers?.changeControls).toEqual([{ application: '*', region: 'eu-west-2' }]);
  expect(overseers?.runbooks?.map(({ documentName }) => documentName)).toEqual(['application-000-redrive']);
  expect(overseers?.prodAccountIds).toHaveLength(6);
});

/** Who is sanctioned what about an application, by the names of permission sets. */
function sanctionedAbout(application: string): string[] {
  const all = plans.flatMap(({ access }) => sanctionedRequests(access));
  const about = all.filter((one) => JSON.stringify([one.resources, one.condition]).includes(application));
  const sets = about.flatMap(({ principals }) => principals.map((one) => /SSO_(.*)_\*$/.exec(one)![1]!));
  return [...new Set(sets)].sort();
}

test('exceptions name nobody but whose application it is', () => {
  expect(sanctionedAbout('application-001')).toEqual([
    'team-001-BusinessOwner',
    'team-001-DeveloperInProd',
    'team-001-OnCall',
    'team-001-ReleaseManager',
  ]);
  expect(sanctionedAbout('application-000')).toEqual([
    'BusinessOwner',
    'DeveloperInProd',
    'OnCall',
    'Operator',
    'ReleaseManager',
  ]);
  expect(sanctionedAbout('*-changes')).toEqual(['Auditor', 'Operator']);
});

test('exceptions are unique, and the control policies leave each of them open', () => {
  const all = plans.flatMap(({ access }) => sanctionedRequests(access));
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  const open = (['prod', 'tooling', 'audit'] as const).flatMap((kind) => conventionsFor(kind, 'aws'));
  expect(conventionProblems(all, open)).toEqual([]);
});

test('the gate takes the word of the team alone, by exact name', () => {
  const [ofNoTeam, ofTeam] = props.applications.map((application) =>
    pipelineProps(application, 'snapshot.json', undefined, props.organization),
  );
  expect(ofTeam).toMatchObject({
    approvePermissionSets: { ReleaseManager: ['team-001-ReleaseManager'], BusinessOwner: ['team-001-BusinessOwner'] },
    freezePermissionSets: ['team-001-OnCall', 'team-001-ReleaseManager'],
    unfreezePermissionSets: ['team-001-ReleaseManager'],
  });
  expect(ofNoTeam).toMatchObject({ unfreezePermissionSets: ['ReleaseManager'] });
});

test('without teams everything is as it was', () => {
  const [plan, ...others] = accessPlans(propsOf(platformFile({ applications: 2 })));
  expect(others).toEqual([]);
  expect(plan).toMatchObject({ id: 'access' });
  expect(plan!.access).not.toHaveProperty('overseers');
  expect(plan!.access).not.toHaveProperty('personas');
});

describe('a prefix of permission sets', () => {
  const text = platformFile({ applications: 3, teams: 2, oneOfNoTeam: true });
  const prefixed = propsOf(text.replace('identityStoreId:', 'permissionSetPrefix: acme\n    identityStoreId:'));
  const all = accessPlans(prefixed).flatMap(({ access }) => sanctionedRequests(access));
  const held = new Set(all.flatMap(({ principals }) => principals.map((one) => /SSO_(.*)_\*$/.exec(one)![1]!)));

  it('begins the names of those of the whole platform, and none of a team', () => {
    const before = new Set(
      plans
        .flatMap(({ access }) => sanctionedRequests(access))
        .flatMap(({ principals }) => principals.map((one) => /SSO_(.*)_\*$/.exec(one)![1]!)),
    );
    const expected = [...before].map((one) => (one.startsWith('team-') ? one : `acme-${one}`));
    expect([...held].sort()).toEqual(expected.sort());
  });

  it('is left open by the same control policies', () => {
    const open = (['prod', 'tooling', 'audit'] as const).flatMap((kind) => conventionsFor(kind, 'aws'));
    expect(conventionProblems(all, open)).toEqual([]);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  });

  it('is in whose word the gate takes, of the platform itself too', () => {
    const { organization, applications, pipeline } = prefixed;
    const [ofNoTeam, ofTeam] = applications.map((one) => pipelineProps(one, 'x', undefined, organization));
    const rights = { freezePermissionSets: ['acme-OnCall', 'acme-ReleaseManager'] };
    expect(ofNoTeam).toMatchObject({ ...rights, unfreezePermissionSets: ['acme-ReleaseManager'] });
    expect(ofTeam).toMatchObject({ unfreezePermissionSets: ['team-001-ReleaseManager'] });
    const own = platformPipelineProps(pipeline!, organization, []);
    expect(own).toMatchObject({ ...rights, approvePermissionSets: { ReleaseManager: ['acme-ReleaseManager'] } });
  });

  it('is in who makes environments of their own', () => {
    const used = (team?: string, { organization } = prefixed) =>
      usedByDevelopers({} as never, team, organization).usePermissionSets;
    expect([used(), used('team-001'), used(undefined, props)]).toEqual([
      ['acme-Developer'],
      ['team-001-Developer'],
      undefined,
    ]);
  });
});

test('ten applications of a team that share change control fit into its permission sets', () => {
  const many = propsOf(platformFile({ applications: 10, teams: 1, sharedChangeControl: true }));
  const { access } = accessPlans(many).find(({ team }) => team === 'team-000')!;
  expect(access.changeControls).toHaveLength(10);
  const app = new App({ context: { '@aws-cdk/core:enablePartitionLiterals': true } });
  const stack = new Stack(app, 'access', { env: { account: '100000000000', region: 'eu-west-2' } });
  new PersonaAccess(stack, 'access', access);
  expect(() => app.synth()).not.toThrow();
});
