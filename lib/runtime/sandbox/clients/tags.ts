import { ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';
import { PATIENCE } from '../../patience';

/** Client for what carries a tag. */
export function tags(): ResourceGroupsTaggingAPIClient {
  return new ResourceGroupsTaggingAPIClient(PATIENCE);
}
