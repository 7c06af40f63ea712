import { Environment, EnvironmentKind } from 'cdk-guarded-environments';

/** CloudFront takes its certificate from us-east-1 alone. */
const place = { application: 'web', regions: ['eu-west-2'], globalRegion: 'us-east-1' };

/** Where the site runs; the same accounts and regions as in the platform's platform.yaml. */
export const ENVIRONMENTS: Environment[] = [
  new Environment({ ...place, name: 'dev', kind: EnvironmentKind.DEV, account: '333333333333' }),
  new Environment({ ...place, name: 'prod', kind: EnvironmentKind.PROD, account: '666666666666' }),
];
