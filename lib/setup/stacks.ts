import { stackSetStackName } from '../contract/stack-sets';
import type { SetupFacts, SetupPlatform, SetupTooling } from './facts';

/** Whether a step is done, and what is left of its commands where not all is; undefined where nobody could look. */
export type Answer = { readonly done: boolean; readonly why: string; readonly left?: readonly string[] } | undefined;

/** Stacks of accounts and of the organization, which people deploy on any day. */
export function stacksByHand({ accounts, management, audit, region }: SetupPlatform): string[] {
  return [
    ...accounts.flatMap(prepares),
    `${audit} ${region} guarded-audit`,
    `${management} ${region} guarded-organization`,
  ];
}

/** What prepares an account. */
export function prepares({ id, regions, inStackSets }: SetupPlatform['accounts'][number]): string[] {
  if (inStackSets !== undefined) {
    const stack = (name: string): string => stackSetStackName(`guarded-${name}-${inStackSets}`);
    const bootstraps = regions.map((each) => `${id} ${each} ${stack('bootstrap')}-${each}`);
    return [`${id} ${regions[0]} ${stack('baseline')}`, ...bootstraps];
  }
  return [`${id} ${regions[0]} guarded-baseline`, ...regions.map((each) => `${id} ${each} guarded-bootstrap`)];
}

/** Whether the fence is closed: from then on machines alone write to guarded accounts. */
export function isClosed({ management, region }: SetupPlatform, { stacks = [] }: SetupFacts): boolean {
  return stacks.includes(`${management} ${region} guarded-organization`);
}

/** Pipelines that somebody looked for and that are not there. */
export function missingPipelines({ toolings, region }: SetupPlatform, facts: SetupFacts): string[] {
  const { stacks, lookedInto = [] } = facts;
  if (stacks === undefined) return [];
  return toolings
    .filter(({ id }) => lookedInto.includes(id))
    .flatMap(({ id, pipelines }) =>
      pipelines.filter((name) => !stacks.includes(`${id} ${region} guarded-pipeline-${name}`)),
    );
}

/** Pipelines that nobody makes by hand: behind the fence a release of the platform brings them. */
export function comingPipelines(platform: SetupPlatform, facts: SetupFacts): string[] {
  const missing = missingPipelines(platform, facts);
  const own = releasesItself(platform) && !missing.includes('platform');
  return own && isClosed(platform, facts) ? missing : [];
}

/** Whether the platform has a pipeline of its own. */
export function releasesItself({ toolings }: SetupPlatform): boolean {
  return toolings.some(({ pipelines }) => pipelines.includes('platform'));
}

/** The store of the evidence and what stands in tooling accounts, but for pipelines that come otherwise. */
export function evidence({ audit, region, toolings }: SetupPlatform, without: readonly string[]): string[] {
  const beside = toolings.flatMap(({ id, pipelines, chat }) => {
    const made = pipelines.filter((name) => !without.includes(name)).map((name) => `pipeline-${name}`);
    return [...made, ...(chat ? ['chat'] : [])].map((name) => `${id} ${region} guarded-${name}`);
  });
  return [`${audit} ${region} guarded-audit`, ...beside];
}

/**
 * Paths of the stacks of a tooling account: the platform's own beside all others, those of another one below its name.
 *
 * @param index Place among the tooling accounts, the platform's own first.
 */
export function pathsOf({ name, pipelines, chat }: SetupTooling, index: number): string[] {
  if (index > 0) return [`'platform/${name}/*'`];
  return [...(pipelines.length > 0 ? ["'platform/pipeline-*'"] : []), ...(chat ? ['platform/chat'] : [])];
}

/** Whether stacks stand, by `account region name`; undefined where nobody could look into the accounts of those that do not. */
export function deployed(stacks: readonly string[], { stacks: found, lookedInto = [] }: SetupFacts): Answer {
  if (found === undefined) return undefined;
  const missing = stacks.filter((stack) => !found.includes(stack));
  if (missing.length === 0) return { done: true, why: 'all stacks stand' };
  const seen = missing.filter((stack) => lookedInto.includes(stack.split(' ')[0]!));
  return seen.length > 0 ? { done: false, why: `not there: ${seen.join(', ')}` } : undefined;
}
