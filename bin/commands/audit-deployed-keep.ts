import type { ProofStore, RunOptions } from '../../lib/audit';

/** Keeps in a bucket that holds versions; objects get its retention, and the checksum that a locked bucket asks for. */
export async function storeIn(Bucket: string, region: string): Promise<ProofStore> {
  const { GetObjectCommand, PutObjectCommand, S3Client } = await import('@aws-sdk/client-s3');
  const client = new S3Client({ region });
  return {
    address: (key) => `s3://${Bucket}/${key}`,
    put: async (Key, Body) => {
      const { VersionId } = await client.send(new PutObjectCommand({ Bucket, Key, Body, ChecksumAlgorithm: 'SHA256' }));
      if (VersionId) return VersionId;
      throw new Error(`s3://${Bucket} keeps no versions: whatever is put there can be put away`);
    },
    get: async (Key, VersionId) => {
      try {
        const { Body } = await client.send(new GetObjectCommand({ Bucket, Key, VersionId }));
        return Buffer.from(await Body!.transformToByteArray());
      } catch (error) {
        if ((error as Error).name === 'NoSuchKey') return undefined;
        throw error;
      }
    },
  };
}

/** Tells a topic, where there is one, and the log in any case. */
export async function teller(TopicArn: string | undefined, region: string): Promise<RunOptions['tell']> {
  const { PublishCommand, SNSClient } = await import('@aws-sdk/client-sns');
  const client = new SNSClient({ region });
  return async ({ subject, text }) => {
    process.stderr.write(`${subject}\n${text}\n`);
    if (TopicArn) await client.send(new PublishCommand({ TopicArn, Subject: subject, Message: text }));
  };
}
