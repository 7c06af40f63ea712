import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { BOOTSTRAP_QUALIFIER } from '../names';
import { type PlacedAssets, assetManifestsOf, sourcePath } from './assets';
import { imageFolder, imageProblems } from './image-folder';
import { type AssemblyManifest, type ListedArtifact, manifestIn, placeOf } from './listed';
import { dependsOn } from './placement';
import { type AssemblyProblem, refused } from './problem';

/** Name of the repository that the hardened bootstrap of an account and region keeps images in. */
export function imageRepositoryName(account: string, region: string): string {
  return `cdk-${BOOTSTRAP_QUALIFIER}-container-assets-${account}-${region}`;
}

/**
 * A mention of a bootstrap's repository in a template: account, region, and the digest or the tag that follows. As an
 * expression with escapes: the scripts travel in templates, where placeholders would look like forgotten Fn::Subs.
 */
const MENTION = new RegExp(
  `cdk-${BOOTSTRAP_QUALIFIER}-container-assets-(\\$\\{AWS::AccountId\\}|\\d{12})-(\\$\\{AWS::Region\\}|[a-z]+(?:-[a-z]+)+-\\d)` +
    '(?:@sha256:([0-9a-f]{64})|:([\\w.-]+))?',
  'g',
);

/** What a template says of images in a bootstrap's repository. */
interface Mention {
  readonly account: string;
  readonly region: string;
  readonly digest?: string;
  readonly tag?: string;
}

/** The stack's own place, however it is written. */
function mentionsIn(text: string, place: { readonly account: string; readonly region: string }): Mention[] {
  return [...text.matchAll(MENTION)].map(([, account = '', region = '', digest, tag]) => ({
    account: account.startsWith('$') ? place.account : account,
    region: region.startsWith('$') ? place.region : region,
    digest,
    tag,
  }));
}

/** Digests of the images that each stack of an assembly runs out of the bootstrap's repository, by the stack's id. */
export function stackImages(root: string, folder: string): ReadonlyMap<string, readonly string[]> {
  const manifest = manifestIn(root, folder);
  if (!manifest) throw new Error(`${folder} is no assembly.`);
  const assets = assetManifestsOf(root, manifest);
  return new Map(
    manifest.artifacts.map(([id, artifact]) => {
      const texts = templatesOf(root, folder, artifact, assets);
      const found = texts.flatMap(({ text }) => mentionsIn(text, placeOf(artifact)));
      return [id, [...new Set(found.flatMap(({ digest }) => digest ?? []))].sort()];
    }),
  );
}

/** Templates of a stack: its own, and those of its nested stacks, which travel as assets. */
function templatesOf(
  root: string,
  folder: string,
  artifact: ListedArtifact,
  assets: readonly PlacedAssets[],
): { readonly file: string; readonly text: string }[] {
  if (artifact.type !== 'aws:cloudformation:stack') return [];
  const own = join(folder, String(artifact.properties?.templateFile));
  const nested = assets
    .filter((placed) => dependsOn(artifact, placed))
    .flatMap((placed) => placed.files.map((asset) => sourcePath(placed, asset)))
    .filter((file) => file.endsWith('.template.json'));
  const files = [...new Set([own, ...nested])].filter((file) => existsSync(join(root, file)));
  return files.map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }));
}

/**
 * What is wrong with the images of an assembly's stacks: each is named by its digest, lies beside the templates as it was
 * built, once, and goes to the repository of the stack's own account and region.
 *
 * @param judge Looks at an image's folder; `place` is where the root lies below the whole assembly, which holds the images.
 */
export function imageReferenceProblems(
  { folder: root, place, judge }: { readonly folder: string; readonly place: string; readonly judge: ImageJudge },
  { folder, artifacts }: AssemblyManifest,
  assets: readonly PlacedAssets[],
): AssemblyProblem[] {
  const whole = join(root, relative(join('/', place), '/'));
  return artifacts.flatMap(([, artifact]) => {
    const own = placeOf(artifact);
    const about = { selector: typeof artifact.displayName === 'string' ? artifact.displayName : undefined };
    return templatesOf(root, folder, artifact, assets).flatMap(({ file, text }) => [
      ...mentionsIn(text, own).flatMap((each) =>
        mentionProblems(each, own).map((problem) => refused(file, problem, about)),
      ),
      ...[...new Set(mentionsIn(text, own).flatMap(({ digest }) => digest ?? []))].flatMap((digest) =>
        laidOut(join(whole, imageFolder(digest)), digest, judge).map(({ problem, kind }) =>
          refused(file, problem, { ...about, kind }),
        ),
      ),
    ]);
  });
}

function mentionProblems(
  { account, region, digest, tag }: Mention,
  own: { readonly account: string; readonly region: string },
): string[] {
  if (tag !== undefined)
    return [`an image of the bootstrap's repository is named by the tag ${tag}, expected its digest: @sha256:…`];
  const here = account === own.account && region === own.region;
  if (digest === undefined || here) return [];
  return [`image ${digest} lies in ${account} ${region}, expected the stack's own ${own.account} ${own.region}`];
}

/** Finds what is wrong with an image's folder. */
export type ImageJudge = (folder: string, digest: string) => readonly string[];

/** Looks at each image once, however many stages run it: they are large. */
export function rememberedImages(): ImageJudge {
  const known = new Map<string, readonly string[]>();
  return (folder, digest) => {
    const problems = known.get(folder) ?? imageProblems(folder, digest);
    known.set(folder, problems);
    return problems;
  };
}

/** One that was not built is told apart: where nothing is deployed from, nobody needs to build it. */
function laidOut(folder: string, digest: string, judge: ImageJudge): Pick<AssemblyProblem, 'problem' | 'kind'>[] {
  if (!existsSync(folder)) return [{ problem: notBuilt(digest), kind: 'unbuilt' }];
  return judge(folder, digest).map((problem) => ({ problem: `image ${digest}: ${problem}` }));
}

function notBuilt(digest: string): string {
  return `image ${digest} was not built: the pipeline builds images from source where the application says images: true in platform.yaml`;
}
