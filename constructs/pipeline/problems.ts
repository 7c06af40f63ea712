import { Token } from 'aws-cdk-lib';
import { SEVERITIES } from '../../lib/change/image-scan';
import { readUpgrade } from '../../lib/travel';
import { changeControlProblems, targetsProblems, twice, unless } from '../change/problems';
import { environmentStageName } from './blueprint/names';
import { windowCron } from './blueprint/window-cron';
import { type ChangePipelineProps, type PackageUpgrade, PipelineFlavour } from './change-pipeline-props';

const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const RESERVED = ['Source', 'Build', 'Verify', 'Approve', 'Gate', 'Close'];

/** Everything that is wrong with the properties of a pipeline, told together. */
export function changePipelineProblems(props: ChangePipelineProps): string[] {
  return [
    ...changeControlProblems(props),
    ...sharedProblems(props),
    ...environmentProblems(props),
    ...waveNameProblems(props),
    ...flavourProblems(props),
    ...numberProblems(props),
    ...sourceProblems(props),
    ...pathProblems(props),
    ...buildProblems(props),
    ...imageProblems(props),
    ...unless(
      !props.nativeWindow || windowCron(props.window) !== undefined,
      'nativeWindow takes one opening on whole hours; window has another shape',
    ),
    ...unless(
      !props.changeControl || props.changeControl.application === props.application,
      `changeControl is that of ${props.changeControl?.application}, expected that of ${props.application}`,
    ),
  ];
}

/** What keeps an archive from being the next package; whoever made the pipeline again in a proof asks the same. */
export function upgradeProblems(upgrade: PackageUpgrade | undefined): string[] {
  try {
    if (upgrade) readUpgrade(upgrade);
    return [];
  } catch (error) {
    return [`upgrade: ${(error as Error).message}`];
  }
}

function environmentProblems({ environments = [] }: ChangePipelineProps): string[] {
  return [
    ...twice(environments.map(({ name }) => name)).map((name) => `environments has ${JSON.stringify(name)} twice`),
    ...environments.flatMap(({ name, targets }) => [
      ...nameProblems('environment', name),
      ...unless(
        !RESERVED.includes(environmentStageName(name)),
        `environment ${name}: a stage of the pipeline has that name already`,
      ),
      ...targetsProblems(`environment ${name}`, targets),
    ]),
  ];
}

/** The role that deploys to prod must not be one that people reach through another environment. */
function waveNameProblems({ waves, environments = [] }: ChangePipelineProps): string[] {
  const before = environments.map(({ name }) => name);
  const accounts = environments.flatMap(({ targets }) => targets.map(({ account }) => account));
  return waves.flatMap(({ name, environment = 'prod', targets }) => [
    ...nameProblems('wave', name),
    ...nameProblems('environment', environment),
    ...unless(!before.includes(environment), `wave ${name}: environment ${environment} comes before the approvals`),
    ...targets
      .filter(({ account }) => accounts.includes(account))
      .map(({ account }) => `wave ${name}: account ${account} is deployed to before the approvals as well`),
  ]);
}

function nameProblems(what: string, name: string): string[] {
  return unless(
    NAME.test(name) && name.length <= 24,
    `${what} ${JSON.stringify(name)}: expected lower-case letters, digits and single hyphens, at most 24`,
  );
}

function flavourProblems({ flavour, environments = [], platformSnapshot }: ChangePipelineProps): string[] {
  if (flavour === PipelineFlavour.PLATFORM) return [];
  return [
    ...unless(environments.length > 0, 'environments is empty: an application is tested before it is released'),
    ...unless(
      platformSnapshot !== undefined,
      'platformSnapshot is missing: an application is proved within the organization around it',
    ),
  ];
}

function numberProblems({ monitoringMinutes = 5, artifactRetention }: ChangePipelineProps): string[] {
  const whole = Number.isInteger(monitoringMinutes) && monitoringMinutes >= 0 && monitoringMinutes <= 180;
  return [
    ...unless(whole, `monitoringMinutes is ${monitoringMinutes}, expected whole minutes from 0 to 180`),
    ...unless(
      // A release waits a month before a gate, after up to 60 days of approvals.
      (artifactRetention?.toDays() ?? 180) >= 100,
      `artifactRetention is ${artifactRetention?.toDays()} days, expected at least 100: approvals and a shut prod may hold a release so long`,
    ),
  ];
}

