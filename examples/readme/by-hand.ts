import { App } from 'aws-cdk-lib';
import { Environment, EnvironmentKind, GuardedChecks, GuardedPlatform, PipelineSource } from 'cdk-guarded-environments';

const app = new App();
GuardedChecks.addTo(app);
new GuardedPlatform(app, 'platform', {
  organization: {
    id: 'o-abc123defg',
    rootId: 'r-ab12',
    region: 'eu-west-2',
    managementAccount: '100000000000',
    toolingAccount: '111111111111',
    auditAccount: '222222222222',
    units: {
      prod: 'ou-ab12-prod0000',
      tooling: 'ou-ab12-tooling0',
      audit: 'ou-ab12-audit000',
      dev: 'ou-ab12-dev00000',
      test: 'ou-ab12-test0000',
    },
    identityCenterArn: process.env.IDENTITY_CENTER_ARN ?? '',
  },
  people: { developers: ['11111111-1111-1111-1111-111111111111'] },
  applications: [
    {
      name: 'orders',
      source: PipelineSource.codeConnections({
        connectionArn: process.env.CONNECTION_ARN ?? '',
        repository: 'example/orders',
      }),
      environments: [
        new Environment({
          application: 'orders',
          name: 'test',
          kind: EnvironmentKind.TEST,
          account: '444444444444',
          regions: ['eu-west-2'],
        }),
        new Environment({
          application: 'orders',
          name: 'prod',
          kind: EnvironmentKind.PROD,
          account: '666666666666',
          regions: ['eu-west-2'],
        }),
      ],
      waves: [{ name: 'everything', environment: 'prod' }],
      approvers: ['ReleaseManager'],
      window: { timeZone: 'Europe/London', open: [{ days: ['Mon'], opens: '09:00', closes: '16:00' }] },
      serviceLevelObjectives: { 'orders-prod-eu-west-2': ['orders-availability'] },
    },
  ],
});
