/** Reads cloud assemblies into worlds. */
export { describeAssembly, readAssembly } from './read';
export { PLUGIN_NAME, acknowledgement } from './acknowledgements';
