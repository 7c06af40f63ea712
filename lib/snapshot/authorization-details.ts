import {
  GetAccountAuthorizationDetailsCommand,
  IAMClient,
  type GetAccountAuthorizationDetailsCommandOutput,
} from '@aws-sdk/client-iam';
import type { ClientConfig } from './connection';

type Output = GetAccountAuthorizationDetailsCommandOutput;
type Lists = Required<Pick<Output, 'UserDetailList' | 'GroupDetailList' | 'RoleDetailList' | 'Policies'>>;

/** The `authorizationDetails` of an account, all pages, as `aws iam get-account-authorization-details` prints it. */
export async function authorizationDetails(config: ClientConfig): Promise<Record<keyof Lists, unknown[]>> {
  const client = new IAMClient(config);
  const all: Record<keyof Lists, unknown[]> = {
    UserDetailList: [],
    GroupDetailList: [],
    RoleDetailList: [],
    Policies: [],
  };
  let Marker: string | undefined;
  do {
    const page: Output = await client.send(new GetAccountAuthorizationDetailsCommand({ Marker, MaxItems: 1000 }));
    for (const list of Object.keys(all) as (keyof Lists)[]) all[list].push(...(page[list] ?? []).map(plain));
    Marker = page.IsTruncated ? page.Marker : undefined;
  } while (Marker);
  return all;
}

/** Times as the command line prints them. */
function plain(entry: unknown): unknown {
  return JSON.parse(JSON.stringify(entry));
}
