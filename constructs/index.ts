export * from './access';
export * from './environment';
export * from './evidence';
export * from './rollback';
export * from './guardrail';
export * from './change';
export * from './pipeline';
export * from './platform';
