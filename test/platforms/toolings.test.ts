/** A platform with two tooling accounts: each serves its applications, and nobody of one has anything in the other. */
import { accessPlans } from '../../constructs/platform/access-props';
import { platformProps } from '../../bin/app/platform-props';
import { parsePlatform } from '../../lib/config';
import { proveOnly } from '../../lib/prover/prove';
import { THEOREMS } from '../../lib/prover/theorems/all';
import type { World } from '../../lib/world/model';
import { platformFile, toolingAccount } from '../../scripts/platform-file';
import { renderOnce } from '../_helpers/render-once';
import { at, Copy, type Json, put, synthesizePlatform, told, toldOf, worldOf } from '../lib/world/machinery/_planted';
import { across, granted } from './shapes';

process.env.CDK_VALIDATION = 'false';
jest.spyOn(console, 'error').mockImplementation(() => undefined);

const [HOME, THEIRS] = [toolingAccount(0), toolingAccount(1)];

// application-000 is of no team, application-001 of team-001 with a tooling account of its own, application-002 of team-000.
const text = platformFile({ applications: 3, teams: 2, oneOfNoTeam: true, prodRegions: ['eu-west-2'], toolings: 2 });
const props = platformProps(parsePlatform(text, 'platform.yaml'));
const assembly = synthesizePlatform('platform-toolings', () => props);
const world = worldOf(assembly, () => undefined);

/** Stacks that stand in another tooling account than the platform's. */
const theirs = (stack: string): string => `tooling-${THEIRS}-${stack}`;

const deployer = (account: string, application: string): string =>
  `arn:aws:iam::${account}:role/guarded/pipeline/${application}-deploy-prod`;

/** Lets roles of a bootstrap admit a pipeline's role beside their own, wherever their trust names that one. */
function admit(copy: Copy, bootstrap: string, own: string, other: string): void {
  const [mine, root] = [JSON.stringify(own), JSON.stringify(`arn:aws:iam::${own.split(':')[4]}:root`)];
  const more = (text: string, name: string, also: string) => text.replaceAll(name, `${name},${JSON.stringify(also)}`);
  const account = `arn:aws:iam::${other.split(':')[4]}:root`;
  for (const role of Object.values(copy.template(bootstrap).Resources as Record<string, Json>)) {
    const trust = JSON.stringify(at(role, 'Properties.AssumeRolePolicyDocument') ?? null);
    if (trust.includes(mine))
      put(role, 'Properties.AssumeRolePolicyDocument', JSON.parse(more(more(trust, mine, other), root, account)));
  }
}

/** Lets a pipeline's role act as those of another account as it does as its own. */
function letAct(copy: Copy, pipeline: string, own: string, other: string): void {
  const policy = copy.one(pipeline, 'AWS::IAM::Policy', 'Deployprod');
  const all = at(policy, 'Properties.PolicyDocument.Statement') as Json[];
  const deploy = all.find(({ Sid }) => Sid === 'Deploy')!;
  const roles = [deploy.Resource].flat() as string[];
  put(deploy, 'Resource', [...roles, ...roles.map((arn) => arn.replaceAll(own, other))]);
}

describe('a platform with two tooling accounts', () => {
  it('is what this package makes', () => {
    expect(toldOf(assembly, renderOnce())).toEqual([]);
  });

  it.each(THEOREMS.map(({ id }) => id))('%s holds', (theorem) => {
    const { verdict, counterexamples, unknowns } = proveOnly(world, theorem);
    expect([verdict, counterexamples.slice(0, 2), unknowns.slice(0, 3)]).toEqual(['proved', [], []]);
  });

  it('has machines of the one tooling account alone in the accounts of its applications', () => {
    const copy = new Copy(assembly);
    const accountsIn = (stack: string) => [
      ...new Set([...JSON.stringify(copy.template(stack)).matchAll(/arn:aws:iam::(\d{12}):/g)].map(([, id]) => id)),
    ];
    for (const environment of ['dev', 'test', 'one-box', 'prod']) {
      expect(accountsIn(`bootstrap-application-001-${environment}-eu-west-2`)).not.toContain(HOME);
      expect(accountsIn(`bootstrap-application-002-${environment}-eu-west-2`)).not.toContain(THEIRS);
    }
  });

  it('is deployed by the pipeline of the platform, one tooling account after the other and its own last', () => {
    const copy = new Copy(assembly);
    const stages = at(copy.one('pipeline-platform', 'AWS::CodePipeline::Pipeline'), 'Properties.Stages') as Json[];
    const prod = stages.map(({ Name }) => String(Name)).filter((name) => name.startsWith('Prod-'));
    expect(prod).toEqual(['Prod-audit', `Prod-tooling-${THEIRS}`, 'Prod-tooling']);
    const [first] = stages.find(({ Name }) => Name === `Prod-tooling-${THEIRS}`)!.Actions as Json[];
    const said = JSON.stringify(first);
    expect(said).toContain(`platform/tooling-${THEIRS}/pipeline-*`);
    expect(said).not.toContain(HOME);
  });

  it('gives people a place where their applications are, and those who see all in each', () => {
    const places = accessPlans(props).map(({ team, access }) => [
      team,
      access.toolingAccountId,
      access.otherToolingAccountIds,
      access.overseers?.otherToolingAccountIds,
    ]);
    expect(places).toEqual([
      [undefined, HOME, undefined, [THEIRS]],
      ['team-000', HOME, undefined, undefined],
      ['team-001', THEIRS, undefined, undefined],
    ]);
  });
});

