import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { BatchGetProjectsCommand, CodeBuildClient, ListProjectsCommand } from '@aws-sdk/client-codebuild';
import {
  CodePipelineClient,
  GetPipelineCommand,
  ListPipelinesCommand,
  type PipelineDeclaration,
} from '@aws-sdk/client-codepipeline';
import { GetPolicyCommand, LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { DescribeStateMachineCommand, ListStateMachinesCommand, SFNClient } from '@aws-sdk/client-sfn';
import { pages } from '../unread';
import { byCloudFormationNames, type Content } from './content';
import type { Kind, Place, ResourceEntry } from './kind';

/** Functions: role, policy, layers. Their code lies in the service itself. */
export const functions: Kind = {
  type: 'AWS::Lambda::Function',
  lists: 'lambda:ListFunctions',
  async collect({ config, policy }) {
    const client = new LambdaClient(config);
    const found = await pages(async (Marker) => {
      const page = await client.send(new ListFunctionsCommand({ Marker }));
      return { items: page.Functions, token: page.NextMarker };
    });
    const read = found.map(async ({ FunctionArn = '', FunctionName, Role, Layers }) => {
      const document = await policy(
        `lambda:GetPolicy ${FunctionArn}`,
        async () => (await client.send(new GetPolicyCommand({ FunctionName }))).Policy,
      );
      return {
        arn: FunctionArn,
        type: this.type,
        roles: present(Role),
        policy: document,
        dependsOn: (Layers ?? []).flatMap((layer) => present(layer.Arn)),
      };
    });
    return Promise.all(read);
  },
};

/** State machines. */
export const stateMachines: Kind = {
  type: 'AWS::StepFunctions::StateMachine',
  lists: 'states:ListStateMachines',
  async collect({ config }) {
    const client = new SFNClient(config);
    const found = await pages(async (nextToken) => {
      const page = await client.send(new ListStateMachinesCommand({ nextToken }));
      return { items: page.stateMachines, token: page.nextToken };
    });
    const read = found.map(async ({ stateMachineArn = '' }) => {
      const { roleArn } = await client.send(new DescribeStateMachineCommand({ stateMachineArn }));
      return { arn: stateMachineArn, type: this.type, roles: present(roleArn) };
    });
    return Promise.all(read);
  },
};

/** Build projects with what they build from. */
export const projects: Kind = {
  type: 'AWS::CodeBuild::Project',
  lists: 'codebuild:ListProjects',
  async collect({ partition, config }) {
    const client = new CodeBuildClient(config);
    const names = await pages(async (nextToken) => {
      const page = await client.send(new ListProjectsCommand({ nextToken }));
      return { items: page.projects, token: page.nextToken };
    });
    const found: ResourceEntry[] = [];
    for (let i = 0; i < names.length; i += 100) {
      const batch = await client.send(new BatchGetProjectsCommand({ names: names.slice(i, i + 100) }));
      for (const { arn = '', serviceRole, source } of batch.projects ?? []) {
        const bucket = source?.type === 'S3' ? source.location?.split('/')[0] : undefined;
        found.push({
          arn,
          type: this.type,
          roles: present(serviceRole),
          dependsOn: bucket ? [`arn:${partition}:s3:::${bucket}`] : [],
        });
      }
    }
    return found;
  },
};

/** Pipelines with their stores and what their actions run. */
export const pipelines: Kind = {
  type: 'AWS::CodePipeline::Pipeline',
  lists: 'codepipeline:ListPipelines',
  async collect(place) {
    const client = new CodePipelineClient(place.config);
    const found = await pages(async (nextToken) => {
      const page = await client.send(new ListPipelinesCommand({ nextToken }));
      return { items: page.pipelines, token: page.nextToken };
    });
    const read = found.map(async ({ name }) => {
      const { pipeline } = await client.send(new GetPipelineCommand({ name }));
      return pipelineEntry(place, name ?? '', pipeline);
    });
    return Promise.all(read);
  },
};

function pipelineEntry(
  { partition, region, account }: Place,
  name: string,
  pipeline: PipelineDeclaration | undefined,
): ResourceEntry {
  const actions = (pipeline?.stages ?? []).flatMap((stage) => stage.actions ?? []);
  const stores = [pipeline?.artifactStore, ...Object.values(pipeline?.artifactStores ?? {})].flatMap((store) =>
    present(store?.location),
  );
  const regional = (service: string, resource: string): string =>
    `arn:${partition}:${service}:${region}:${account}:${resource}`;
  const content = actions.flatMap(({ configuration = {} }) => [
    ...present(configuration.ProjectName).map((one) => regional('codebuild', `project/${one}`)),
    ...present(configuration.FunctionName).map((one) => regional('lambda', `function:${one}`)),
    ...present(configuration.S3Bucket).map((one) => `arn:${partition}:s3:::${one}`),
    ...present(configuration.RepositoryName).map((one) => regional('codecommit', one)),
    ...present(configuration.StateMachineArn),
  ]);
  const roles = [...present(pipeline?.roleArn), ...actions.flatMap((action) => present(action.roleArn))];
  return {
    arn: regional('codepipeline', name),
    type: 'AWS::CodePipeline::Pipeline',
    roles: [...new Set(roles)],
    dependsOn: [...new Set([...stores.map((store) => `arn:${partition}:s3:::${store}`), ...content])],
    ...(pipeline ? { content: contentOf(pipeline) } : {}),
  };
}

/** How a pipeline goes on from stage to stage; who it is and where its artifacts lie stands elsewhere. */
function contentOf({ stages, executionMode, pipelineType, triggers, variables }: PipelineDeclaration): Content {
  return byCloudFormationNames({ stages, executionMode, pipelineType, triggers, variables }) as Content;
}

/** Stacks that CloudFormation runs as a role. */
export const stacks: Kind = {
  type: 'AWS::CloudFormation::Stack',
  lists: 'cloudformation:DescribeStacks',
  async collect({ config }) {
    const client = new CloudFormationClient(config);
    const found = await pages(async (NextToken) => {
      const page = await client.send(new DescribeStacksCommand({ NextToken }));
      return { items: page.Stacks, token: page.NextToken };
    });
    return found
      .filter((stack) => stack.RoleARN)
      .map((stack) => ({ arn: stack.StackId ?? '', type: this.type, roles: present(stack.RoleARN) }));
  },
};

function present(value: string | undefined): string[] {
  return value ? [value] : [];
}
