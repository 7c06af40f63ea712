/* eslint-disable @typescript-eslint/no-explicit-any -- requests come as any JSON */
import { createHash, randomUUID } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import type { Cloud } from '../cloud';
import { notPlayed, Refusal } from '../refusal';
import type { StandIn } from '../server';

/** One repository: the layers that were uploaded, and its images by digest, each with its tag. */
interface Repository {
  readonly key: string;
  readonly layers: Map<string, Buffer>;
  readonly images: Map<string, { readonly manifest: string; readonly tag?: string }>;
  /** Digests of what was scanned: as it came, where the repository says so, or when somebody asked. */
  readonly scanned: Set<string>;
  readonly scansOnPush: boolean;
}

type Input = Record<string, any>;

const sha256 = (bytes: Buffer | string): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

/** Calls on images. ECR reads what a manifest names, and takes no image under another digest or a second one for a tag. */
export function registry(cloud: Cloud): StandIn {
  const repositories = new Map<string, Repository>();
  const uploads = new Map<string, Buffer>();
  const at = (account: string, region: string, name: string): Repository => {
    const stands = cloud.named('AWS::ECR::Repository', account).get(name);
    if (stands?.at.region !== region)
      throw new Refusal('RepositoryNotFoundException', `The repository with name '${name}' does not exist`);
    const key = [account, region, name].join(' ');
    const scansOnPush = stands.properties.ImageScanningConfiguration?.ScanOnPush === true;
    const made = { key, layers: new Map(), images: new Map(), scanned: new Set<string>(), scansOnPush };
    const found = repositories.get(key) ?? made;
    repositories.set(key, found);
    return found;
  };
  return (name, input, by, region) => {
    const call = OPERATIONS[name];
    if (!call) throw notPlayed(`ecr:${name}`);
    const resource = `arn:aws:ecr:${region}:${by.account}:repository/${input.repositoryName}`;
    cloud.authorize(by, { action: `ecr:${name}`, resource, context: { 'aws:RequestedRegion': [region] } });
    return call(input, at(by.account, region, String(input.repositoryName)), { uploads, cloud });
  };
}

interface Around {
  readonly uploads: Map<string, Buffer>;
  readonly cloud: Cloud;
}

/** What is known of images by what they are built on, and so of every image whose layers hold these words. */
const KNOWN = [
  {
    base: 'library/node:18-alpine',
    finding: {
      name: 'CVE-2026-18180',
      severity: 'CRITICAL',
      attributes: [
        { key: 'package_name', value: 'openssl' },
        { key: 'package_version', value: '3.0.1' },
      ],
    },
  },
  { base: 'library/node:24-alpine', finding: { name: 'CVE-2026-24240', severity: 'LOW', attributes: [] } },
];

const OPERATIONS: Readonly<Record<string, (input: Input, repository: Repository, around: Around) => unknown>> = {
  BatchGetImage: ({ imageIds }, { images }) => ({
    images: (imageIds as Input[])
      .filter(({ imageDigest }) => images.has(imageDigest as string))
      .map((imageId) => ({ imageId, imageManifest: images.get(imageId.imageDigest as string)!.manifest })),
  }),
  BatchCheckLayerAvailability: ({ layerDigests }, { layers }) => ({
    layers: (layerDigests as string[]).map((layerDigest) => ({
      layerDigest,
      layerAvailability: layers.has(layerDigest) ? 'AVAILABLE' : 'UNAVAILABLE',
    })),
  }),
  InitiateLayerUpload: (_, __, { uploads }) => {
    const uploadId = randomUUID();
    uploads.set(uploadId, Buffer.alloc(0));
    return { uploadId, partSize: 10 * 1024 * 1024 };
  },
  UploadLayerPart: ({ uploadId, partFirstByte, partLastByte, layerPartBlob }, _, { uploads }) => {
    const before = uploads.get(uploadId as string);
    const part = Buffer.from(layerPartBlob as string, 'base64');
    if (before === undefined || before.length !== partFirstByte || partLastByte - partFirstByte + 1 !== part.length)
      throw new Refusal('InvalidLayerPartException', `lastValidByteReceived=${(before?.length ?? 0) - 1}`);
    uploads.set(uploadId as string, Buffer.concat([before, part]));
    return { uploadId, lastByteReceived: partLastByte };
  },
  CompleteLayerUpload: ({ uploadId, layerDigests }, { layers }, { uploads }) => {
    const bytes = uploads.get(uploadId as string);
    const [layerDigest] = layerDigests as string[];
    if (!bytes || sha256(bytes) !== layerDigest)
      throw new Refusal('InvalidLayerException', `The layer digest calculated does not match '${layerDigest}'`);
    layers.set(layerDigest, bytes);
    return { uploadId, layerDigest };
  },
  StartImageScan: ({ imageId }, { images, scanned }) => {
    if (!images.has(imageId.imageDigest as string))
      throw new Refusal('ImageNotFoundException', 'There is no such image');
    scanned.add(imageId.imageDigest as string);
    return { imageId, imageScanStatus: { status: 'IN_PROGRESS' } };
  },
  DescribeImageScanFindings: ({ imageId }, { images, layers, scanned }) => {
    const image = images.get(imageId.imageDigest as string);
    if (!image) throw new Refusal('ImageNotFoundException', 'There is no such image');
    if (!scanned.has(imageId.imageDigest as string))
      throw new Refusal('ScanNotFoundException', 'Image scan does not exist for the image');
    const { layers: listed } = JSON.parse(image.manifest) as Input;
    const texts = (listed as Input[]).map(({ digest }) => gunzipSync(layers.get(digest as string)!).toString('latin1'));
    const findings = KNOWN.filter(({ base }) => texts.some((text) => text.includes(base))).map(
      ({ finding }) => finding,
    );
    const counts = Object.fromEntries(findings.map(({ severity }) => [severity, 1]));
    return {
      imageId,
      imageScanStatus: { status: 'COMPLETE', description: 'The scan was completed successfully.' },
      imageScanFindings: { imageScanCompletedAt: Date.now() / 1000, findings, findingSeverityCounts: counts },
    };
  },
  PutImage: ({ imageManifest, imageTag, imageDigest }, { key, layers, images, scanned, scansOnPush }, { cloud }) => {
    const digest = sha256(imageManifest as string);
    const { config, layers: listed } = JSON.parse(imageManifest as string) as Input;
    const missing = [config, ...listed].filter((one) => !layers.has(one.digest as string));
    if (missing.length > 0)
      throw new Refusal('LayersNotFoundException', `Layers with digests '${missing[0].digest}' required`);
    if (imageDigest !== undefined && imageDigest !== digest)
      throw new Refusal('ImageDigestDoesNotMatchException', `The image digest is ${digest}, not ${imageDigest}`);
    const taken = [...images].find(([other, { tag }]) => tag === imageTag && other !== digest);
    if (taken) throw new Refusal('ImageTagAlreadyExistsException', `The image tag '${imageTag}' already exists`);
    images.set(digest, { manifest: imageManifest as string, tag: imageTag as string });
    if (scansOnPush) scanned.add(digest);
    cloud.images.add(`${key} ${digest}`);
    return { image: { imageId: { imageDigest: digest, imageTag } } };
  },
};
