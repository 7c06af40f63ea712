import { at, push, put, type Copy, type Json } from './_planted';

const AUDIT = 'audit';
const project = (copy: Copy): Json => copy.one(AUDIT, 'AWS::CodeBuild::Project');
const rule = (copy: Copy, name: string): Json => copy.one(AUDIT, 'AWS::Events::Rule', name);
const alarm = (copy: Copy, metric: string): Json => copy.one(AUDIT, 'AWS::CloudWatch::Alarm', metric);
const role = (copy: Copy): Json => copy.one(AUDIT, 'AWS::IAM::Role', '"RoleName":"guarded-continuous-proof"');

function remove(copy: Copy, stack: string, resource: Json): void {
  const all = copy.template(stack).Resources as Record<string, Json>;
  delete all[Object.keys(all).find((id) => all[id] === resource)!];
}

/** The reader of an account, as its baseline makes it. */
export const reader = (copy: Copy, account = 'orders-prod'): Json =>
  copy.one(`baseline-${account}`, 'AWS::IAM::Role', 'guarded-reader');

/** What the continuous proof is made of, each taken out or changed; what is told of it. */
export const PLANTED_PROOF: readonly (readonly [tells: RegExp, plant: (copy: Copy) => void])[] = [
  [/audit\/proof\/Schedule\/Daily.*is missing/, (copy) => remove(copy, AUDIT, rule(copy, 'every-day'))],
  [/audit\/proof\/Schedule\/Changed.*State/, (copy) => put(rule(copy, 'on-changes'), 'Properties.State', 'DISABLED')],
  [
    /audit\/proof\/Schedule\/Bus.*Principal/,
    (copy) => put(copy.one(AUDIT, 'AWS::Events::EventBus'), 'Properties.Policy.Statement.0.Principal', '*'),
  ],
  [/audit\/proof\/Alarms\/NotProved.*is missing/, (copy) => remove(copy, AUDIT, alarm(copy, 'FailedBuilds'))],
  [
    /audit\/proof\/Alarms\/Silent.*TreatMissingData/,
    (copy) => put(alarm(copy, 'SucceededBuilds'), 'Properties.TreatMissingData', 'ignore'),
  ],
  [/audit\/proof\/Project.*Image is "x"/, (copy) => put(project(copy), 'Properties.Environment.Image', 'x')],
  [
    /audit\/proof\/Project.*NODE_OPTIONS/,
    (copy) =>
      push(project(copy), 'Properties.Environment.EnvironmentVariables', { Name: 'NODE_OPTIONS', Value: '-r ./x' }),
  ],
  [
    /audit\/proof\/Project.*BuildSpec/,
    (copy) => put(project(copy), 'Properties.Source.BuildSpec', '{"version":0.2,"phases":{}}'),
  ],
  [
    /audit\/proof\/Role.*AssumeRolePolicyDocument/,
    (copy) => push(role(copy), 'Properties.AssumeRolePolicyDocument.Statement', {}),
  ],
  [
    /baseline-orders-dev\/reader\/Role.*PermissionsBoundary is nothing/,
    (copy) => put(reader(copy, 'orders-dev'), 'Properties.PermissionsBoundary', undefined),
  ],
  [
    /baseline-orders-prod\/reader\/Role.*aws:PrincipalOrgID/,
    (copy) => put(trustOf(reader(copy)), 'Condition.StringEquals', undefined),
  ],
  [
    /baseline-orders-one-box\/reader\/Policy/,
    (copy) =>
      push(
        copy.one('baseline-orders-one-box', 'AWS::IAM::ManagedPolicy', 'guarded-reader'),
        'Properties.PolicyDocument.Statement.0.Action',
        's3:PutObject',
      ),
  ],
  [
    /organization\/changes\/Changes.*FilterPattern/,
    (copy) =>
      put(copy.one('organization', 'AWS::Logs::MetricFilter'), 'Properties.FilterPattern', '{ $.never IS TRUE }'),
  ],
  [
    /organization\/changes\/Tell.*Targets/,
    (copy) => put(copy.one('organization', 'AWS::Events::Rule', 'guarded-continuous-proof'), 'Properties.Targets', []),
  ],
];

/** The statement in which a reader trusts the job. */
export function trustOf(role: Json): Json {
  return (at(role, 'Properties.AssumeRolePolicyDocument.Statement') as Json[])[0]!;
}
