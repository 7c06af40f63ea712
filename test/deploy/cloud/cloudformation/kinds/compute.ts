/* eslint-disable @typescript-eslint/no-explicit-any -- properties come as any JSON */
import { type Kind, regional, simple, type Wanted } from './kind';

const named = (wanted: Wanted) => wanted.name;

const functionArn = (at: Wanted['at'], name: string) =>
  name.startsWith('arn:') ? name : regional('lambda', at, `function:${name}`);

/** Something that belongs to a function. */
function ofFunction(property: string, actions: [string, string], more: Partial<Kind> = {}): Kind {
  const deed =
    (action: string) =>
    ({ properties, at }: Wanted) => [
      { action, resource: functionArn(at, String(properties[property])), context: urlContext(properties) },
    ];
  return {
    values: ({ name }) => ({ ref: name, attributes: {} }),
    create: deed(actions[0]),
    update: deed(actions[0]),
    remove: deed(actions[1]),
    ...more,
  };
}

function urlContext({ AuthType }: any): Record<string, string[]> {
  return AuthType ? { 'lambda:FunctionUrlAuthType': [AuthType] } : {};
}

/** Functions, machines, builds, pipelines. */
export const COMPUTE: Record<string, Kind> = {
  'AWS::Lambda::Function': simple({
    service: 'lambda',
    name: 'FunctionName',
    arn: ({ name }) => `function:${name}`,
    create: ['lambda:CreateFunction', 'lambda:GetFunction'],
    update: ['lambda:UpdateFunctionCode', 'lambda:UpdateFunctionConfiguration', 'lambda:GetFunction'],
    remove: ['lambda:DeleteFunction'],
    roles: (p) => [p.Role],
    emulated: () => [],
  }),
  'AWS::Lambda::Permission': ofFunction('FunctionName', ['lambda:AddPermission', 'lambda:RemovePermission']),
  'AWS::Lambda::Url': ofFunction(
    'TargetFunctionArn',
    ['lambda:CreateFunctionUrlConfig', 'lambda:DeleteFunctionUrlConfig'],
    {
      emulated: () => ['FunctionUrl'],
    },
  ),
  'AWS::Lambda::EventSourceMapping': {
    values: ({ name }) => ({ ref: name, attributes: {} }),
    create: () => [{ action: 'lambda:CreateEventSourceMapping', resource: '*' }],
    update: () => [{ action: 'lambda:UpdateEventSourceMapping', resource: '*' }],
    remove: () => [{ action: 'lambda:DeleteEventSourceMapping', resource: '*' }],
    emulated: () => [],
  },
  'AWS::StepFunctions::StateMachine': simple({
    service: 'states',
    name: 'StateMachineName',
    arn: ({ name }) => `stateMachine:${name}`,
    ref: (_, arn) => arn,
    attributes: ({ name }) => ({ Name: name }),
    create: ['states:CreateStateMachine', 'states:DescribeStateMachine'],
    update: ['states:UpdateStateMachine', 'states:DescribeStateMachine'],
    remove: ['states:DeleteStateMachine'],
    roles: (p) => [p.RoleArn],
    emulated: () => [],
  }),
  'AWS::CodeBuild::Project': simple({
    service: 'codebuild',
    name: 'Name',
    arn: ({ name }) => `project/${name}`,
    create: ['codebuild:CreateProject'],
    update: ['codebuild:UpdateProject'],
    remove: ['codebuild:DeleteProject'],
    roles: (p) => [p.ServiceRole],
  }),
  'AWS::CodePipeline::Pipeline': simple({
    service: 'codepipeline',
    name: 'Name',
    arn: named,
    attributes: () => ({ Version: '1' }),
    create: ['codepipeline:CreatePipeline', 'codepipeline:GetPipeline'],
    update: ['codepipeline:UpdatePipeline', 'codepipeline:GetPipeline'],
    remove: ['codepipeline:DeletePipeline'],
    roles: (p) => [p.RoleArn],
  }),
};
