import type { SetupFacts, SetupPlatform } from './facts';

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
export function prepares({ id, regions }: SetupPlatform['accounts'][number]): string[] {
  return [`${id} ${regions[0]} guarded-baseline`, ...regions.map((each) => `${id} ${each} guarded-bootstrap`)];
}

/** Whether the fence is closed: from then on machines alone write to guarded accounts. */
export function isClosed({ management, region }: SetupPlatform, { stacks = [] }: SetupFacts): boolean {
  return stacks.includes(`${management} ${region} guarded-organization`);
}

/** Pipelines that somebody looked for and that are not there. */
export function missingPipelines({ pipelines, tooling, region }: SetupPlatform, facts: SetupFacts): string[] {
  if (facts.stacks === undefined || !facts.lookedInto?.includes(tooling)) return [];
  return pipelines.filter((name) => !facts.stacks!.includes(`${tooling} ${region} guarded-pipeline-${name}`));
}

/** Pipelines that nobody makes by hand: behind the fence a release of the platform brings them. */
export function comingPipelines(platform: SetupPlatform, facts: SetupFacts): string[] {
  const missing = missingPipelines(platform, facts);
  const own = platform.pipelines.includes('platform') && !missing.includes('platform');
  return own && isClosed(platform, facts) ? missing : [];
}

/** The store of the evidence and what stands in tooling, but for pipelines that come otherwise. */
export function evidence(
  { audit, region, tooling, pipelines, chat }: SetupPlatform,
  without: readonly string[],
): string[] {
  const beside = [
    ...pipelines.filter((name) => !without.includes(name)).map((name) => `pipeline-${name}`),
    ...(chat ? ['chat'] : []),
  ];
  return [`${audit} ${region} guarded-audit`, ...beside.map((name) => `${tooling} ${region} guarded-${name}`)];
}

/** Whether stacks stand, by `account region name`; undefined where nobody could look into the accounts of those that do not. */
export function deployed(stacks: readonly string[], { stacks: found, lookedInto = [] }: SetupFacts): Answer {
  if (found === undefined) return undefined;
  const missing = stacks.filter((stack) => !found.includes(stack));
  if (missing.length === 0) return { done: true, why: 'all stacks stand' };
  const seen = missing.filter((stack) => lookedInto.includes(stack.split(' ')[0]!));
  return seen.length > 0 ? { done: false, why: `not there: ${seen.join(', ')}` } : undefined;
}
