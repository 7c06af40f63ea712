export * from './arns';
export * from './limits';
export * from './read-actions';
export * from './statements';
