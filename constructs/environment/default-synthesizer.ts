import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IReusableStackSynthesizer, Stage } from 'aws-cdk-lib';
import { App } from 'aws-cdk-lib';
import { GuardedStackSynthesizer } from './guarded-stack-synthesizer';

/** Makes every stack of the stage that names no synthesizer deploy through the hardened bootstrap. */
export function setDefaultSynthesizer(stage: Stage, synthesizer: IReusableStackSynthesizer): void {
  stage.node.setContext(contextKey(), synthesizer);
}

let known: string | undefined;

/**
 * The context key under which an App keeps `defaultStackSynthesizer`. The property exists for apps alone and its key is
 * made anew in every process, so it is read off an app that has the property and is never synthesized.
 */
function contextKey(): string {
  known ??= readContextKey();
  return known;
}

function readContextKey(): string {
  const marker = new GuardedStackSynthesizer();
  const outdir = mkdtempSync(join(tmpdir(), 'guarded-probe-'));
  const app = new App({ defaultStackSynthesizer: marker, autoSynth: false, outdir, analyticsReporting: false });
  rmSync(outdir, { recursive: true, force: true });
  const context = app.node.getAllContext() as Readonly<Record<string, unknown>>;
  const key = Object.keys(context).find((name) => context[name] === marker);
  if (key === undefined)
    throw new Error(
      "This aws-cdk-lib keeps an app's defaultStackSynthesizer elsewhere: give each stack a GuardedStackSynthesizer and report it.",
    );
  return key;
}
