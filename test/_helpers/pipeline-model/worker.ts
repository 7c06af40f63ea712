/** A process that explores what it is told to, beside others; see `exploreTogether`. */
import { explore } from './explore';
import { SABOTAGES } from './sabotage';
import { HANDLERS } from './scene';
import { secondRelease } from './start';
import type { Answer, Task } from './together';

const handlers = { ...HANDLERS };

/** Handlers tell what went wrong; here that is what is looked for, thousands of times. */
console.error = () => undefined;

/** Whoever asked is gone. */
process.on('disconnect', () => process.exit());

process.on('message', (task: Task) => {
  void run(task).then(
    (answer) => process.send!(answer),
    (error: Error) => process.send!({ error: error.stack ?? error.message }),
  );
});

async function run({ sabotage, definition, ...reach }: Task): Promise<Answer> {
  Object.assign(HANDLERS, handlers);
  const start = await secondRelease(definition);
  const pipeline = sabotage ? SABOTAGES[sabotage]!(definition) : definition;
  const { states, rests, problems } = await explore(start, { ...reach, definition: pipeline });
  const megabytes = Math.round(process.resourceUsage().maxRSS / 1024);
  return { states, rests: [...rests], problems: [...problems], megabytes };
}
