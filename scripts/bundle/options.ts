import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { BuildOptions, OnLoadArgs, Plugin } from 'esbuild';

/** Folder of the checkout. */
export const ROOT = join(__dirname, '..', '..');

/**
 * What all bundles have in common: the same sources give the same bytes on every machine, no absolute path, no time, no
 * order of the file system goes into one; names stay, so that a stack trace can be read.
 */
export const COMMON = {
  absWorkingDir: ROOT,
  bundle: true,
  platform: 'node',
  target: 'node20',
  minifySyntax: true,
  minifyWhitespace: true,
  keepNames: true,
  legalComments: 'none',
  charset: 'utf8',
  logLevel: 'warning',
  metafile: true,
} as const satisfies BuildOptions;

/** What users install beside the package, once for their own constructs and ours. */
export const PEERS: readonly string[] = ['aws-cdk-lib', 'aws-cdk-lib/*', 'constructs', 'cdk-nag'];

/** The parts of a package that are ES modules leave out what nobody uses; what is CommonJS comes whole. */
export const SHAKEN: readonly string[] = ['module', 'main'];

/** Messages in every language, of which each program speaks one: half a megabyte. */
export const ENGLISH_ALONE: Plugin = {
  name: 'english-alone',
  setup(build) {
    build.onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.(js|cjs)$/ }, ({ path }: OnLoadArgs) => ({
      contents: path.endsWith('.cjs')
        ? 'exports.en = require("./en.cjs").default;'
        : 'export { default as en } from "./en.js";',
    }));
  },
};

/** Installed package that an input of a bundle comes from: its folder, relative to the checkout. */
export function packageOf(input: string): string | undefined {
  const at = input.lastIndexOf('node_modules/');
  if (at < 0) return undefined;
  for (let folder = dirname(input); folder.length > at; folder = dirname(folder)) if (isNamed(folder)) return folder;
  throw new Error(`${input} belongs to no package.`);
}

/** Folders inside of a package may have a package.json that only says which kind of modules they hold. */
function isNamed(folder: string): boolean {
  const file = join(ROOT, folder, 'package.json');
  if (!existsSync(file)) return false;
  const { name, version } = JSON.parse(readFileSync(file, 'utf8')) as { name?: string; version?: string };
  return name !== undefined && version !== undefined;
}
