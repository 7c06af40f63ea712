import { EC2Client } from '@aws-sdk/client-ec2';
import { PATIENCE } from '../../patience';

/** Client for network interfaces. */
export function network(): EC2Client {
  return new EC2Client(PATIENCE);
}
