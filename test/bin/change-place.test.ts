import { whereItStands } from '../../bin/commands/change-place';

const refusal = (name: string, message = name) => Object.assign(new Error(message), { name });

/** Asks where some names answer and the others are refused. */
async function ask(answers: Record<string, string | Error>): Promise<{ answer: string; asked: string[] }> {
  const asked: string[] = [];
  const answer = await whereItStands('orders', (name) => {
    asked.push(name);
    const told = answers[name]!;
    return typeof told === 'string' ? Promise.resolve(told) : Promise.reject(told);
  }).catch((error: Error) => error.message);
  return { answer, asked };
}

test('change control of an application is asked under its own name first', async () => {
  expect(await ask({ orders: 'own' })).toEqual({ answer: 'own', asked: ['orders'] });
});

test.each(['ResourceNotFoundException', 'AccessDeniedException'])(
  '%s leads to the one that it shares',
  async (name) => {
    expect(await ask({ orders: refusal(name), control: 'shared' })).toEqual({
      answer: 'shared',
      asked: ['orders', 'control'],
    });
  },
);

test('a failure of the surroundings is told, and asks nowhere else', async () => {
  expect(await ask({ orders: refusal('TimeoutError') })).toEqual({ answer: 'TimeoutError', asked: ['orders'] });
});

test('where there is none that is shared, the refusal of its own is told; else that of the shared one', async () => {
  const own = refusal('AccessDeniedException', 'not yours');
  expect((await ask({ orders: own, control: refusal('ResourceNotFoundException') })).answer).toBe('not yours');
  const gone = refusal('ResourceNotFoundException');
  expect((await ask({ orders: gone, control: refusal('AccessDeniedException', 'sign in') })).answer).toBe('sign in');
});
