import { InputError } from '../errors';
import type { Path } from './document';
import type { PlatformFile } from './parse';
import { suggest } from './suggest';

/**
 * A platform with one application alone and the organization around it; places still lead to the files.
 *
 * @throws InputError where no application has the name.
 */
export function onlyApplication(file: PlatformFile, name: string): PlatformFile {
  const { applications } = file.config;
  const index = applications.findIndex((each) => each.name === name);
  const names = applications.map((each) => each.name);
  if (index < 0)
    throw InputError.at(
      file.file,
      undefined,
      `there is no application ${JSON.stringify(name)}; ${suggest(name, names)}`,
    );
  const back = (path: Path) =>
    path[0] === 'applications' && path[1] === 0 ? [path[0], index, ...path.slice(2)] : path;
  return {
    ...file,
    incomplete: true,
    config: { ...file.config, applications: applications.slice(index, index + 1) },
    at: (path) => file.at(back(path)),
  };
}
