import { Environment, EnvironmentKind } from 'cdk-guarded-environments';

const place = { application: 'notes', regions: ['eu-west-2'] };

/** Where notes runs; the same accounts and regions as in the platform's platform.yaml. */
export const ENVIRONMENTS: Environment[] = [
  new Environment({ ...place, name: 'dev', kind: EnvironmentKind.DEV, account: '333333333333' }),
  new Environment({ ...place, name: 'prod', kind: EnvironmentKind.PROD, account: '666666666666' }),
];
