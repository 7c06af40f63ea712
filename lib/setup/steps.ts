import { POLICIES_A_TARGET } from '../guardrail/limits';
import { STACK_SETS_SERVICE } from '../contract/stack-sets';
import type { SetupFacts, SetupPlatform } from './facts';
import {
  type Answer,
  comingPipelines,
  deployed,
  evidence,
  isClosed,
  missingPipelines,
  pathsOf,
  prepares,
  releasesItself,
  stacksByHand,
} from './stacks';

/** One step by hand on the way to a first guarded prod: the same steps, in the same order, as the README has. */
export interface Step {
  readonly id: string;
  readonly title: string;
  /** Account whose administrator runs it. */
  readonly credentials: string;
  /** What a person types, one command a line. */
  readonly commands: readonly string[];
  readonly look: (facts: SetupFacts) => Answer;
}

/** Deploys without synthesizing anew, with the management account's credentials in every account. */
const DEPLOY = 'npx cdk deploy --app cdk.out --plugin cdk-guarded-environments/credentials';

/** Quota of builds on Linux/Medium that may run at once, on demand. */
export const BUILD_QUOTA = 'L-2DC20C30';

/** Builds that a pipeline runs at once at most: its deploy actions of one wave, and one of another pipeline beside it. */
const LEAST_BUILDS = 5;

/** The steps for one platform. */
export function stepsOf(platform: SetupPlatform): readonly Step[] {
  return [
    policyTypes(platform),
    trustedAccess(platform),
    connections(platform),
    quota(platform),
    file(platform),
    ...deployments(platform),
    signals(platform),
    ...(platform.staying ? [] : [units(platform)]),
    fence(platform),
    snapshot(platform),
  ];
}

/** @param how The command that brings one of them, where there is one for each. */
function all(
  what: readonly string[],
  found: readonly string[] | undefined,
  missing: string,
  how?: (one: string) => string,
): Answer {
  if (found === undefined) return undefined;
  const lacking = what.filter((one) => !found.includes(one));
  if (lacking.length === 0) return { done: true, why: 'all there' };
  return { done: false, why: `${missing}: ${lacking.join(', ')}`, ...(how && { left: lacking.map(how) }) };
}

function policyTypes({ root }: SetupPlatform): Step {
  const types = ['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY'];
  const on = (type: string) => `aws organizations enable-policy-type --root-id ${root} --policy-type ${type}`;
  return {
    id: 'policy-types',
    title: 'Switch on service and resource control policies',
    credentials: 'management',
    commands: types.map(on),
    look: ({ policyTypes: found }) => all(types, found, 'off', on),
  };
}

function trustedAccess({ accounts, region }: SetupPlatform): Step {
  const bySets = accounts.some(isBySets);
  const services = ['cloudtrail.amazonaws.com', 'sso.amazonaws.com', ...(bySets ? [STACK_SETS_SERVICE] : [])];
  return {
    id: 'trusted-access',
    title: `Switch on trusted access for CloudTrail${bySets ? ' and stack sets' : ''}; Identity Center switches on its own`,
    credentials: 'management',
    commands: [
      'aws organizations enable-aws-service-access --service-principal cloudtrail.amazonaws.com',
      ...(bySets ? [`aws cloudformation activate-organizations-access --region ${region}`] : []),
    ],
    look: ({ trustedServices: found, identityCenterHere }) =>
      identityCenterHere === false
        ? { done: false, why: 'Identity Center does not answer in the home region: organization.region is another one' }
        : all(services, found, 'no trusted access'),
  };
}

/** Who has a place in tooling; each of them where there are several. */
const inTooling = ({ toolings }: SetupPlatform): string => (toolings.length > 1 ? 'each tooling account' : 'tooling');

/** A command for each tooling account; where there are several it says in which. */
const toEach = ({ toolings }: SetupPlatform, command: string): string[] =>
  toolings.length > 1 ? toolings.map(({ id }) => `${command} # in ${id}`) : [command];

