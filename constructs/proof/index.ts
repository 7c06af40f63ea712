export * from './proof-plugin';
