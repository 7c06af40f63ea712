import type { PackName } from './packs';
import { DEFAULT_PACKS } from './packs';
import type { RuleClass } from './rules';
import { ruleClasses } from './rules';

/** What a finding does: it stops the synthesis, or it is told and the synthesis goes on. */
export const LEVELS = ['block', 'report'] as const;

/** One of them. */
export type Level = (typeof LEVELS)[number];

/** Whose construct a finding is about, and where that is deployed. */
export interface FindingPlace {
  /** `platform` is everything outside of a stage: what this package makes, and what nobody says the kind of. */
  readonly kind: 'platform' | 'prod' | 'elsewhere';
  /** Whether a library that its user cannot change built it. */
  readonly thirdParty: boolean;
}

const CLASSES = ruleClasses();

/** Levels that somebody chose for rules by their whole id, `AwsSolutions-S1`, in the stages of workloads. */
export type ChosenLevels = Readonly<Record<string, Level>>;

/**
 * What a finding of a pack does where it stands.
 *
 * The platform's own constructs keep every rule of the packs they were reviewed against. A workload is stopped by what the
 * reviewed table says, a third party's construct only by what may not be built anywhere: its user cannot mend the rest,
 * and the fence keeps its data all the same. A rule without a class stops it.
 */
export function levelOf(pack: PackName, finding: string, place: FindingPlace, chosen: ChosenLevels = {}): Level {
  const id = ruleOf(finding);
  if (place.kind === 'platform') return DEFAULT_PACKS.includes(pack) ? 'block' : 'report';
  const said = Object.hasOwn(chosen, id) ? chosen[id] : undefined;
  return said ?? classLevel(CLASSES.get(id.slice(pack.length + 1)), place);
}

function classLevel(rule: RuleClass | undefined, { kind, thirdParty }: FindingPlace): Level {
  if (rule === undefined || rule === 'everywhere') return 'block';
  return rule === 'prod' && kind === 'prod' && !thirdParty ? 'block' : 'report';
}

/** A finding's rule: what stands in brackets says which wildcard, port or log it is about. */
export function ruleOf(finding: string): string {
  return finding.replace(/\[.*$/s, '');
}

/** Ids among the chosen that are no rule of these packs, so that a misspelled one changes nothing in silence. */
export function unknownRules(chosen: ChosenLevels, packs: readonly PackName[]): string[] {
  const known = (id: string) =>
    packs.some((pack) => id.startsWith(`${pack}-`) && CLASSES.has(id.slice(pack.length + 1)));
  return Object.keys(chosen).filter((id) => !known(id));
}
