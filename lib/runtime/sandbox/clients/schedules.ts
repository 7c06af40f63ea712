import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { PATIENCE } from '../../patience';

/** Client for schedules. */
export function schedules(): SchedulerClient {
  return new SchedulerClient(PATIENCE);
}