function connections(platform: SetupPlatform): Step {
  const { region } = platform;
  const arns = platform.toolings.flatMap((tooling) => tooling.connections);
  return {
    id: 'connections',
    title: 'Make a connection to your repositories, finish it in the console, and name its ARN in platform.yaml',
    credentials: inTooling(platform),
    commands: toEach(
      platform,
      `aws codeconnections create-connection --region ${region} --provider-type GitHub --connection-name guarded`,
    ),
    look: ({ connections: found }) => {
      if (found === undefined) return undefined;
      const waiting = arns.filter((arn) => found[arn] !== 'AVAILABLE');
      if (waiting.length === 0) return { done: true, why: 'available' };
      const states = waiting.map((arn) => `${arn} is ${found[arn] ?? 'not there'}`).join('; ');
      const made = waiting.some((arn) => found[arn] === 'PENDING');
      // One that was made is finished in the console: making another one would not help.
      if (made) return { done: false, why: `${states}: finish it in tooling's console`, left: [] };
      return { done: false, why: `${states}: name the ARN of the one that was made in platform.yaml` };
    },
  };
}

/** A fresh account may run no build at all, and behind the fence nobody can ask for more. */
function quota(platform: SetupPlatform): Step {
  const { region, toolings } = platform;
  return {
    id: 'build-quota',
    title: 'Ask for builds that may run at once in tooling; a fresh account may have none',
    credentials: inTooling(platform),
    commands: toEach(
      platform,
      `aws service-quotas request-service-quota-increase --region ${region} --service-code codebuild --quota-code ${BUILD_QUOTA} --desired-value 20`,
    ),
    look: ({ concurrentBuilds: found }) => {
      const least = found && Math.min(...toolings.map(({ id }) => found[id] ?? 0));
      return least === undefined
        ? undefined
        : { done: least >= LEAST_BUILDS, why: `${least} may run at once, ${LEAST_BUILDS} are needed` };
    },
  };
}

function file(platform: SetupPlatform): Step {
  return {
    id: 'platform-file',
    title: 'Write your ids, groups, approvers and windows into platform.yaml and synthesize',
    credentials: 'none',
    commands: ['npx cdk synth --quiet'],
    look: (facts) => {
      // Nobody deploys from the assembly any more: what comes later goes through the platform's pipeline.
      if (deployed(stacksByHand(platform), facts)?.done && missingPipelines(platform, facts).length === 0)
        return { done: true, why: 'what it makes is deployed' };
      if (facts.assembly === undefined) return undefined;
      const { problem } = facts.assembly;
      return problem === undefined ? { done: true, why: 'cdk.out is made of it' } : { done: false, why: problem };
    },
  };
}

function deployments(platform: SetupPlatform): Step[] {
  const { management } = platform;
  const credentials = `management (${management})`;
  return [
    {
      ...{ id: 'accounts', title: 'Prepare every account while it is still outside of its unit', credentials },
      commands: preparing(platform),
      look: (facts) => prepared(platform, facts),
    },
    {
      ...{ id: 'evidence', title: 'Make the store of the evidence, then the pipelines', credentials },
      commands: [[DEPLOY, 'platform/audit', ...platform.toolings.flatMap(pathsOf)].join(' ')],
      look: (facts) => deployed(evidence(platform, comingPipelines(platform, facts)), facts),
    },
  ];
}

/** Deploys with the credentials of management alone. */
const SETS = "npx cdk deploy --app cdk.out 'platform/accounts-*'";

const isBySets = ({ inStackSets }: SetupPlatform['accounts'][number]): boolean => inStackSets !== undefined;

/** What stack sets bring, and what people do where they bring nothing. */
function preparing({ accounts }: SetupPlatform): string[] {
  const byHand = `${DEPLOY} 'platform/baseline-*' 'platform/bootstrap-*' 'platform/monitor-*'`;
  return [...(accounts.some(isBySets) ? [SETS] : []), ...(accounts.every(isBySets) ? [] : [byHand])];
}

/** Behind the fence nobody but who maintains accounts may touch their stacks, so those that are missing are named alone. */
function prepared(platform: SetupPlatform, facts: SetupFacts): Answer {
  const answer = deployed(platform.accounts.flatMap(prepares), facts);
  if (answer === undefined || answer.done || !isClosed(platform, facts) || platform.maintained) return answer;
  const lacking = platform.accounts.filter((account) => deployed(prepares(account), facts)?.done === false);
  const names = Object.entries(facts.assembly?.stacks ?? {})
    .filter(([place]) => lacking.some(({ id }) => place.startsWith(`${id} `)) && !facts.stacks?.includes(place))
    .map(([, name]) => name)
    .filter((name) => /^platform\/(baseline|bootstrap|monitor)-/.test(name));
  const bySets = lacking.some(isBySets) ? [SETS] : [];
  return { ...answer, left: [...bySets, ...(names.length > 0 ? [`${DEPLOY} ${names.join(' ')}`] : [])] };
}

