import { Environment, EnvironmentKind } from 'cdk-guarded-environments';

const { DEV, TEST, PROD } = EnvironmentKind;

function environment(name: string, kind: EnvironmentKind, account: string, ...regions: string[]): Environment {
  return new Environment({ application: 'orders', name, kind, account, regions });
}

/** Where orders runs; the same accounts and regions as in the platform's platform.yaml. */
export const ENVIRONMENTS: Environment[] = [
  environment('dev', DEV, '333333333333', 'eu-west-2'),
  environment('test', TEST, '444444444444', 'eu-west-2'),
  environment('one-box', PROD, '555555555555', 'eu-west-2'),
  environment('prod', PROD, '666666666666', 'eu-west-2', 'eu-west-1'),
];
