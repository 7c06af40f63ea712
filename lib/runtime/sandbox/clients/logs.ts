import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { PATIENCE } from '../../patience';

/** Client for logs. */
export function logs(): CloudWatchLogsClient {
  return new CloudWatchLogsClient(PATIENCE);
}
