export { ownArchive } from './own-archive';
export type { OwnArchive } from './own-archive';
export { PACKAGE_NAME } from '../contract/package-name';
export { toolArchive } from './tool';
export type { ToolArchive } from './tool';
export { ownPackage, readUpgrade } from './upgrade';
export type { NamedUpgrade, OwnPackage, Upgrade } from './upgrade';
export { compareVersions } from './version';