describe('machines of one tooling account', () => {
  const [own, other] = [deployer(THEIRS, 'application-001'), deployer(HOME, 'application-002')];

  it('are told and refuted where they deploy to prod of the other', () => {
    const plant = (copy: Copy): void => {
      admit(copy, 'bootstrap-application-001-prod-eu-west-2', own, other);
      letAct(copy, 'pipeline-application-002', '300000000023', '300000000013');
    };
    const places = told(assembly, plant).map(({ where }) => where);
    expect(places.some((where) => where.includes('bootstrap-application-001-prod'))).toBe(true);
    expect(places.some((where) => where.includes('pipeline-application-002'))).toBe(true);
    const found = proveOnly(worldOf(assembly, plant), 'only-the-pipeline-deploys');
    expect(found.verdict).toBe('refuted');
    expect(JSON.stringify(found.counterexamples)).toContain('300000000013');
  });

  it('are told and unknown where they deploy what stands in their own', () => {
    const platform = `arn:aws:iam::${HOME}:role/guarded/pipeline/platform-deploy-tooling-${THEIRS}`;
    const plant = (copy: Copy): void => {
      admit(copy, `bootstrap-tooling-${THEIRS}-eu-west-2`, platform, own);
      letAct(copy, theirs('pipeline-application-001'), '300000000013', THEIRS);
    };
    expect(
      told(assembly, plant)
        .map(({ where }) => where)
        .join(),
    ).toContain(`bootstrap-tooling-${THEIRS}`);
    // Nobody but the platform's pipeline is made to deploy there: what is made otherwise is unknown, and stops.
    expect(proveOnly(worldOf(assembly, plant), 'guardrails-are-immutable').verdict).toBe('unknown');
  });

  it('are told where the control policy takes them from any unit', () => {
    const all = told(assembly, (copy) => {
      const policy = copy.one('organization', 'AWS::Organizations::Policy', 'guarded-machine-roles');
      const statements = at(policy, 'Properties.Content.Statement') as Json[];
      put(
        policy,
        'Properties.Content.Statement',
        statements.filter(({ Sid }) => Sid !== 'DeploymentFromTheirUnits'),
      );
    });
    expect(all.map(({ where }) => where).join()).toContain('guarded-machine-roles');
  });
});

describe('people of one tooling account', () => {
  const rights = [
    ['ReleaseManager', 'codepipeline:PutApprovalResult', 'codepipeline', 'application-001/Approve/ReleaseManager'],
    ['OnCall', 'lambda:InvokeFunctionUrl', 'lambda', 'function:application-001-freeze'],
  ] as const;
  const set = (persona: string): string => `AWSReservedSSO_team-000-${persona}_`;
  const verdict = (planted: World) => proveOnly(planted, 'no-human-write-to-prod').verdict;

  it.each(rights)('%s: a right on what is in the other comes to nothing', (persona, action, service, resource) => {
    const arn = `arn:aws:${service}:eu-west-2:${THEIRS}:${resource}`;
    const planted = granted(world, (one) => one.account === HOME && one.arn.includes(set(persona)), action, arn);
    expect(verdict(planted)).toBe('proved');
  });

  it.each(rights)('%s: the same right with a place in it is refuted', (persona, action, service, resource) => {
    const arn = `arn:aws:${service}:eu-west-2:${THEIRS}:${resource}`;
    expect(verdict(across(world, HOME, THEIRS, set(persona), action, arn))).toBe('refuted');
  });
});

describe('a change control that pipelines share', () => {
  const both = platformProps(parsePlatform(`changeControl: shared\n${text}`, 'platform.yaml'));
  const shared = synthesizePlatform('platform-toolings-shared', () => both);
  const inBoth = worldOf(shared, () => undefined);
  const said = (stack: string) => JSON.stringify(new Copy(shared).template(stack));

  it('is there once in each tooling account, as this package makes it', () => {
    expect(toldOf(shared, renderOnce())).toEqual([]);
    for (const [stack, account] of [
      ['control', HOME],
      [theirs('control'), THEIRS],
    ] as const)
      expect(new Copy(shared).artifact(stack)).toMatchObject({ environment: `aws://${account}/eu-west-2` });
  });

  it('knows nothing of the other account, nor what lets its machines in', () => {
    expect(said('control')).not.toContain(THEIRS);
    expect(said(theirs('control'))).not.toContain(HOME);
    expect(said('bootstrap-application-001-prod-eu-west-2')).toContain(`${THEIRS}:role/guarded/pipeline/control-gate`);
    expect(said('bootstrap-application-001-prod-eu-west-2')).not.toContain(HOME);
  });

  it('has its records in the packs of the continuous proof, wherever they are', () => {
    const audit = said('audit');
    for (const [account, application] of [
      [HOME, 'application-000'],
      [THEIRS, 'application-001'],
    ] as const)
      expect(audit).toContain(`control-changes-${account}-eu-west-2/records/${application}/`);
    expect(audit).toContain(`arn:aws:iam::${THEIRS}:role/guarded/pipeline/*-verify`);
  });

  it.each(THEOREMS.map(({ id }) => id))('%s holds', (theorem) => {
    expect(proveOnly(inBoth, theorem).verdict).toBe('proved');
  });
});
