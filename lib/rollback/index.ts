export * from './burn-rate';
export * from './firing';
export * from './metadata';
export * from './objectives';
export * from './shift';
export * from './sums';
