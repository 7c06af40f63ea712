/** An image that a build runs in, as its name says. */
export interface BuildImage {
  /** Kept by CodeBuild, which chooses runtimes in it; or one's own, which has what it has. */
  readonly kind: 'curated' | 'own';
  /** Account of the repository of one's own. */
  readonly account?: string;
  /** Region of that repository. */
  readonly region?: string;
}

/** Images of CodeBuild itself for x86, by their version: what they hold moves, as that of every managed fleet does. */
const CURATED = /^aws\/codebuild\/(amazonlinux-x86_64-standard|standard):\d{1,2}\.\d{1,2}$/;

/** An image of ECR by the digest of its content: a tag would be whatever somebody pushes under it tomorrow. */
const OWN =
  /^(\d{12})\.dkr\.ecr\.([a-z]{2}(?:-[a-z]+)+-\d)\.amazonaws\.com(?:\.cn)?\/[a-z0-9]+(?:[._/-]+[a-z0-9]+)*@sha256:[0-9a-f]{64}$/;

/** What would be right for the image of a build. */
export const BUILD_IMAGE_RIGHT =
  'an image of ECR in the tooling account by its digest, 111111111111.dkr.ecr.eu-west-2.amazonaws.com/builders/node@sha256:<64 hex digits>, or one of CodeBuild, aws/codebuild/amazonlinux-x86_64-standard:5.0';

/** Reads the name of an image that builds may run in; nothing where it is no such name. */
export function readBuildImage(image: string): BuildImage | undefined {
  if (CURATED.test(image)) return { kind: 'curated' };
  const [, account, region] = OWN.exec(image) ?? [];
  return account === undefined ? undefined : { kind: 'own', account, region };
}

/**
 * What is wrong with the image of builds that run in an account and region. CodeBuild pulls an image of the same account with
 * its own rights, so that code of committers needs none; one of another account it would pull with the role of the build.
 */
export function buildImageProblem(image: string, account: string, region: string): string | undefined {
  const read = readBuildImage(image);
  const told = JSON.stringify(image);
  if (!read) return /@sha256:/.test(image) || !/\.dkr\.ecr\./.test(image) ? `got ${told}` : `${told} has no digest`;
  if (read.kind === 'curated') return undefined;
  if (read.account !== account) return `${told} lies in account ${read.account}, builds run in tooling, ${account}`;
  return read.region === region ? undefined : `${told} lies in ${read.region}, builds run in ${region}`;
}
