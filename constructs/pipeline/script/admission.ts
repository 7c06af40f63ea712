import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aws, run, variable } from './shell';

/** What change control is asked, and what its answer must repeat word for word. */
type Question = Readonly<Record<'application' | 'pipeline' | 'execution' | 'digest' | 'stage', string>>;

/** How the AWS command line tells of a call; the answer itself stands in a file. */
interface Called {
  readonly StatusCode?: number;
  readonly FunctionError?: string;
}

/** What change control says of a deployment that may go on. */
export interface Admitted {
  /** It goes back to what was released before. */
  readonly rollback: boolean;
  /** The gate excused alarms that fire. */
  readonly excused: boolean;
}

/** Somebody answered, and the answer is no. Asking again would change nothing. */
class Refusal extends Error {}

/** A passing answer. */
interface Pass extends Admitted {
  readonly reason: string;
}

/** Seconds between the tries: a rollback must not fail because a service was busy for a moment. */
const PAUSES = [2, 4, 8, 16];

/** Longer than the function may run, so that the command line does not take a slow answer for none and call once more. */
const READ_TIMEOUT = 90;

/**
 * Goes on only if change control says, at this moment, that this deployment may reach prod; a target before prod has
 * nobody to ask. Whatever is no passing answer to exactly this question ends the build: a refusal at once, anything
 * else after a few tries.
 */
export function askAdmission(): Admitted {
  const name = variable('ADMISSION');
  if (name === 'none') return refuseUnasked();
  const question: Question = {
    application: variable('APPLICATION'),
    pipeline: variable('PIPELINE'),
    execution: variable('EXECUTION'),
    digest: variable('DIGEST'),
    stage: variable('STAGE'),
  };
  const { reason, ...admitted } = untilAnswered(name, question);
  process.stdout.write(`Admitted: ${reason}\n`);
  return admitted;
}

/** Prod is where rollback alarms are handed over: both would have to be dropped together. */
function refuseUnasked(): Admitted {
  if (variable('ROLLBACK_ALARMS') === 'none') return { rollback: false, excused: false };
  throw new Error(
    'A deployment to prod must name its admission, and ADMISSION is "none". Release the platform again, which deploys the pipeline.',
  );
}

function untilAnswered(name: string, question: Question, [pause, ...later] = PAUSES): Pass {
  try {
    return ask(name, question);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    const why = (error as Error).message;
    if (pause === undefined) throw new Error(unanswered(name, question, why), { cause: error });
    process.stderr.write(`${name} did not answer, asked again in ${pause} s: ${why}\n`);
    run('sleep', [String(pause)]);
    return untilAnswered(name, question, later);
  }
}

function unanswered(name: string, { stage }: Question, why: string): string {
  return `${name} did not say that ${stage} may be deployed, so nothing was: ${why}. Look into the log /aws/lambda/${name} and at the rights of this project's role, then release again.`;
}

function ask(name: string, question: Question): Pass {
  const folder = mkdtempSync(join(tmpdir(), 'admission-'));
  const file = join(folder, 'answer.json');
  try {
    const called = aws<Called>([
      ...['lambda', 'invoke', '--function-name', name, '--invocation-type', 'RequestResponse'],
      ...['--cli-binary-format', 'raw-in-base64-out', '--cli-read-timeout', String(READ_TIMEOUT)],
      ...['--payload', JSON.stringify(question), file],
    ]);
    return passIn(called, readFileSync(file, 'utf8'), question);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function passIn({ StatusCode, FunctionError }: Called, text: string, question: Question): Pass {
  if (StatusCode !== 200 || FunctionError !== undefined)
    throw new Error(`it ended with ${StatusCode} ${FunctionError ?? ''} and ${text.slice(0, 2000)}`);
  const answer = objectIn(text);
  const other = Object.entries(question).find(([key, value]) => answer[key] !== value);
  if (other) throw new Error(`its answer is not about ${other.join(' ')}: ${text.slice(0, 2000)}`);
  const { verdict, reason, rollback, excused } = answer;
  if (typeof reason !== 'string') throw new Error(`its answer gives no reason: ${text.slice(0, 2000)}`);
  if (verdict === 'refuse') throw new Refusal(`Not admitted, nothing was deployed: ${reason}`);
  if (verdict !== 'pass') throw new Error(`its answer is neither pass nor refuse: ${text.slice(0, 2000)}`);
  if (typeof rollback !== 'boolean' || typeof excused !== 'boolean')
    throw new Error(`its answer does not say whether it is a rollback or a fix: ${text.slice(0, 2000)}`);
  return { reason, rollback, excused };
}

function objectIn(text: string): Readonly<Record<string, unknown>> {
  const value: unknown = JSON.parse(text);
  if (typeof value === 'object' && value !== null) return value as Readonly<Record<string, unknown>>;
  throw new Error(`its answer is ${text.slice(0, 200)}`);
}
