export * from './change-control';
export * from './change-control-props';
