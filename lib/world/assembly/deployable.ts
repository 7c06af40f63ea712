import { partitionOf } from '../../contract/partitions';
import type { Account } from '../model';
import { matchesPattern } from '../patterns';
import { BY_COMMIT } from './committed';
import type { StackArtifact } from './manifest';
import type { Unknowns } from './report';
import { fillIn } from './resources';
import type { Stack } from './stacks';

/** A property that no command line reads is believed by nobody, and whoever put it there meant something by it. */
export function strangeIn(artifact: StackArtifact, unknowns: Unknowns): void {
  const { strangeProperties, constructPath, account, deployRole, executionRole } = artifact;
  for (const name of strangeProperties)
    unknowns.add(`what the property ${name} of a stack in the manifest means is not known`, constructPath, undefined, {
      ...BY_COMMIT,
      change: `${constructPath}, ${name}`,
    });
  for (const role of [deployRole, executionRole]) {
    const owner = role && /:iam::(\d{12}):/.exec(role)?.[1];
    if (owner && owner !== account)
      unknowns.add(
        `the stack of account ${account} would be deployed by ${role}, a role of another account`,
        constructPath,
        undefined,
        { ...BY_COMMIT, change: constructPath },
      );
  }
}

/**
 * A stack of a stage is deployed by a role that something describes: what another one may, and who comes to it, shows
 * nowhere.
 */
export function checkDeployRoles(accounts: readonly Account[], stacks: readonly Stack[], unknowns: Unknowns): void {
  const roles = accounts.flatMap(({ principals }) => principals.map(({ arn }) => arn));
  for (const { artifact } of stacks) {
    const { account, region, deployRole, constructPath } = artifact;
    if (artifact.stage === '' || deployRole === undefined) continue;
    const arn = fillIn(deployRole, partitionOf(region), account, region);
    if (roles.some((role) => matchesPattern(role, arn))) continue;
    unknowns.add(`would be deployed by ${arn}, a role that nothing describes`, constructPath, undefined, {
      ...BY_COMMIT,
      change: `${constructPath}, assumeRoleArn`,
    });
  }
}

/**
 * Stacks of one name in one region of a guarded account are one stack: whichever is deployed last takes what the other makes
 * away.
 */
export function checkStackNames(accounts: readonly Account[], stacks: readonly Stack[], unknowns: Unknowns): void {
  const guarded = new Set(accounts.filter(({ environment }) => GUARDED.has(environment)).map(({ id }) => id));
  const first = new Map<string, string>();
  for (const { artifact } of stacks.filter((one) => guarded.has(one.artifact.account))) {
    const { account, region, stackName, constructPath } = artifact;
    const key = `${account} ${region} ${stackName}`;
    const other = first.get(key);
    if (other === undefined) first.set(key, constructPath);
    else
      unknowns.add(
        `is deployed to ${account} ${region} as ${stackName}, and so is ${other}: the one replaces what the other makes`,
        constructPath,
        undefined,
        { ...BY_COMMIT, change: `${constructPath}, stackName` },
      );
  }
}

const GUARDED: ReadonlySet<string> = new Set(['prod', 'tooling', 'audit', 'management']);
