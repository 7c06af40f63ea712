/** Every handler of change control, by the name of its entry point: what stands in the archive of their functions. */
export { handler as gate } from './gate';
export { handler as waitForWindow } from './wait-for-window';
export { handler as admit } from './admit';
export { handler as bake } from './bake';
export { handler as unwind } from './unwind';
export { handler as record } from './record';
export { handler as notify } from './notify';
export { handler as metrics } from './metrics';
export { handler as freeze } from './freeze';
