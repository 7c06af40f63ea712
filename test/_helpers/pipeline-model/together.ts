import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { join } from 'node:path';
import type { PipelineDefinition } from './definition';
import type { Reach } from './explore';

/** What a worker explores. */
export interface Task extends Reach {
  readonly definition: PipelineDefinition;
  /** A guard that is taken out before; see sabotage.ts. */
  readonly sabotage?: string;
}

/** What a worker found, as it travels between processes. */
export interface Answer {
  readonly states: number;
  readonly rests: readonly string[];
  readonly problems: readonly string[];
  /** The most memory that its process held so far. */
  readonly megabytes: number;
}

/**
 * Processes that explore, each outside the sandbox of the test runner, in which the same takes five times as long
 * (every look at a global there goes through an interceptor), and on a core of its own.
 */
export class Explorers {
  private readonly idle: ChildProcess[];
  private readonly waiting: ((worker: ChildProcess) => void)[] = [];
  private readonly all: readonly ChildProcess[];

  public constructor(count: number) {
    const program = bundled();
    this.all = Array.from({ length: count }, () => fork(program));
    this.idle = [...this.all];
  }

  /** Explores; waits for a free process first. */
  public async explore(task: Task): Promise<Answer> {
    const worker = this.idle.pop() ?? (await new Promise<ChildProcess>((resolve) => this.waiting.push(resolve)));
    try {
      return await ask(worker, task);
    } finally {
      const next = this.waiting.shift();
      if (next) next(worker);
      else this.idle.push(worker);
    }
  }

  /** Shares an exploration out by the disturbance that comes first. */
  public async exploreTogether(task: Task, disturbances: readonly string[]): Promise<Answer> {
    const answers = await Promise.all(['', ...disturbances].map(async (first) => this.explore({ ...task, first })));
    return {
      states: answers.reduce((sum, one) => sum + one.states, 0),
      rests: [...new Set(answers.flatMap((one) => one.rests))],
      problems: answers.flatMap((one) => one.problems),
      megabytes: Math.max(...answers.map((one) => one.megabytes)),
    };
  }

  public end(): void {
    for (const worker of this.all) worker.kill();
  }
}

/** One file for all of them, since compiling the sources takes each as long as exploring; see command.ts for where it stands. */
function bundled(): string {
  const program = join(process.env.GUARDED_TEST_BUNDLES!, 'explorer.js');
  const flags = ['--bundle', '--platform=node', '--conditions=source', '--packages=external', '--log-level=warning'];
  const root = join(__dirname, '../../..');
  execFileSync(join(root, 'node_modules/.bin/esbuild'), [
    join(__dirname, 'worker.ts'),
    ...flags,
    `--outfile=${program}`,
  ]);
  return program;
}

function ask(worker: ChildProcess, task: Task): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const died = (code: number | null) => reject(new Error(`An explorer died (${code}).`));
    worker.once('exit', died);
    worker.once('message', (answer: Answer | { error: string }) => {
      worker.off('exit', died);
      if ('error' in answer) reject(new Error(answer.error));
      else resolve(answer);
    });
    worker.send(task);
  });
}
