import { shortestWord } from '../../../lib/iam/automaton';
import { language } from '../../../lib/iam/language';
import { likeGlobs } from '../../../lib/iam/pattern';
import type { Json } from './_org';
import { PROD, allow, answerTo, snapshot, user, userArn } from './_org';

const runbooks = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `arn:aws:ssm:*:${PROD}:*/runbook-${index}-*`);

/** Somebody who may start runbooks, of which some are sanctioned, each by an exception of its own. */
function onCall(may: string[], sanctioned: string[]): Json {
  const exceptions = sanctioned.map((resource, index) => ({
    ...{ id: `runbook-${index}`, statement: 'a runbook', principals: [userArn(PROD, 'paul')] },
    ...{ actions: ['ssm:StartAutomationExecution'], resources: [resource] },
  }));
  const users = [user(PROD, 'paul', [allow('ssm:StartAutomationExecution', may)])];
  return snapshot({ prod: { users } }, { exceptions });
}

describe('runbooks by convention', () => {
  it.each([1, 12, 60])('are decided, %d of them', (count) => {
    expect(answerTo(onCall(runbooks(count), runbooks(count))).verdict).toBe('proved');
  });

  it('are told by name where one is not sanctioned', () => {
    const all = runbooks(40);
    const { verdict, counterexamples } = answerTo(onCall(all, [...all.slice(0, 20), ...all.slice(21)]));
    expect(verdict).toBe('refuted');
    expect(counterexamples[0].request.resource).toContain(`runbook-20-`);
  });
});

describe('a word of many patterns', () => {
  const of = (...patterns: string[]) => language(patterns.flatMap((one) => likeGlobs(one)));
  const many = Array.from({ length: 30 }, (_, index) => `*n${index}x*`);

  it('is none where each of them stands among the unwanted', () => {
    expect(
      shortestWord(
        [of(...many)],
        many.map((one) => of(one)),
      ),
    ).toBeNull();
    expect(shortestWord([of(...many)], [of('*n*')])).toBeNull();
  });

  it('is one of those that do not', () => {
    expect(
      shortestWord(
        [of(...many)],
        many.slice(1).map((one) => of(one)),
      ),
    ).toMatch(/n0x/);
    expect(
      shortestWord(
        [of(...many), of('a*')],
        many.slice(0, 29).map((one) => of(one)),
      ),
    ).toMatch(/^a.*n29x/);
  });
});
