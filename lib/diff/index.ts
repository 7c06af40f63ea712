/** Who can newly do what: two worlds compared by the requests they allow. */
export { assetDigests } from './assets';
export type { AssetDigests } from './assets';
export { diffWorlds } from './diff';
export type { AccountDifference, Change, Difference, Relation } from './diff';
export type { ControlChange, ControlGroup, Judgement } from './control/fact';
export type { Example, Gained } from './rights';
export type { Reached, ReachDifference } from './reach';
export { tellDifference } from './tell';
export { impactOf } from './impact/impact';
export type { AccountImpact, Impact, Stopped } from './impact/impact';
export type { Part } from './impact/part';
export { tellImpact } from './impact/tell';
export { isWeaker } from './weaker';
