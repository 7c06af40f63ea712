import { connectionTo } from '../../lib/snapshot/connection';

const HOUR = 3_600_000;

/** A way into accounts whose sessions are counted, each ending so many milliseconds from now. */
function counted(lasts: number, fails = 0) {
  const begun: string[] = [];
  const connection = connectionTo('100000000000', 'aws', 'eu-west-2', (account) => async () => {
    begun.push(account);
    if (begun.length <= fails) throw new Error('not now');
    return { accessKeyId: account, secretAccessKey: 'x', expiration: new Date(Date.now() + lasts) };
  });
  const ask = (account: string, region: string) => {
    const { credentials } = connection.into(account, region);
    return (credentials as () => Promise<{ readonly accessKeyId: string }>)();
  };
  return { begun, ask };
}

describe('sessions in the accounts', () => {
  it('are shared by all regions and services of an account, also by those that ask at once', async () => {
    const { begun, ask } = counted(HOUR);
    await Promise.all([ask('333333333333', 'eu-west-2'), ask('333333333333', 'us-east-1')]);
    await ask('333333333333', 'eu-west-1');
    await ask('666666666666', 'eu-west-2');
    expect(begun).toEqual(['333333333333', '666666666666']);
  });

  it('begin anew before they end', async () => {
    const { begun, ask } = counted(HOUR / 60);
    await ask('333333333333', 'eu-west-2');
    await ask('333333333333', 'eu-west-2');
    expect(begun).toHaveLength(2);
  });

  it('are asked for again where one was refused', async () => {
    const { ask } = counted(HOUR, 1);
    await expect(ask('333333333333', 'eu-west-2')).rejects.toThrow('not now');
    await expect(ask('333333333333', 'eu-west-2')).resolves.toMatchObject({ accessKeyId: '333333333333' });
  });
});
