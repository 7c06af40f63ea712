import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { PATIENCE } from '../../patience';

/** Client for the metrics of the dashboard. */
export function metrics(): CloudWatchClient {
  return new CloudWatchClient(PATIENCE);
}
