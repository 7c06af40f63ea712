import * as sso from '@aws-sdk/client-sso-admin';
import { mockClient } from 'aws-sdk-client-mock';
import { connectionTo } from '../../lib/snapshot/connection';
import { statedRegion } from '../../lib/snapshot/collect';
import { findIdentityCenter } from '../../lib/snapshot/identity-center';
import type { Unread } from '../../lib/snapshot/unread';

const center = mockClient(sso.SSOAdminClient);
const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
const connection = connectionTo('100000000000', 'aws', 'us-east-1', () => credentials);

/** Answers in one region alone; others have none, or may not be asked. */
function livesIn(home: string, closed: readonly string[] = []): string[] {
  const asked: string[] = [];
  center.reset();
  center.onAnyCommand().resolves({});
  center.on(sso.ListInstancesCommand).callsFake(async (_, client: () => sso.SSOAdminClient) => {
    const region = await client().config.region();
    asked.push(region);
    if (closed.includes(region)) throw Object.assign(new Error('no'), { name: 'AccessDeniedException' });
    return { Instances: region === home ? [{ InstanceArn: 'i' }] : [] };
  });
  center.on(sso.ListPermissionSetsCommand).resolves({ PermissionSets: ['ps'] });
  center.on(sso.DescribePermissionSetCommand).resolves({ PermissionSet: { Name: 'Developer' } });
  return asked;
}

async function find(regions: readonly string[]) {
  const unread: Unread[] = [];
  return { found: await findIdentityCenter(connection, regions, unread), unread };
}

describe('Identity Center', () => {
  test('is looked for in one region after the other until it answers', async () => {
    const asked = livesIn('eu-north-1', ['eu-west-2']);
    const { found, unread } = await find(['eu-west-2', 'eu-north-1', 'eu-west-1']);
    expect(found?.permissionSets).toMatchObject([{ name: 'Developer' }]);
    expect(asked).toEqual(['us-east-1', 'eu-west-2', 'eu-north-1']);
    expect(unread).toEqual([]);
  });

  test('that answers nowhere is told, with what was asked and how to name its region', async () => {
    livesIn('ap-south-2', ['eu-west-2']);
    const { found, unread } = await find(['eu-west-2']);
    expect(found).toBeUndefined();
    expect(unread).toMatchObject([{ account: '100000000000', what: 'sso:ListInstances' }]);
    expect(unread[0]!.why).toMatch(
      /no Identity Center answers in us-east-1; eu-west-2 may not be asked.*--home-region/,
    );
  });

  test('that is closed where it is asked first stops the collection: nothing is taken for absent', async () => {
    livesIn('eu-west-2', ['us-east-1']);
    await expect(find(['eu-west-2'])).rejects.toThrow('no');
  });

  test('is asked for first where the platform says that it is', () => {
    const statement = { packageVersion: '0', properties: { organization: { region: 'eu-north-1' } } };
    expect(statedRegion({ statement })).toEqual(['eu-north-1']);
    expect(statedRegion({})).toEqual([]);
  });
});
