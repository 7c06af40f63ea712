export { APPROVERS, DAYS, KINDS, PERSONAS } from './fields';
export { partitionOf } from '../contract/partitions';
export { platformJsonSchema } from './json-schema';
export { namedObjectives } from './objectives';
export { orderOf } from './order';
export { parsePlatform, readPlatform } from './parse';
export type { PlatformFile } from './parse';
export type { PlatformConfig } from './schema';
export { suggest } from './suggest';