function signals({ prod }: SetupPlatform): Step {
  const places = prod.flatMap(({ id, regions }) => regions.map((region) => `${id} ${region}`));
  const start = (place: string): string => {
    const [id, region] = place.split(' ');
    return `aws application-signals start-discovery --region ${region} # in ${id}`;
  };
  return {
    id: 'application-signals',
    title: 'Switch on Application Signals in each region of each prod account',
    credentials: 'each prod account',
    commands: places.map(start),
    look: ({ discovered: found }) => all(places, found, 'off in', start),
  };
}

/** Accounts of an organization that exists may be anywhere in it, some in their unit already. */
function units({ accounts, root }: SetupPlatform): Step {
  const move = ({ id, unit }: SetupPlatform['accounts'][number], from = root) =>
    `aws organizations move-account --account-id ${id} --source-parent-id ${from} --destination-parent-id ${unit}`;
  return {
    id: 'units',
    title: 'Move the accounts into their units',
    credentials: 'management',
    commands: accounts.map((account) => move(account)),
    look: ({ unitOf: found }) => {
      if (found === undefined) return undefined;
      const astray = accounts.filter(({ id, unit }) => found[id] !== unit);
      if (astray.length === 0) return { done: true, why: 'every account is in its unit' };
      const why = `elsewhere: ${astray.map(({ name, id }) => `${name} (${id})`).join(', ')}`;
      return { done: false, why, left: astray.map((account) => move(account, found[account.id])) };
    },
  };
}

/** Places of a unit that the policies here need at most. */
const OWN_POLICIES = 6;
const PLACES = POLICIES_A_TARGET.SERVICE_CONTROL_POLICY.allowed;

function fence({ management, region }: SetupPlatform): Step {
  return {
    id: 'fence',
    title: 'Close the fence: guardrails, permission sets, the trail',
    credentials: 'management',
    commands: ['npx cdk deploy --app cdk.out platform/organization'],
    look: (facts) => {
      const crowded = Object.entries(facts.foreignPolicies ?? {}).filter(([, count]) => count + OWN_POLICIES > PLACES);
      if (crowded.length > 0) {
        const which = crowded.map(([unit, count]) => `${unit} has ${count}`).join(', ');
        return {
          done: false,
          why: `too many control policies of others: ${which}; ${PLACES - OWN_POLICIES} leave room`,
        };
      }
      const answer = deployed([`${management} ${region} guarded-organization`], facts);
      return answer?.done && isOther(facts) ? { done: false, why: 'it stands, but cdk.out has another one' } : answer;
    },
  };
}

/** Whether what stands is another organization's stack than cdk.out has, which is of use while it is as new as platform.yaml. */
function isOther({ assembly, organization }: SetupFacts): boolean {
  if (assembly?.organization === undefined || assembly.problem !== undefined) return false;
  return organization !== undefined && organization !== assembly.organization;
}

function snapshot(platform: SetupPlatform): Step {
  return {
    id: 'snapshot',
    title: 'Collect what is deployed, name the file under snapshot in platform.yaml, and push',
    credentials: 'management',
    commands: ['npx guarded snapshot --out platform.snapshot.json', 'git push'],
    look: (facts) => collected(platform, facts),
  };
}

function collected(platform: SetupPlatform, facts: SetupFacts): Answer {
  const { snapshotFile: found, unpushed } = facts;
  const { snapshot: named } = platform;
  // It is nobody's turn yet where nobody could look whether anything is deployed.
  if (named === undefined) return facts.stacks && { done: false, why: 'platform.yaml names none' };
  if (found === undefined) return undefined;
  if (found.problem !== undefined) return { done: false, why: found.problem };
  if (!found.describes) return { done: false, why: `${named} describes no account` };
  const coming = comingPipelines(platform, facts);
  if (coming.length > 0) return { done: false, ...untilTheyCome(coming, unpushed) };
  if (unpushed && releasesItself(platform)) return { done: false, why: unpushed, left: ['git push'] };
  return { done: true, why: `platform.yaml names ${named}` };
}

function untilTheyCome(coming: readonly string[], unpushed: string | undefined) {
  const none = `no pipeline yet: ${coming.join(', ')}`;
  return unpushed === ''
    ? {
        why: `${none}; the release of the platform that was pushed brings it`,
        left: ['npx guarded change list --application platform'],
      }
    : {
        why: `${none}; the release of the platform that you push brings it; its own first change goes out after the next run of the continuous proof`,
        left: ['git push'],
      };
}
