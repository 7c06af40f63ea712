export type { Ingress } from './ingress';
export { isClosed } from './ingress';
export type { ChosenLevels, FindingPlace, Level } from './levels';
export { LEVELS, levelOf, ruleOf, unknownRules } from './levels';
export type { PackName } from './packs';
export { DEFAULT_PACKS, PACKS, isPack } from './packs';
export type { RuleClass } from './rules';
export { ruleClasses } from './rules';
