import { isRegion, partitionOf } from './partitions';

/** Domain of the console, by partition; where it is not known for sure, nobody is sent there. */
const CONSOLES: Readonly<Record<string, string>> = {
  aws: 'console.aws.amazon.com',
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
};

/**
 * Address of an object in the console of S3. It carries no right: the console opens the object with those of whoever is
 * signed in, and nobody else. `key` goes in as it is, so that it may hold a variable of a pipeline.
 */
export function objectLink(region: string, bucket: string, key: string): string | undefined {
  const domain = isRegion(region) ? CONSOLES[partitionOf(region)] : undefined;
  return domain && `https://${region}.${domain}/s3/object/${bucket}?region=${region}&prefix=${key}`;
}
