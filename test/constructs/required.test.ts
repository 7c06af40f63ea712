/** JavaScript leaves out what TypeScript asks for: each construct says what is missing, and where. */
import { App, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import * as library from '../../constructs';
import { EnvironmentKind, stage } from './environment/stages';

type Made = new (scope: Construct, id: string, props?: object) => Construct;

/** Constructs that need nothing. */
const CONTENT = ['WorkloadBoundary'];

const constructs = Object.entries(library as Record<string, unknown>).filter(
  (entry): entry is [string, Made] =>
    typeof entry[1] === 'function' && entry[1].prototype instanceof Construct && !CONTENT.includes(entry[0]),
);

/** What a construct says to properties that lack what it needs. */
function told(Made: Made, props?: object): Error {
  const stack = new Stack(stage(EnvironmentKind.PROD, new App()), 'S');
  try {
    new Made(stack, 'It', props);
  } catch (error) {
    return error as Error;
  }
  return new Error('nothing');
}

test('there are constructs to ask', () => expect(constructs.length).toBeGreaterThan(12));

test.each(constructs)('%s says what is missing', (name, Made) => {
  for (const props of [undefined, {}]) {
    const error = told(Made, props);
    expect(error.name).toBe('Error');
    expect(error.message).toMatch(new RegExp(`^${name} 'It': .*expected`));
  }
});
