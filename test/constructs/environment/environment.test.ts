import type { EnvironmentProps } from '../../../constructs/environment';
import { Environment, EnvironmentKind, EnvironmentStage } from '../../../constructs/environment';
import { App } from 'aws-cdk-lib';
import { environment } from './stages';

const GOOD: EnvironmentProps = {
  application: 'orders',
  name: 'prod',
  kind: EnvironmentKind.PROD,
  account: '333333333333',
  regions: ['eu-west-2', 'eu-west-1'],
};

describe('an environment', () => {
  test('knows whether it is prod, where its home is and how it is called', () => {
    const prod = new Environment(GOOD);
    expect([prod.isProd, prod.homeRegion, prod.qualifiedName]).toEqual([true, 'eu-west-2', 'orders-prod']);
    expect(environment(EnvironmentKind.TEST).isProd).toBe(false);
  });

  test.each<[string, Partial<EnvironmentProps>, string]>([
    ['an account id of eleven digits', { account: '33333333333' }, 'account is "33333333333", expected twelve digits'],
    ['no region', { regions: [] }, 'regions is [], expected at least one region'],
    ['a region twice', { regions: ['eu-west-2', 'eu-west-2'] }, 'expected each region once'],
    [
      'a global region that is none',
      { globalRegion: 'eu-west-1' },
      'globalRegion is "eu-west-1", expected \'us-east-1\'',
    ],
    ['a region that is none', { regions: ['London'] }, 'regions is "London", expected a region such as'],
    ['capital letters', { application: 'Orders' }, 'application is "Orders"'],
    ['an empty name', { name: '' }, 'name is ""'],
    ['a kind that is none', { kind: 'staging' as EnvironmentKind }, 'kind is "staging", expected \'dev\''],
  ])('refuses %s', (_what, change, message) => {
    expect(() => new Environment({ ...GOOD, ...change })).toThrow(message);
  });

  test('tells all problems together', () => {
    const broken = (): Environment => new Environment({ ...GOOD, account: 'x', application: 'Y', regions: [] });
    expect(broken).toThrow(/application is .*; account is .*; regions is/);
  });

  test('has stages in its own regions alone', () => {
    const props = { environment: new Environment(GOOD), region: 'us-east-1' };
    expect(() => new EnvironmentStage(new App(), 'Elsewhere', props)).toThrow(
      "region is 'us-east-1', expected one of environment orders-prod: eu-west-2, eu-west-1",
    );
  });
});

describe('from JavaScript', () => {
  test.each<[string, unknown, string]>([
    ['nothing', undefined, 'application is undefined'],
    ['no application', { ...GOOD, application: undefined }, 'application is undefined, expected 2 to 32'],
    ['regions as text', { ...GOOD, regions: 'eu-west-2' }, 'regions is "eu-west-2", expected at least one region'],
    [
      'a number for an account',
      { ...GOOD, account: 333333333333 },
      'account is 333333333333, expected twelve digits, quoted',
    ],
  ])('an environment of %s says what is wrong', (_what, props, message) => {
    expect(() => new Environment(props as EnvironmentProps)).toThrow(message);
  });

  test.each<[string, unknown, string]>([
    ['without properties', undefined, "EnvironmentStage 'S': environment is undefined, expected an Environment"],
    [
      'with a plain object',
      { environment: GOOD, region: 'eu-west-2' },
      'expected an Environment: new EnvironmentStage(',
    ],
    ['without a region', { environment: new Environment(GOOD) }, "EnvironmentStage 'S': region is undefined"],
  ])('a stage %s', (_what, props, message) => {
    expect(() => new EnvironmentStage(new App(), 'S', props as never)).toThrow(message);
  });
});
