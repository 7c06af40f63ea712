export * from './access';
export * from './environment';
export * from './evidence';
export * from './rollback';
export * from './guardrail';
