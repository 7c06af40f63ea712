// The stage asks the same questions when it is synthesized: one home for both.
export { assemblyProblems, inOrder, stacksOf } from '../../../lib/assembly';
export type { AssemblyStack } from '../../../lib/assembly';
