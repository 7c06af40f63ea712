/** Every handler of self-service, by the name of its entry point: what stands in the archive of their functions. */
export { handler as api } from './api';
export { handler as life } from './life';
export { handler as remove } from './remove';
export { handler as sweep } from './sweep';
export { handler as preview } from './preview';
