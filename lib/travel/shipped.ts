/** Folders and files of `dist` that the package is; the rest of what a build leaves there is for developing it. */
const SHIPPED: readonly string[] = ['bundle/', 'data/', 'runtime/', 'types/', 'THIRD-PARTY-LICENSES.txt'];

/** Whether a path below `dist` travels in the package; `files` of package.json says the same to npm. */
export function isShipped(path: string): boolean {
  return SHIPPED.some((each) => path.startsWith(each));
}
