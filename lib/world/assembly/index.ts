/** Reads cloud assemblies into worlds. */
export { readAssembly } from './read';
export { PLUGIN_NAME, acknowledgement } from './acknowledgements';
