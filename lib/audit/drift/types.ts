export type { Condition, PatternElement, Statement } from '../../iam';
export type { PolicySource } from '../../world/model';
