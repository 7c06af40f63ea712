import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { InputError } from '../../lib/errors';

/** Options of `guarded export`. */
interface ExportOptions {
  readonly platform: string;
  readonly out: string;
}

async function exportPolicies({ platform, out }: ExportOptions): Promise<void> {
  const [{ readPlatform }, { platformProps }, { EXPORT_INDEX, guardrailFiles }] = await Promise.all([
    import('../../lib/config/index.js'),
    import('../app/platform-props.js'),
    import('../../constructs/platform/guardrail-files.js'),
  ]);
  const files = guardrailFiles(platformProps(readPlatform(platform)));
  for (const name of staleIn(out, EXPORT_INDEX).filter((each) => !Object.hasOwn(files, each))) {
    rmSync(join(out, name));
    process.stderr.write(`${join(out, name)}: taken away; it is no guardrail of this platform any more\n`);
  }
  for (const [name, document] of Object.entries(files)) {
    const file = join(out, name);
    write(out, file, `${JSON.stringify(document, undefined, 2)}\n`);
    process.stdout.write(`${file}\n`);
  }
}

/** Control policies that an earlier export wrote, by its index; nothing else in the folder is ours to take. */
function staleIn(folder: string, index: string): string[] {
  const file = join(folder, index);
  if (!existsSync(file)) return [];
  try {
    const listed = Object.keys(JSON.parse(readFileSync(file, 'utf8')) as object);
    return listed.filter((name) => /^[sr]cp-[\w-]+\.json$/.test(name) && existsSync(join(folder, name)));
  } catch {
    throw InputError.at(file, undefined, 'is no index of an export; name another folder with --out');
  }
}

function write(folder: string, file: string, text: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, text);
  } catch (error) {
    throw InputError.at('arguments', '--out', `${(error as Error).message}; name a folder that can be written to`);
  }
}

/** `guarded export`: the guardrails for those who run Control Tower, Landing Zone Accelerator or Terraform. */
export function register(program: Command): void {
  program
    .command('export')
    .description('Write every guardrail policy as a plain JSON file.')
    .requiredOption('--out <directory>', 'where the files go; made where it is not there')
    .option('--platform <file>', 'the description of the platform', 'platform.yaml')
    .action(exportPolicies);
}
