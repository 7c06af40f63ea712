export { type ChangePolicy, type ChangePolicyInput, policySchema } from './policy';
export { type Draft, draftKey, draftSchema } from './draft';
export * from './state-machines';
export {
  BUCKET_PREFIXES,
  ENV,
  EVENT_SOURCE,
  HANDLERS,
  METRIC_NAMESPACE,
  pipelineName,
  STAGES,
  VARIABLES,
} from './wiring';
