export * from './policy';
export * from './draft';
export * from './state-machines';
export * from './wiring';
