import { CostExplorerClient } from '@aws-sdk/client-cost-explorer';
import { PATIENCE } from '../../patience';

/** Cost Explorer has one endpoint for all regions. */
const COSTS_REGION = 'us-east-1';

/** Client for what leases cost. */
export function costs(): CostExplorerClient {
  return new CostExplorerClient({ ...PATIENCE, region: COSTS_REGION });
}
