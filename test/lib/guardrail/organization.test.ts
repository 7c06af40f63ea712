import type { ExportOptions, OrganizationOptions, PolicyDocument } from '../../../lib/guardrail';
import {
  POLICY_LIMITS,
  exportGuardrails,
  organizationPolicies,
  organizationProblems,
  policySize,
  sizeProblem,
} from '../../../lib/guardrail';
import { sanctionedDocument } from '../../../lib/guardrail/ceiling';
import { DEPLOYER, MANAGER, OWNER } from './world';

const unit = (
  name: string,
  targets: readonly string[],
  resources: readonly string[] = [],
): OrganizationOptions['units'][number] => ({
  name,
  targets,
  exceptions: resources.map((resource, index) => ({
    id: `e${index}`,
    statement: 'sanctioned',
    principals: [index % 2 === 0 ? MANAGER : OWNER],
    actions: ['codepipeline:PutApprovalResult'],
    resources: [resource],
  })),
});
const options = (units: OrganizationOptions['units']): OrganizationOptions => ({
  units,
  protectedTargets: ['r-root'],
  pipelineRoleArns: [DEPLOYER],
  administrators: [],
});
const problems = (units: OrganizationOptions['units']): readonly string[] =>
  organizationProblems(organizationPolicies(options(units)));

describe('the organization policies', () => {
  test('are attached where they belong', () => {
    const plan = organizationPolicies(options([unit('prod', ['ou-prod'], ['a']), unit('tooling', ['ou-tooling'])]));
    expect(plan.map(({ name, type, targets }) => [name, type.split('_')[0], targets])).toEqual([
      ['guarded-prod-ceiling', 'SERVICE', ['ou-prod']],
      ['guarded-prod-sanctioned', 'SERVICE', ['ou-prod']],
      ['guarded-tooling-ceiling', 'SERVICE', ['ou-tooling']],
      ['guarded-machines', 'SERVICE', ['ou-prod', 'ou-tooling']],
      ['guarded-protection', 'SERVICE', ['r-root']],
      ['guarded-machine-roles', 'RESOURCE', ['ou-prod', 'ou-tooling']],
    ]);
  });

  test('fit, with room for ten approval actions', () => {
    const actions = Array.from(
      { length: 10 },
      (_, i) => `arn:aws:codepipeline:eu-west-2:222222222222:app-${i}/Approve/ReleaseManager`,
    );
    expect(problems([unit('tooling', ['ou-tooling'], actions)])).toEqual([]);
  });

  test('are as many as the sanctioned requests need, each statement once and as it was', () => {
    const asks = Array.from({ length: 24 }, (_, i) => ({
      id: `e${i}`,
      statement: 'sanctioned',
      principals: [MANAGER.replace('ReleaseManager', `ReleaseManager${i}`)],
      actions: [`service:Action${i}`],
      resources: [`arn:aws:service:eu-west-2:222222222222:thing/${i}`],
    }));
    const exceptions = { ...unit('tooling', ['ou-tooling']), exceptions: asks };
    const found = organizationPolicies(options([exceptions])).filter(({ name }) => name.includes('sanctioned'));
    expect(found.map(({ name }) => name)).toEqual(['guarded-tooling-sanctioned', 'guarded-tooling-sanctioned-2']);
    const whole = sanctionedDocument({ exceptions: asks, administrators: [] })!;
    expect(policySize(whole)).toBeGreaterThan(POLICY_LIMITS['service control policy']);
    expect(found.flatMap(({ document }) => document.Statement)).toEqual(whole.Statement);
    expect(problems([exceptions])).toEqual([]);
  });

  test('that are too large say how large they are', () => {
    const actions = Array.from(
      { length: 160 },
      (_, i) => `arn:aws:codepipeline:eu-west-2:222222222222:app-${i}/Approve/ReleaseManager`,
    );
    expect(problems([unit('tooling', ['ou-tooling'], actions)]).join()).toMatch(
      /service control policy 'guarded-tooling-sanctioned' has \d+ characters, \d+ more than the 10240 that AWS allows/,
    );
  });

  test('that are too many at one target say so', () => {
    const same = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => unit(name, ['ou-prod']));
    expect(problems(same.slice(1))).toEqual([]);
    expect(problems(same)).toEqual([
      expect.stringMatching(
        /^target 'ou-prod' would carry 7 policies of type SERVICE_CONTROL_POLICY beside 4 of AWS, AWS allows 10 in all: .*conventions of the guarded unit.*hundreds$/,
      ),
    ]);
  });
});

describe('sizes', () => {
  const document = (length: number): PolicyDocument => {
    const empty = policySize({ Version: '2012-10-17', Statement: [{ Sid: '', Effect: 'Deny' }] });
    return { Version: '2012-10-17', Statement: [{ Sid: 'x'.repeat(length - empty), Effect: 'Deny' }] };
  };

  test.each(Object.entries(POLICY_LIMITS))('of a %s end at %d', (store, limit) => {
    const kind = store as keyof typeof POLICY_LIMITS;
    expect(sizeProblem('p', document(limit), kind)).toBeUndefined();
    expect(sizeProblem('p', document(limit + 1), kind)).toContain('1 more than');
  });

  test('count what deployment puts in the place of a reference', () => {
    const statement = { Sid: 's', Effect: 'Deny' as const, Resource: ['${AWS::AccountId}'] };
    const literal = { ...statement, Resource: ['333333333333'] };
    const size = (each: typeof statement): number => policySize({ Version: '2012-10-17', Statement: [each] });
    expect(size(statement)).toBe(size(literal));
  });
});

describe('the export', () => {
  const wanted: ExportOptions = {
    ...options([unit('prod', ['ou-prod'], ['a'])]),
    partition: 'aws',
    region: 'eu-west-2',
    assumableRoleArns: [],
  };
  const files = exportGuardrails(wanted);

  test('has a file for every guardrail', () => {
    expect(Object.keys(files).sort()).toEqual([
      'boundary-deployment-open.json',
      'boundary-deployment-platform.json',
      'boundary-deployment-workload.json',
      'boundary-workload-open.json',
      'boundary-workload.json',
      'policy-deploy-role-open.json',
      'policy-deploy-role-platform.json',
      'policy-deploy-role-workload.json',
      'policy-deployment-open.json',
      'policy-deployment-platform.json',
      'policy-deployment-workload.json',
      'policy-lookup.json',
      'rcp-guarded-machine-roles.json',
      'scp-guarded-machines.json',
      'scp-guarded-prod-ceiling.json',
      'scp-guarded-prod-sanctioned.json',
      'scp-guarded-protection.json',
    ]);
  });

  test.each(Object.entries(files))('%s is a plain document that fits, each statement named once', (name, file) => {
    expect(JSON.parse(JSON.stringify(file))).toEqual(file);
    expect(JSON.stringify(file)).not.toMatch(/Fn::|"Ref"|\$\{AWS::|\$\{Token/);
    const limits = { scp: 10240, rcp: 5120 };
    expect(policySize(file)).toBeLessThanOrEqual(limits[name.slice(0, 3) as keyof typeof limits] ?? 6144);
    const sids = file.Statement.map((statement) => statement.Sid);
    expect(new Set(sids).size).toBe(sids.length);
    expect(sids.filter((sid) => !/^[A-Za-z0-9]+$/.test(sid))).toEqual([]);
  });
});
