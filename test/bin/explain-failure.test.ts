import { explain } from '../../bin/app/explain';
import { InputError, SurroundingsError } from '../../lib/errors';

afterEach(() => delete process.env.GUARDED_DEBUG);

describe('what a person reads where the app could not be built', () => {
  it('is every problem of the input, and exit code 2', () => {
    const error = new InputError([
      { file: 'platform.yaml', place: 'line 3 (organization.id)', message: 'write o-abc123defg' },
      { file: 'platform.yaml', message: 'is too long' },
    ]);
    expect(explain(error)).toEqual({
      text: 'platform.yaml: line 3 (organization.id): write o-abc123defg\nplatform.yaml: is too long',
      exitCode: 2,
    });
  });

  it('is the message alone where the surroundings failed, and exit code 3', () => {
    expect(explain(new SurroundingsError('no credentials'))).toEqual({ text: 'no credentials', exitCode: 3 });
  });

  it('is the message of a construct without the frames that CDK puts into it', () => {
    const error = new Error('platform/orders: no wave\n    at Object.<anonymous> (/x.ts:1:1)\n  ...\nwrite one');
    expect(explain(error)).toEqual({ text: 'platform/orders: no wave\nwrite one', exitCode: 2 });
  });

  it('keeps the frames for whoever asks for them', () => {
    process.env.GUARDED_DEBUG = '1';
    expect(explain(new Error('no wave')).text).toMatch(/no wave\n +at .*explain-failure\.test/);
  });

  it.each([TypeError, ReferenceError, RangeError, SyntaxError])('is the stack of a bug: %p', (Bug) => {
    const { text, exitCode } = explain(new Bug('x is not a function'));
    expect(text).toMatch(/x is not a function\n +at .*explain-failure\.test/);
    expect(exitCode).toBe(1);
  });

  it.each([['a text'], [undefined], [null], [{ toString: (): string => 'an object' }]])(
    'is whatever was thrown: %p',
    (thrown) => {
      expect(explain(thrown)).toEqual({ text: String(thrown), exitCode: 1 });
    },
  );
});
