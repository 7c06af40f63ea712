export { readReports, readStacks } from './assembly';
export type { PluginReport, StackView } from './assembly';
export type { Summary } from './model';
export { PLAIN, renderSummary } from './render';
export type { Style } from './render';
export { summarize } from './summarize';
