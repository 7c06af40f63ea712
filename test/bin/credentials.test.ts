import { init, version } from '../../bin/credentials';

type Source = Parameters<Parameters<typeof init>[0]['registerCredentialProviderSource']>[0];

function registered(): Source {
  const sources: Source[] = [];
  init({ registerCredentialProviderSource: (source) => void sources.push(source) });
  expect(sources).toHaveLength(1);
  return sources[0]!;
}

test('is a plugin of the kind that the CDK command line loads', () => {
  expect(version).toBe('1');
  expect(registered().name).toBe('cdk-guarded-environments');
});

test('is not available where nobody is signed in', async () => {
  const before = { ...process.env };
  Object.assign(process.env, {
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/nowhere',
    AWS_SHARED_CREDENTIALS_FILE: '/nowhere',
  });
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_PROFILE'])
    delete process.env[name];
  await expect(registered().isAvailable()).resolves.toBe(false);
  process.env = before;
});
