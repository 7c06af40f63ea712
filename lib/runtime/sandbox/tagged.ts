import { GetResourcesCommand } from '@aws-sdk/client-resource-groups-tagging-api';
import { LEASE_TAG, leaseOfTag, leaseTag } from '../../sandbox/wiring';
import { attempt } from '../failure';
import type { SandboxRuntime } from './runtime';

/** Everything that carries the tag of a lease of this application, or of any of them; the list lags by minutes. */
export async function tagged(
  runtime: SandboxRuntime<'tags'>,
  lease?: string,
): Promise<{ arn: string; lease: string }[]> {
  const found: { arn: string; lease: string }[] = [];
  const { application } = runtime.settings.policy;
  let token: string | undefined;
  do {
    const command = new GetResourcesCommand({
      TagFilters: [{ Key: LEASE_TAG, ...(lease ? { Values: [leaseTag(application, lease)] } : {}) }],
      PaginationToken: token,
    });
    const page = await attempt('list what carries the tag', () => runtime.clients.tags.send(command));
    for (const { ResourceARN, Tags } of page.ResourceTagMappingList ?? []) {
      const value = leaseOfTag(application, Tags?.find(({ Key }) => Key === LEASE_TAG)?.Value);
      // The list was asked for this tag; that it says so is looked at all the same, since what follows deletes.
      if (ResourceARN && value && (!lease || value === lease)) found.push({ arn: ResourceARN, lease: value });
    }
    token = page.PaginationToken || undefined;
  } while (token);
  return found;
}
