import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import type { Evidence, PackVerdict } from '../../lib/audit';
import { oneLine } from '../../lib/change/escape';
import { InputError } from '../../lib/errors';
import { packageVersion } from '../../lib/package-root';
import { EXIT } from '../failure';

interface VerifyOptions {
  readonly json?: boolean;
  readonly publicKey?: string;
}

async function verify(directory: string, { json, publicKey }: VerifyOptions): Promise<void> {
  const { readPack, verifyPack } = await import('../../lib/audit/index.js');
  const expected = publicKey === undefined ? {} : { publicKey: await readPublicKey(publicKey) };
  const verdict = verifyPack(directory, expected);
  const said = verdict.valid ? () => tellPack(readPack(directory)) : () => tellVersion(directory, readPack);
  const text = json ? JSON.stringify(verdict, undefined, 2) : `${tell(verdict, publicKey)}${said()}`;
  process.stdout.write(`${text}\n`);
  process.exitCode = verdict.valid ? EXIT.good : EXIT.stop;
}

async function readPublicKey(file: string): Promise<string> {
  const { createPublicKey } = await import('node:crypto');
  try {
    return createPublicKey(readFileSync(file)).export({ format: 'pem', type: 'spki' }).toString();
  } catch (error) {
    throw InputError.at(file, undefined, `holds no key (${(error as Error).message}); right is PEM`);
  }
}

function tell({ valid, problems, signedBy }: PackVerdict, publicKey: string | undefined): string {
  const whose = publicKey === undefined ? '; WHOSE KEY that is, only --public-key can tell' : '';
  const signed =
    signedBy.length > 0 ? `signed by ${signedBy.join(', ')}${whose}` : 'UNSIGNED: nobody says that it is theirs';
  return [
    valid ? `Everything in it holds (${signed}).` : `Not everything in it holds (${signed}):`,
    ...problems.map(({ file, claim, why }) => oneLine(`  ${file}: it is not so that ${claim}: ${why}`)),
  ].join('\n');
}

/** Another version works out otherwise what nobody changed, so its no is not the last word. */
function tellVersion(directory: string, read: (directory: string) => Evidence): string {
  try {
    const { version } = read(directory).generator;
    return version === packageVersion()
      ? ''
      : `\nThe pack was made by version ${oneLine(version)} of this package, and this is ${packageVersion()}: verify it with that one.`;
  } catch {
    return '';
  }
}

/** What was worked out anew, so that nobody takes a pack that holds for one that says what they hoped. */
function tellPack({ verdict, time, theorems, controls, changes, changesWithoutExecution }: Evidence): string {
  const failed = controls.filter((one) => one.verdict === 'fail').length;
  const astray = changesWithoutExecution.filter((one) => one.kind === 'not sanctioned').length;
  return `
It says of ${time}: ${verdict}, by ${theorems.length} theorems; ${controls.length} controls, of which ${failed} fail; ${changes.length} changes of prod, and ${astray} writes without an execution that nobody sanctioned.`;
}

/** `guarded audit verify`: checks a pack offline, with the pack and this package alone. */
export function register(audit: Command): void {
  audit
    .command('verify <directory>')
    .description('Check a pack offline: signatures, digests, the certificate, every verdict anew.')
    .option('--public-key <file>', 'the key that it must be signed with')
    .option('--json', 'one JSON document')
    .action(verify);
}
