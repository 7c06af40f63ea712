export { PACKAGE_NAME, toolArchive } from './tool';
export type { ToolArchive } from './tool';
