/* eslint-disable @typescript-eslint/no-explicit-any -- properties come as any JSON */
import { Refusal } from '../refusal';
import type { Effect } from './effect';

/** CloudFront takes certificates from us-east-1 alone, and only those that stand there. */
export const DISTRIBUTION: Effect = {
  put: ({ cloud, wanted: { properties, at } }) => {
    const certificate = properties.DistributionConfig?.ViewerCertificate?.AcmCertificateArn as string | undefined;
    if (certificate === undefined) return;
    const there = { type: 'AWS::CertificateManager::Certificate', account: at.account, region: 'us-east-1' };
    const found = cloud.named(there.type, there.account).get(certificate.split(':').at(-1)!);
    if (found?.at.region === there.region && certificate.includes(`:${there.region}:`)) return;
    throw new Refusal(
      'InvalidViewerCertificate',
      `The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid, or doesn't include a valid certificate chain. (${certificate})`,
    );
  },
};

/** CloudFormation writes the record that proves a name into its zone, and leaves it there when the certificate goes. */
export const CERTIFICATE: Effect = {
  put: ({ cloud, wanted: { properties, at } }) => {
    for (const { DomainName: name, HostedZoneId: zone } of (properties.DomainValidationOptions ?? []) as any[])
      cloud.records.add(`record ${at.account} ${zone} proves ${name}`);
  },
};

const OWN_IMAGE = /^(\d{12})\.dkr\.ecr\.([a-z\d-]+)\.amazonaws\.com\/([^@:]+)@(sha256:[0-9a-f]{64})$/;

/** Tasks start with images that are there; those of other registries are not looked at. */
export const TASK: Effect = {
  put: ({ cloud, wanted: { properties } }) => {
    for (const { Image: image } of (properties.ContainerDefinitions ?? []) as any[]) {
      if (!String(image).includes('.dkr.ecr.')) continue;
      const [, account, region, repository, digest] = OWN_IMAGE.exec(String(image)) ?? [];
      if (cloud.images.has([account, region, repository, digest].join(' '))) continue;
      throw new Refusal('CannotPullContainerError', `failed to resolve ref ${String(image)}: not found`);
    }
  },
};
