/* eslint-disable @typescript-eslint/no-explicit-any -- answers come as any JSON */
/** The stand-ins of a site's walk refuse what AWS would refuse: without that the walk would show nothing. */
import { createHash } from 'node:crypto';
import { Cloud } from './cloud';
import type { Wanted } from './cloudformation/kinds/kind';
import { EFFECTS } from './effects';
import { Organization } from './organization';
import type { Principal } from './principals';
import { registry } from './stand-ins/registry';

const ACCOUNT = '333333333333';
const at = { account: ACCOUNT, region: 'eu-west-2' };
const by = { account: ACCOUNT, id: 'x', kind: 'role' } as unknown as Principal;
const sha256 = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;

function cloudWith(...standing: Partial<Wanted>[]): Cloud {
  const cloud = new Cloud(new Organization('o-1', 'r-1', '100000000000', [], [ACCOUNT]), 'eu-west-2');
  jest.spyOn(cloud, 'authorize').mockImplementation();
  for (const one of standing) cloud.note({ at, properties: {}, logicalId: 'L', ...one } as Wanted);
  return cloud;
}

function put(cloud: Cloud, type: string, properties: object): () => void {
  const wanted = { type, properties, at, name: 'n', logicalId: 'L' } as Wanted;
  return () => EFFECTS[type]!.put({ cloud, wanted, values: { ref: 'n', attributes: {} }, by });
}

test('CloudFront takes a certificate that stands in us-east-1, and no other', () => {
  const certificate = (region: string) => ({
    type: 'AWS::CertificateManager::Certificate',
    name: 'c',
    at: { ...at, region },
  });
  const site = (region: string) => ({
    DistributionConfig: { ViewerCertificate: { AcmCertificateArn: `arn:aws:acm:${region}:${ACCOUNT}:c` } },
  });
  const type = 'AWS::CloudFront::Distribution';
  expect(put(cloudWith(certificate('us-east-1')), type, site('us-east-1'))).not.toThrow();
  expect(put(cloudWith(certificate('eu-west-2')), type, site('eu-west-2'))).toThrow(/isn't in us-east-1/);
  expect(put(cloudWith(), type, site('us-east-1'))).toThrow(/doesn't exist/);
});

test('an image is there under its digest when all of its layers are, and tasks start with no other', () => {
  const cloud = cloudWith({ type: 'AWS::ECR::Repository', name: 'r' });
  const answer = registry(cloud);
  const call = (name: string, input: object = {}) =>
    answer(name, { repositoryName: 'r', ...input }, by, at.region) as any;
  const upload = (text: string, digest = sha256(text)) => {
    const { uploadId } = call('InitiateLayerUpload');
    const part = {
      partFirstByte: 0,
      partLastByte: text.length - 1,
      layerPartBlob: Buffer.from(text).toString('base64'),
    };
    call('UploadLayerPart', { uploadId, ...part });
    call('CompleteLayerUpload', { uploadId, layerDigests: [digest] });
  };
  const imageManifest = JSON.stringify({ config: { digest: sha256('c') }, layers: [{ digest: sha256('l') }] });
  const image = { imageManifest, imageTag: 't', imageDigest: sha256(imageManifest) };
  const task = put(cloud, 'AWS::ECS::TaskDefinition', {
    ContainerDefinitions: [{ Image: `${ACCOUNT}.dkr.ecr.eu-west-2.amazonaws.com/r@${image.imageDigest}` }],
  });
  expect(() => upload('c', sha256('other'))).toThrow(/does not match/);
  upload('c');
  expect(() => call('PutImage', image)).toThrow(/required/);
  upload('l');
  expect(() => call('PutImage', { ...image, imageDigest: sha256('other') })).toThrow(/image digest is/);
  expect(task).toThrow(/not found/);
  call('PutImage', image);
  expect(task).not.toThrow();
  const another = JSON.stringify({ config: { digest: sha256('c') }, layers: [] });
  expect(() => call('PutImage', { imageManifest: another, imageTag: 't' })).toThrow(/already exists/);
  expect(() => answer('BatchGetImage', { repositoryName: 'q', imageIds: [] }, by, at.region)).toThrow(/does not exist/);
});
