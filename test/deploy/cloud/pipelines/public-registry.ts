import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What this checkout has of the one package that builds fetch from the public registry. */
interface Published {
  readonly version: string;
  readonly integrity: string;
}

const NAME = 'aws-cdk';

/** Commands of an install phase, as the public registry answers them. */
export interface Asked {
  /** What asks nobody, and runs. */
  readonly left: readonly string[];
  /** What npm or the shell says where it ends the build. */
  readonly refused?: string;
}

/**
 * The public registry: it has the very command line of this checkout, linked already where builds look for it, and no other
 * package. What comes from it is installed only where its digest was looked at before.
 */
export function askRegistry(commands: readonly string[], root: string): Asked {
  const published = publishedIn(root);
  let checked = false;
  const left: string[] = [];
  for (const command of commands) {
    if (command.startsWith('npm pack ')) {
      if (command.split(' ')[2] !== `${NAME}@${published.version}`) return { left, refused: notFound(command) };
    } else if (command.startsWith('test "sha512-')) {
      if (!command.endsWith(`= "${published.integrity}"`)) return { left, refused: `${command}: exit status 1` };
      checked = true;
    } else if (/^npm (install|i|ci)\b/.test(command)) {
      const archive = command.split(' ').at(-1)!;
      if (!checked || !archive.endsWith(`/${NAME}-${published.version}.tgz`))
        return { left, refused: notFound(command) };
    } else left.push(command);
  }
  return { left };
}

function publishedIn(root: string): Published {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, Published>>;
  };
  return packages[`node_modules/${NAME}`]!;
}

function notFound(command: string): string {
  const name = command.split(' ').findLast((word) => /@\d|^[a-z][\w-]*$/.test(word)) ?? '';
  const path = encodeURIComponent(name.replace(/@\d.*$/, ''));
  return `npm error code E404\nnpm error 404 Not Found - GET https://registry.npmjs.org/${path} - Not found`;
}
