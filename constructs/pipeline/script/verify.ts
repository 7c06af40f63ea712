/** Proves an assembly, tells what it changes, and leaves the draft of the change record. Platform code alone. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Draft } from '../../../lib/change/draft';
import { capped } from '../../../lib/change/verified';
import { BUCKET_PREFIXES } from '../../../lib/change/wiring';
import { assemblyProblems } from './assembly';
import { digestOf } from './digest';
import { guarded } from './guarded';
import { historyOf } from './history';
import { proverOf } from './prover';
import { scanImages } from './scan';
import { aws, main, run, variable } from './shell';
import { COLLECT, platformSnapshot } from './snapshot';

interface Released {
  readonly digest: string;
  /** Revision released last, and those before it, newest first. */
  readonly revisions: readonly string[];
}

const WORK = process.env.GUARDED_WORK ?? '/tmp/guarded-work';

// What stands below `main` is not set yet when it runs.
const REFUTED =
  'somebody could do what nobody may; the counterexamples stand above. Change what they name, then release again.';
const UNKNOWN = `the proof could not decide; the reasons stand above. Mend what they name; where an account is not described, ${COLLECT}`;

main(() => {
  mkdirSync(WORK, { recursive: true });
  const assembly = variable('CODEBUILD_SRC_DIR');
  const problems = assemblyProblems(assembly);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  const digest = digestOf(assembly);
  const { command, told: prover } = proverOf(assembly, dirname(variable('EXPORTS')));
  const images = scanImages(assembly);
  const released = releasedLast(variable('APPLICATION'));
  const before = released && fetchReleased(released.digest);
  const { options: platform, told: within } = platformSnapshot(WORK);
  const proof = prove(assembly, platform, command);
  const difference = before ? guarded(['diff', before, assembly, ...platform], [0, 1], command) : undefined;
  const revision = variable('REVISION');
  const history = historyOf(process.env.CODEBUILD_SRC_DIR_History, revision, startsAfter(released));
  leave({
    version: 1,
    revision,
    ...(history.base ? { base: history.base } : {}),
    digest,
    commits: [...history.commits],
    historyUnknown: history.unknown,
    proof,
    ...(prover ? { prover } : {}),
    ...(within ? { within } : {}),
    ...(images ? { images } : {}),
    difference: difference?.json ?? null,
    differenceText: capped((difference?.text ?? '').split('\n').filter(Boolean), 2000),
  });
  keepAssembly(assembly, digest);
  writeFileSync(variable('EXPORTS'), `DIGEST=${digest}\n`);
});

/** What was released, newest first; before the first release the commit that the platform's configuration names. */
function startsAfter(released: Released | undefined): readonly string[] {
  const { FIRST_RELEASE_AFTER: first } = process.env;
  return released?.revisions ?? (first ? [first] : []);
}

/** Only a proof lets a release go on; what else comes out stands in the log, and the message says what to do. */
function prove(assembly: string, platform: readonly string[], command: string): Draft['proof'] {
  const answer = guarded(['prove', '--app', assembly, ...platform], [0, 1], command);
  const proof = answer.json as Draft['proof'];
  if (answer.status === 0 && proof.verdict === 'proved') return proof;
  if (proof.verdict === 'refuted') throw new Error(`refuted: ${REFUTED}`);
  throw new Error(`unknown: ${UNKNOWN}`);
}

/** What is in prod, by the index of the change records. */
function releasedLast(application: string): Released | undefined {
  const key = JSON.stringify({ pk: { S: `APPLICATION#${application}` }, sk: { S: 'RELEASED' } });
  const { Item } = aws<{ Item?: ReleasedItem }>([
    ...['dynamodb', 'get-item', '--table-name', variable('CHANGE_TABLE'), '--consistent-read', '--key', key],
  ]);
  if (!Item) return undefined;
  const earlier = (Item.before?.L ?? []).flatMap(({ S }) => S ?? []);
  return { digest: Item.digest.S, revisions: [Item.revision.S, ...earlier] };
}

interface ReleasedItem {
  readonly digest: { readonly S: string };
  readonly revision: { readonly S: string };
  readonly before?: { readonly L: readonly { readonly S?: string }[] };
}

/** The released assembly, as it was kept when it was verified; another digest means that it is not the same any more. */
function fetchReleased(digest: string): string {
  const folder = `${WORK}/released`;
  mkdirSync(folder, { recursive: true });
  run('aws', ['s3', 'cp', '--only-show-errors', assemblyUri(digest), `${WORK}/released.tar.gz`]);
  run('tar', ['-xzf', `${WORK}/released.tar.gz`, '-C', folder]);
  const found = digestOf(folder);
  if (found !== digest) throw new Error(`The released assembly was kept as ${digest} and is ${found} now. Stopped.`);
  return folder;
}

function keepAssembly(assembly: string, digest: string): void {
  run('tar', ['-czf', `${WORK}/assembly.tar.gz`, '-C', assembly, '.']);
  run('aws', ['s3', 'cp', '--only-show-errors', `${WORK}/assembly.tar.gz`, assemblyUri(digest)]);
}

function assemblyUri(digest: string): string {
  return `s3://${variable('CHANGE_BUCKET')}/${process.env.ASSEMBLIES ?? BUCKET_PREFIXES.assemblies}${digest.replace('sha256:', '')}.tar.gz`;
}

function leave(draft: Draft): void {
  const file = `${WORK}/draft.json`;
  writeFileSync(file, JSON.stringify(draft));
  const key = `${BUCKET_PREFIXES.drafts}${variable('APPLICATION')}/${variable('EXECUTION')}.json`;
  run('aws', ['s3', 'cp', '--only-show-errors', file, `s3://${variable('CHANGE_BUCKET')}/${key}`]);
}
