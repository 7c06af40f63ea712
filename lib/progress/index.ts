export { showProgress } from './line';
export type { ProgressProps, ProgressStream } from './line';
export { answering, onWorking, reached, working } from './working';
export type { Stage } from './working';
