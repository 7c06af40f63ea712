import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Draft } from '../../../lib/change/draft';
import { UPGRADE_FOLDER } from '../../../lib/contract/proof/platform-commands';
import { PIPELINES_METADATA, PLATFORM_METADATA } from '../../../lib/names';
import { PACKAGE_NAME } from '../../../lib/contract/package-name';
import { compareVersions } from '../../../lib/travel/version';

/** The package that proves a release. */
export interface Prover {
  /** Its command. */
  readonly command: string;
  /** As the change record tells it, where it is not the one that is deployed. */
  readonly told?: Draft['prover'];
}

/** A package by its version and the digest of its content. */
interface Package {
  readonly version: string;
  readonly sha256: string;
  /** Version of aws-cdk-lib beside it. */
  readonly cdk: string;
}

/**
 * Who proves an assembly: the package that is deployed, or the one that a release before named and the approvers let in, where
 * that one made it. What the assembly says of its maker chooses between these two and brings in no other: both lie here by
 * their digests, which stand in the project.
 *
 * @param tools Folder with the deployed package.
 * @throws where another package made it.
 */
export function proverOf(assembly: string, tools: string): Prover {
  const [maker, ...others] = makersOf(assembly);
  if (maker === undefined) return { command: 'guarded' };
  if (others.length > 0)
    throw new Error(
      'unknown: parts of the assembly say that different packages made them. Install one, synthesize anew.',
    );
  const own = packageIn(tools);
  if (maker.sha256 === own.sha256) return { command: 'guarded' };
  const folder = join(tools, UPGRADE_FOLDER);
  const next = existsSync(folder) ? packageIn(folder) : undefined;
  if (maker.sha256 !== next?.sha256) throw new Error(refusal(maker, own, next));
  process.stdout.write(`Proved by ${tell(next)}, which an earlier release let in.\n`);
  const { version, sha256 } = next;
  return { command: join(folder, 'node_modules', '.bin', 'guarded'), told: { version, sha256 } };
}

/** The packages that made the machinery of an assembly, as its templates state it. */
function makersOf(assembly: string): Package[] {
  const { artifacts = {} } = readJson(join(assembly, 'manifest.json')) as { artifacts?: Record<string, Artifact> };
  const stated = Object.values(artifacts)
    .filter(({ type }) => type === 'aws:cloudformation:stack')
    .flatMap(({ properties }) => statementsOf(join(assembly, String(properties?.templateFile))))
    .map(({ packageVersion, tool, cdkVersion }) => ({
      version: String(packageVersion),
      sha256: String(tool),
      cdk: String(cdkVersion),
    }));
  return [...new Map(stated.map((each) => [each.sha256, each])).values()];
}

interface Artifact {
  readonly type?: string;
  readonly properties?: { readonly templateFile?: string };
}

interface Statement {
  readonly packageVersion?: unknown;
  readonly tool?: unknown;
  readonly cdkVersion?: unknown;
}

function statementsOf(template: string): Statement[] {
  const { Metadata = {} } = readJson(template) as { Metadata?: Record<string, unknown> };
  const pipelines = (Metadata[PIPELINES_METADATA] ?? []) as { pipeline?: Statement }[];
  const all = [Metadata[PLATFORM_METADATA] as Statement, ...pipelines.map(({ pipeline }) => pipeline)];
  return all.filter((each): each is Statement => typeof each === 'object' && each !== null);
}

/** The package in a folder of Verify, by the archive that was unpacked there. */
function packageIn(folder: string): Package {
  const sha256 = createHash('sha256')
    .update(readFileSync(join(folder, 'tool.tar')))
    .digest('hex');
  return { version: versionOf(folder, PACKAGE_NAME), sha256, cdk: versionOf(folder, 'aws-cdk-lib') };
}

function versionOf(folder: string, name: string): string {
  return String((readJson(join(folder, 'node_modules', name, 'package.json')) as { version?: string }).version);
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8')) as unknown;
}

function tell({ version, sha256, cdk }: Package): string {
  return `${PACKAGE_NAME} ${version} with aws-cdk-lib ${cdk} (SHA-256 ${sha256})`;
}

const HOW =
  'Let the release before accept it: where it is installed, `npx guarded upgrade --out upgrade.tgz` writes it and prints the lines for platform.yaml; commit both without installing it, release that, then release this again. If that release waits or goes out just now, release this again when it is out.';

function refusal(maker: Package, own: Package, next: Package | undefined): string {
  const accepted = next ? `, and ${tell(next)} is accepted` : ', and no other is accepted';
  const order = compareVersions(maker.version, own.version) ?? -1;
  const back = `Install version ${own.version} again, or a newer one: an older one never proves what comes after it.`;
  return `unknown: the assembly was made by ${tell(maker)}. Releases are proved by ${tell(own)}${accepted}. ${order < 0 ? back : HOW}`;
}
