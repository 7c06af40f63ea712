import { WORKLOAD_PATH } from '../names';
import type { Surroundings } from './facts';
import { isBoundary, isWorkloadPath, offFence } from './identities';
import { type Properties, type Resource, type Template, isObject, isTransformed } from './template';

/** A type of the serverless transform that makes a role of its own unless it is given one. */
interface RoleMaker {
  /** The property in which it takes a role. */
  readonly role: string;
  /** Whether it takes the fence for the role that it makes. */
  readonly bounded: boolean;
}

/** SAM's translator, version 1.100 and later: what each type makes besides itself. */
export const ROLE_MAKERS: Readonly<Record<string, RoleMaker>> = {
  'AWS::Serverless::CapacityProvider': { role: 'CapacityProviderOperatorRoleArn', bounded: false },
  'AWS::Serverless::Function': { role: 'Role', bounded: true },
  'AWS::Serverless::StateMachine': { role: 'Role', bounded: true },
};

/** Types whose roles nobody can bound. */
const UNBOUNDED: Readonly<Record<string, string>> = {
  'AWS::Serverless::Application':
    'deploys a template that nobody reads at synthesis, with roles outside the fence: build its parts in the stage; a secret is rotated by a function of your own (RotationSchedule with rotationLambda)',
  'AWS::Serverless::Connector': 'makes policies outside the fence: grant with the constructs (grantRead, grantInvoke)',
  'AWS::Serverless::GraphQLApi': 'makes roles outside the fence: use AWS::AppSync::GraphQLApi',
};

/** Transforms that make nothing which the stage cannot see. */
const KNOWN_TRANSFORMS: readonly string[] = [
  'AWS::CodeDeployBlueGreen',
  'AWS::LanguageExtensions',
  'AWS::SecretsManager-2020-07-23',
  'AWS::SecretsManager-2024-09-16',
  'AWS::Serverless-2016-10-31',
];

/** What stands against a resource that a transform will turn into others. */
export function serverlessProblems(resource: Resource, around: Surroundings): string[] {
  const { type, properties } = resource;
  if (type.endsWith('::MODULE')) return ['is a module, whose resources nobody can read at synthesis: write them out'];
  if (type === 'AWS::SecretsManager::RotationSchedule' && properties['HostedRotationLambda'] !== undefined)
    return [
      'HostedRotationLambda makes a function with a role outside the fence: rotate by a function of your own (rotationLambda in place of hostedRotation)',
    ];
  if (!type.startsWith('AWS::Serverless::')) return [];
  const unbounded = UNBOUNDED[type];
  return [
    ...(unbounded ? [unbounded] : []),
    ...ownRole(resource, around),
    ...deploymentPreference(properties),
    ...eventRoles(resource),
  ];
}

function ownRole({ type, properties }: Resource, { boundary }: Surroundings): string[] {
  const maker = ROLE_MAKERS[type];
  if (!maker || properties[maker.role] !== undefined) return [];
  if (!maker.bounded) return [`makes a role outside the fence: give it one of the stage's (${maker.role})`];
  const { PermissionsBoundary, RolePath } = properties;
  return [
    ...(isBoundary(PermissionsBoundary) ? [] : [offFence('PermissionsBoundary', PermissionsBoundary, boundary)]),
    ...(isWorkloadPath(RolePath) ? [] : [offFence('RolePath', RolePath, WORKLOAD_PATH)]),
  ];
}

/** CodeDeploy's role is made by the transform without boundary and path. */
function deploymentPreference({ DeploymentPreference: preference }: Properties): string[] {
  if (!isObject(preference) || preference['Role'] !== undefined || preference['Enabled'] === false) return [];
  return [
    "DeploymentPreference makes a CodeDeploy role outside the fence: give DeploymentPreference.Role a role of the stage's, or shift traffic with LambdaTrafficShift",
  ];
}

/** Events for which the transform makes a role, by what they belong to. */
const EVENT_ROLES: Readonly<Record<string, readonly string[]>> = {
  'AWS::Serverless::Function': ['ScheduleV2'],
  'AWS::Serverless::StateMachine': ['Api', 'CloudWatchEvent', 'EventBridgeRule', 'Schedule', 'ScheduleV2'],
};

function eventRoles({ type, properties: { Events: events } }: Resource): string[] {
  const types = EVENT_ROLES[type] ?? [];
  return Object.entries(isObject(events) ? events : {}).flatMap(([name, event]) => {
    if (!isObject(event) || !types.includes(String(event['Type']))) return [];
    const given = isObject(event['Properties']) ? event['Properties']['RoleArn'] : undefined;
    return given === undefined
      ? [`Events.${name} (${String(event['Type'])}) makes a role outside the fence: give it a RoleArn of the stage's`]
      : [];
  });
}

/** What stands against a template as a whole: transforms and loops make what nobody reads at synthesis. */
export function transformProblems({ Transform = [], Resources = {} }: Template): string[] {
  const transforms = Array.isArray(Transform) ? (Transform as unknown[]) : [Transform];
  const names = transforms.map((each) => (isObject(each) ? String(each['Name']) : String(each)));
  const unknown = names.filter((name) => !KNOWN_TRANSFORMS.includes(name));
  const loops = Object.keys(Resources).filter((id) => id.startsWith('Fn::'));
  return [
    ...unknown.map(
      (name) =>
        `transform ${name} may make anything after synthesis, roles outside the fence too: write its result out`,
    ),
    ...loops.map((id) => `${id} makes resources that nobody can read at synthesis: write them out`),
    ...(isTransformed(Resources)
      ? ['Fn::Transform changes resources at deployment, after every check: write its result out']
      : []),
  ];
}
