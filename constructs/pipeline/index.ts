export * from './change-pipeline';
export * from './change-pipeline-props';
export * from './pipeline-source';
