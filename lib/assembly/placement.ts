import { join } from 'node:path';
import { PIPELINE_PATH, applicationOfDeployRole, bootstrapRoleName } from '../names';
import { type PlacedAssets, sourcePath } from './assets';
import { type AssemblyManifest, type ListedArtifact, type Destination, placeOf, filledIn } from './listed';
import { assetBucketName } from './names';
import { type AssemblyProblem, refused } from './problem';

interface PlacedStack {
  readonly id: string;
  readonly artifact: ListedArtifact;
  readonly manifest: AssemblyManifest;
  /** The asset manifests that go with it: those that it depends on, which alone the command line publishes. */
  readonly assets: readonly PlacedAssets[];
}

/** Template and assets of each stack against each other and against where the stack goes. */
export function placementProblems(manifest: AssemblyManifest, assets: readonly PlacedAssets[]): AssemblyProblem[] {
  return manifest.artifacts
    .filter(([, { type }]) => type === 'aws:cloudformation:stack')
    .map(([id, artifact]) => ({ id, artifact, manifest, assets: assets.filter((one) => dependsOn(artifact, one)) }))
    .flatMap((stack) => [...templateProblems(stack), ...destinationProblems(stack)])
    .map((message) => refused(manifest.file, message));
}

/** Does a stack's deployment publish this asset manifest? */
export function dependsOn({ dependencies }: ListedArtifact, { id }: { readonly id: string }): boolean {
  return Array.isArray(dependencies) && dependencies.includes(id);
}

/** The file that people and proofs read is the one that CloudFormation is told to take. */
function templateProblems({ id, artifact, manifest, assets }: PlacedStack): string[] {
  const { stackTemplateAssetObjectUrl: url, templateFile } = artifact.properties ?? {};
  if (url === undefined) return [];
  const place = placeOf(artifact);
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(filledIn(String(url), place)) ?? [];
  const there = assets.flatMap((placed) =>
    placed.files
      .filter(({ destinations }) => destinations.some((one) => isAt(one, place, bucket, key)))
      .map((asset) => sourcePath(placed, asset)),
  );
  const own = join(manifest.folder, String(templateFile));
  if (there.length === 1 && there[0] === own) return [];
  const found =
    there.length === 0 ? 'which none of its assets is published to' : `where its assets put ${there.join(' and ')}`;
  return [`stack ${id} is deployed from ${String(url)}, ${found}; its template is ${own}`];
}

function isAt(
  { bucketName, objectKey }: Destination,
  place: { account: string; region: string },
  bucket: string | undefined,
  key: string | undefined,
): boolean {
  return filledIn(String(bucketName), place) === bucket && filledIn(String(objectKey), place) === key;
}

/** Assets go where the bootstrap of the stack's own account and region keeps them, by its own role. */
function destinationProblems({ id, artifact, assets }: PlacedStack): string[] {
  const place = placeOf(artifact);
  if (place.account === '')
    return [`stack ${id} goes to ${JSON.stringify(artifact.environment)}, expected aws://ACCOUNT/REGION`];
  const all = assets.flatMap(({ files }) => files.flatMap(({ destinations }) => destinations));
  const deployer = deployerOf(artifact);
  const astray = all.flatMap((one) => destinationProblem(one, place, deployer));
  return [...new Set(astray)].map((why) => `stack ${id} of ${place.account} ${place.region}: an asset ${why}`);
}

/** A stack without a deployment role is deployed by hand, with credentials and a bucket of whoever does. */
function destinationProblem(
  one: Destination,
  place: { account: string; region: string },
  deployer: Deployer | undefined,
): string[] {
  if (one.region !== undefined && filledIn(String(one.region), place) !== place.region)
    return [`is published in ${String(one.region)}, expected ${place.region}`];
  if (!deployer) return [];
  const bucket = filledIn(String(one.bucketName), place);
  const right = assetBucketName(place.account, place.region);
  if (bucket !== right) return [`goes to the bucket ${bucket}, expected ${right}`];
  const role = filledIn(String(one.assumeRoleArn), place);
  const { application } = deployer;
  const name = bootstrapRoleName('file-publishing', place.account, place.region, application);
  const own = `:iam::${place.account}:role${PIPELINE_PATH}${name}`;
  if (!role.endsWith(own)) return [`is published as ${role}, expected the role arn:…${own}`];
  if (application === undefined || String(one.objectKey).startsWith(`${application}/`)) return [];
  return [`goes to ${String(one.objectKey)}, expected a name that begins with ${application}/`];
}

/** Who deploys a stack through the hardened bootstrap. */
interface Deployer {
  /** The one application of several in the account. */
  readonly application?: string;
}

/** The deployer of a stack; undefined where it is not deployed through the hardened bootstrap. */
function deployerOf({ properties = {} }: ListedArtifact): Deployer | undefined {
  const role = String(properties.assumeRoleArn);
  if (!role.includes(`:role${PIPELINE_PATH}`)) return undefined;
  return { application: applicationOfDeployRole(role) };
}
