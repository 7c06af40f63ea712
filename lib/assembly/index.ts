export { filesOf } from './files';
export { assemblyProblems, assetFiles, findAssemblyProblems } from './problems';
export type { AssemblyProblem } from './problems';
export { alarmNameProblems, inOrder, stacksOf } from './stacks';
export type { AssemblyStack } from './stacks';