function sourceProblems({ source: { connection } }: ChangePipelineProps): string[] {
  if (!connection) return [];
  return [
    ...unless(
      /^arn:[a-z-]+:(codeconnections|codestar-connections):[a-z0-9-]+:\d{12}:connection\/[\w-]+$/.test(
        connection.connectionArn,
      ),
      `source.connectionArn is ${JSON.stringify(connection.connectionArn)}, expected the ARN of a connection`,
    ),
    ...unless(
      /^[\w.-]+(\/[\w.-]+)+$/.test(connection.repository),
      `source.repository is ${JSON.stringify(connection.repository)}, expected owner and repository: example/orders`,
    ),
  ];
}

/** A pipeline uses connections of its own account and region alone; a stack without a place of its own is not asked. */
export function connectionProblems(
  { source: { connection } }: Pick<ChangePipelineProps, 'source'>,
  { account, region }: { readonly account: string; readonly region: string },
): string[] {
  const [, , , where, owner] = connection?.connectionArn.split(':') ?? [];
  if (where === undefined || owner === undefined || Token.isUnresolved(account) || Token.isUnresolved(region))
    return [];
  return unless(
    where === region && owner === account,
    `source.connectionArn is of account ${owner}, ${where}; expected one of account ${account}, ${region}, where the pipeline is`,
  );
}

/** Patterns that a trigger takes (CodePipeline API reference, GitFilePathFilterCriteria). */
const PATHS = { most: 8, longest: 255 };

function pathProblems({ source, sourcePaths }: ChangePipelineProps): string[] {
  if (!sourcePaths) return [];
  const wrong = sourcePaths.filter((path) => path === '' || path.length > PATHS.longest);
  return [
    ...unless(
      source.connection !== undefined,
      'sourcePaths goes with a connection: other sources start at every change',
    ),
    ...unless(
      sourcePaths.length > 0 && sourcePaths.length <= PATHS.most,
      `sourcePaths has ${sourcePaths.length} patterns, expected 1 to ${PATHS.most}`,
    ),
    ...unless(
      !/[*?[\]{}!]/.test(source.connection?.branch ?? ''),
      `source.branch is ${JSON.stringify(source.connection?.branch)}: with sourcePaths it is a pattern, expected the name of one branch`,
    ),
    ...wrong.map((path) => `sourcePaths has ${JSON.stringify(path)}, expected 1 to ${PATHS.longest} characters`),
  ];
}

/** Names that CodeBuild, the credentials or the platform set themselves. */
const TAKEN = /^(CODEBUILD_|AWS_|GUARDED_)/i;

function buildProblems({ buildEnvironment = {} }: ChangePipelineProps): string[] {
  return Object.keys(buildEnvironment)
    .filter((name) => !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name) || TAKEN.test(name))
    .map(
      (name) =>
        `buildEnvironment has ${JSON.stringify(name)}, expected letters, digits and _, not CODEBUILD_, AWS_ or GUARDED_`,
    );
}

/** Who shares change control has none of its own, nor what such a one alone could do. */
function sharedProblems(props: ChangePipelineProps): string[] {
  const { application, sharedChangeControl: shared } = props;
  if (shared === undefined) return [];
  const { changeControl, recordRetention, recordReader, notificationsTopic, chat } = props;
  const own = Object.entries({ changeControl, recordRetention, recordReader, notificationsTopic, chat });
  return [
    ...unless(/^[a-z][a-z0-9-]{0,19}$/.test(shared), `sharedChangeControl is '${shared}', expected its name: control`),
    ...unless(shared !== application, `sharedChangeControl is ${shared}, as the application itself`),
    ...own
      .filter(([, value]) => value !== undefined)
      .map(
        ([key]) => `${key} is given, but the change control is shared: give it to SharedChangeControl, or leave it out`,
      ),
  ];
}

/** What is wrong with what an image scan must not find. */
function imageProblems({ images = false, imageScan }: ChangePipelineProps): string[] {
  if (!imageScan) return [];
  const { block = 'CRITICAL', accept = [] } = imageScan;
  return [
    ...unless(images, 'imageScan goes with images: nothing is scanned where none is built'),
    ...unless(
      (SEVERITIES as readonly string[]).includes(block),
      `imageScan.block is ${JSON.stringify(block)}, expected one of ${SEVERITIES.join(', ')}`,
    ),
    ...unless(accept.length <= 200, `imageScan.accept has ${accept.length} findings, expected at most 200`),
    ...accept
      .filter(({ finding, reason }) => !finding || finding.length > 300 || !reason?.trim() || reason.length > 1000)
      .map(({ finding }) => `imageScan.accept: ${JSON.stringify(finding)} has no name or no reason that fits`),
  ];
}
