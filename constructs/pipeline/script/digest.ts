// The digest is computed alike wherever an assembly is read: one home.
export { digestOf } from '../../../lib/assembly/digest';
export { filesOf } from '../../../lib/assembly/files';
