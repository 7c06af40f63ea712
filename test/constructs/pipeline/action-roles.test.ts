import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ChangePipeline } from '../../../constructs/pipeline';
import { TOOLING, folder, pipelineProps } from './fixture';

interface Policy {
  readonly Roles: readonly { readonly Ref: string }[];
  readonly PolicyDocument: { readonly Statement: readonly Allowed[] };
}

interface Allowed {
  readonly Action: string | string[];
  readonly Resource: unknown;
}

const stack = new Stack(new App({ outdir: folder() }), 'Pipeline', { env: TOOLING });
new ChangePipeline(stack, 'Pipeline', pipelineProps());
const template = Template.fromStack(stack);

const names = Object.values(template.findResources('AWS::IAM::Role')).map(
  ({ Properties }) => (Properties as { RoleName: string }).RoleName,
);

/** The last part of an ARN that may be made of parts. */
const nameIn = (arn: unknown): string =>
  JSON.stringify(arn)
    .split(/[:/]/)
    .at(-1)!
    .replace(/[^\w-]+$/, '');

/** What a role may do: the action, and the name of what it may be done to. */
function allowedTo(roleName: string): [action: string, name: string][] {
  const [id] = Object.keys(template.findResources('AWS::IAM::Role', { Properties: { RoleName: roleName } }));
  const policies = Object.values(template.findResources('AWS::IAM::Policy')).map((one) => one.Properties as Policy);
  const statements = policies
    .filter(({ Roles }) => Roles.some(({ Ref }) => Ref === id))
    .flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
  return statements.flatMap(({ Action, Resource }) =>
    [Action].flat().flatMap((action) => [Resource].flat().map((one): [string, string] => [action, nameIn(one)])),
  );
}

describe('the roles of a pipeline', () => {
  it('are few of the thousand that an account holds', () => {
    const own = names.filter((name) => !/-(function|machine|unwind-action)$/.test(name));
    const purposes = ['actions', 'build', 'deploy-dev', 'deploy-prod', 'deploy-test', 'integration-test', 'pipeline'];
    expect(own.sort()).toEqual([...purposes, 'source', 'verify'].map((purpose) => `orders-${purpose}`));
  });

  it('start what the pipeline starts, ask for approvals, and do nothing else', () => {
    const allowed = allowedTo('orders-actions');
    const on = (action: string) => allowed.filter(([one]) => one === action).map(([, name]) => name);
    const projects = ['build', 'deploy-dev', 'deploy-prod', 'deploy-test', 'integration-test', 'verify'];
    expect(on('codebuild:StartBuild').sort()).toEqual(projects.map((project) => `orders-${project}`));
    expect(on('lambda:InvokeFunction').sort()).toEqual(['orders-gate', 'orders-record']);
    expect(on('states:StartExecution').sort()).toEqual(['orders-bake', 'orders-wait-for-window']);
    expect(on('sns:Publish')).toEqual(['orders-changes']);
    const known = /^(codebuild:(StartBuild|BatchGetBuilds)|lambda:InvokeFunction|sns:Publish|states:\w+|kms:\w+)$/;
    expect(allowed.filter(([action]) => !known.test(action))).toEqual([]);
  });

  it('bring the source into its own artifacts alone', () => {
    const written = allowedTo('orders-source').filter(([action]) => action.startsWith('s3:PutObject'));
    expect([...new Set(written.map(([, name]) => name))].sort()).toEqual(['History', 'Source']);
  });
});
