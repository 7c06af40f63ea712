import { S3Client } from '@aws-sdk/client-s3';
import { PATIENCE } from '../../patience';

/** Client for buckets. */
export function bucket(): S3Client {
  return new S3Client({ ...PATIENCE, forcePathStyle: Boolean(process.env.AWS_ENDPOINT_URL) });
}
