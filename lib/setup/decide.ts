import { checksOf, type SetupCheck } from './checks';
import type { SetupFacts, SetupPlatform, Unseen } from './facts';
import { stepsOf } from './steps';

/** Where a step stands: `next` is the first that is not done, `later` those behind it. */
export type StepState = 'done' | 'next' | 'later' | 'unknown';

/** A step with its state, as `guarded setup --json` gives it. */
export interface SetupStep {
  readonly id: string;
  readonly title: string;
  readonly state: StepState;
  readonly why: string;
  /** What to type, one command a line: what is left of it where somebody began. */
  readonly command: string;
  /** Whose credentials it takes. */
  readonly credentials: string;
}

/** The way of one team. */
export interface Setup {
  readonly steps: readonly SetupStep[];
  /** Commands that a person types for this platform in all. */
  readonly byHand: number;
  /** What comes after the last step; only where all are done. */
  readonly afterwards?: string;
  /** What the way depends on besides: room that is left, and what would stop behind the fence. */
  readonly checks: readonly SetupCheck[];
  /** What nobody could look at, and why. */
  readonly unseen: readonly Unseen[];
}

/** Where a team is on the way, from what its file says and what was seen. */
export function setupOf(platform: SetupPlatform, facts: SetupFacts): Setup {
  const steps = stepsOf(platform);
  let open = false;
  const judged = steps.map(({ id, title, credentials, commands, look }): SetupStep => {
    const answer = look(facts);
    const state = stateOf(answer, open);
    open ||= state === 'next';
    const why = answer?.why ?? 'nobody could look: sign in, then ask again';
    return { id, title, state, why, command: (answer?.left ?? commands).join('\n'), credentials };
  });
  return {
    steps: judged,
    byHand: steps.reduce((sum, { commands }) => sum + commands.length, 0),
    ...(judged.every(({ state }) => state === 'done') ? { afterwards: afterwards(platform) } : {}),
    checks: checksOf(platform, facts),
    unseen: facts.unseen ?? [],
  };
}

function afterwards({ toolings }: SetupPlatform): string {
  const all = toolings.flatMap(({ name: where, pipelines }) => pipelines.map((name) => ({ name, where })));
  const { name: first, where } = all.find(({ name }) => name !== 'platform') ?? { name: '', where: 'tooling' };
  return `Every step is done: push to the branch of an application, and its change waits at Approve. In ${where}, \`npx guarded change list --application ${first}\` says where each change of ${first} is.`;
}

function stateOf(answer: { readonly done: boolean } | undefined, open: boolean): StepState {
  if (answer === undefined) return 'unknown';
  if (answer.done) return 'done';
  return open ? 'later' : 'next';
}
