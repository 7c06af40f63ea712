export { ownArchive } from './own-archive';
export type { OwnArchive } from './own-archive';
export { PACKAGE_NAME, toolArchive } from './tool';
export type { ToolArchive } from './tool';
