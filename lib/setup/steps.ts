import { POLICIES_A_TARGET } from '../guardrail/limits';
import type { SetupFacts, SetupPlatform } from './facts';

/** Whether a step is done; undefined where nobody could look. */
export type Answer = { readonly done: boolean; readonly why: string } | undefined;

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

function all(what: readonly string[], found: readonly string[] | undefined, missing: string): Answer {
  if (found === undefined) return undefined;
  const lacking = what.filter((one) => !found.includes(one));
  return { done: lacking.length === 0, why: lacking.length === 0 ? 'all there' : `${missing}: ${lacking.join(', ')}` };
}

function policyTypes({ root }: SetupPlatform): Step {
  const types = ['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY'];
  return {
    id: 'policy-types',
    title: 'Switch on service and resource control policies',
    credentials: 'management',
    commands: types.map((type) => `aws organizations enable-policy-type --root-id ${root} --policy-type ${type}`),
    look: ({ policyTypes: found }) => all(types, found, 'off'),
  };
}

function trustedAccess(_: SetupPlatform): Step {
  const services = ['cloudtrail.amazonaws.com', 'sso.amazonaws.com'];
  return {
    id: 'trusted-access',
    title: 'Switch on trusted access for CloudTrail; Identity Center switches on its own',
    credentials: 'management',
    commands: ['aws organizations enable-aws-service-access --service-principal cloudtrail.amazonaws.com'],
    look: ({ trustedServices: found, identityCenterHere }) =>
      identityCenterHere === false
        ? { done: false, why: 'Identity Center does not answer in the home region: organization.region is another one' }
        : all(services, found, 'no trusted access'),
  };
}

function connections({ connections: arns, region }: SetupPlatform): Step {
  return {
    id: 'connections',
    title: 'Make a connection to your repositories, finish it in the console, and name its ARN in platform.yaml',
    credentials: 'tooling',
    commands: [
      `aws codeconnections create-connection --region ${region} --provider-type GitHub --connection-name guarded`,
    ],
    look: ({ connections: found }) => {
      if (found === undefined) return undefined;
      const waiting = arns.filter((arn) => found[arn] !== 'AVAILABLE');
      if (waiting.length === 0) return { done: true, why: 'available' };
      return { done: false, why: waiting.map((arn) => `${arn} is ${found[arn] ?? 'not there'}`).join('; ') };
    },
  };
}

/** A fresh account may run no build at all, and behind the fence nobody can ask for more. */
function quota({ region }: SetupPlatform): Step {
  return {
    id: 'build-quota',
    title: 'Ask for builds that may run at once in tooling; a fresh account may have none',
    credentials: 'tooling',
    commands: [
      `aws service-quotas request-service-quota-increase --region ${region} --service-code codebuild --quota-code ${BUILD_QUOTA} --desired-value 20`,
    ],
    look: ({ concurrentBuilds: found }) =>
      found === undefined
        ? undefined
        : { done: found >= LEAST_BUILDS, why: `${found} may run at once, ${LEAST_BUILDS} are needed` },
  };
}

function file(_: SetupPlatform): Step {
  return {
    id: 'platform-file',
    title: 'Write your ids, groups, approvers and windows into platform.yaml and synthesize',
    credentials: 'none',
    commands: ['npx cdk synth --quiet'],
    look: () => ({ done: true, why: 'platform.yaml holds' }),
  };
}

function deployments(platform: SetupPlatform): Step[] {
  const { accounts, region, tooling, audit, management, chat } = platform;
  const beside = [...platform.pipelines.map((name) => `pipeline-${name}`), ...(chat ? ['chat'] : [])];
  return [
    deployment(platform, {
      id: 'accounts',
      title: 'Prepare every account while it is still outside of its unit',
      globs: "'platform/baseline-*' 'platform/bootstrap-*' 'platform/monitor-*'",
      stacks: accounts.flatMap(({ id, regions }) => [
        `${id} ${regions[0]} guarded-baseline`,
        ...regions.map((each) => `${id} ${each} guarded-bootstrap`),
      ]),
    }),
    deployment(platform, {
      id: 'evidence',
      title: 'Make the store of the evidence, then the pipelines',
      globs: `platform/audit 'platform/pipeline-*'${chat ? ' platform/chat' : ''}`,
      stacks: [`${audit} ${region} guarded-audit`, ...beside.map((name) => `${tooling} ${region} guarded-${name}`)],
    }),
  ].map((step) => ({ ...step, credentials: `management (${management})` }));
}

interface Deployment {
  readonly id: string;
  readonly title: string;
  readonly globs: string;
  readonly stacks: readonly string[];
}

function deployment(_: SetupPlatform, { id, title, globs, stacks }: Deployment): Step {
  return {
    id,
    title,
    credentials: 'management',
    commands: [`${DEPLOY} ${globs}`],
    look: (facts) => deployed(stacks, facts),
  };
}

function deployed(stacks: readonly string[], { stacks: found, lookedInto = [] }: SetupFacts): Answer {
  if (found === undefined) return undefined;
  const missing = stacks.filter((stack) => !found.includes(stack));
  if (missing.length === 0) return { done: true, why: 'all stacks stand' };
  const seen = missing.filter((stack) => lookedInto.includes(stack.split(' ')[0]!));
  return seen.length > 0 ? { done: false, why: `not there: ${seen.join(', ')}` } : undefined;
}

function signals({ prod }: SetupPlatform): Step {
  const places = prod.flatMap(({ id, regions }) => regions.map((region) => ({ id, region })));
  return {
    id: 'application-signals',
    title: 'Switch on Application Signals in each region of each prod account',
    credentials: 'each prod account',
    commands: places.map(({ id, region }) => `aws application-signals start-discovery --region ${region} # in ${id}`),
    look: ({ discovered: found }) =>
      all(
        places.map(({ id, region }) => `${id} ${region}`),
        found,
        'off in',
      ),
  };
}

function units({ accounts, root }: SetupPlatform): Step {
  const move = ({ id, unit }: SetupPlatform['accounts'][number]) =>
    `aws organizations move-account --account-id ${id} --source-parent-id ${root} --destination-parent-id ${unit}`;
  return {
    id: 'units',
    title: 'Move the accounts into their units',
    credentials: 'management',
    commands: accounts.map(move),
    look: ({ unitOf: found }) => {
      if (found === undefined) return undefined;
      const astray = accounts.filter(({ id, unit }) => found[id] !== unit);
      if (astray.length === 0) return { done: true, why: 'every account is in its unit' };
      return { done: false, why: `elsewhere: ${astray.map(({ name, id }) => `${name} (${id})`).join(', ')}` };
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
      return deployed([`${management} ${region} guarded-organization`], facts);
    },
  };
}

function snapshot({ snapshot: named }: SetupPlatform): Step {
  return {
    id: 'snapshot',
    title: 'Collect what is deployed, name the file under snapshot in platform.yaml, and push',
    credentials: 'management',
    commands: ['npx guarded snapshot --out platform.snapshot.json', 'git push'],
    look: ({ snapshotFile: found }) => {
      if (named === undefined) return { done: false, why: 'platform.yaml names none' };
      if (found === undefined) return undefined;
      if (found.problem !== undefined) return { done: false, why: found.problem };
      if (!found.describes) return { done: false, why: `${named} describes no account` };
      return { done: true, why: `platform.yaml names ${named}` };
    },
  };
}
