import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { keptProof, type ProofAnswer } from '../../../constructs/proof/kept-proof';
import { Kept, keepOn } from '../../../lib/kept';

const answer = (verdict: string, success = verdict === 'proved'): ProofAnswer => ({
  report: { success, violations: [], metadata: { verdict } },
  rests: 'it rests on',
});

function scene() {
  const outdir = mkdtempSync(join(tmpdir(), 'kept-proof-'));
  const kept = new Kept(mkdtempSync(join(tmpdir(), 'kept-')), 'code');
  const write = (name: string, text: string): void => writeFileSync(join(outdir, name), text);
  write('manifest.json', '{}');
  const app = (): App => {
    const made = new App({ autoSynth: false });
    keepOn(made, kept);
    return made;
  };
  return { app, outdir, write };
}

it('is made anew where a file of the assembly, the platform or an acknowledgement is another', () => {
  const { app, outdir, write } = scene();
  const platform = join(mkdtempSync(join(tmpdir(), 'platform-')), 'snapshot.json');
  writeFileSync(platform, '{}');
  const look = (made = app(), file: string | undefined = platform) => keptProof(made, outdir, file).get();
  keptProof(app(), outdir, platform).put(answer('proved'));
  expect(look()).toEqual(answer('proved'));
  const acknowledged = app();
  Validations.of(acknowledged).acknowledge({ id: 'GuardedEnvironments::rollback-is-armed', reason: 'we do not care' });
  expect(look(acknowledged)).toBeUndefined();
  expect(keptProof(app(), outdir).get()).toBeUndefined();
  writeFileSync(platform, '{"accounts":{}}');
  expect(look()).toBeUndefined();
  writeFileSync(platform, '{}');
  expect(look()).toEqual(answer('proved'));
  write('other.template.json', '{}');
  expect(look()).toBeUndefined();
});

it.each(['refuted', 'unknown'])('that is %s is never taken for an answer', (verdict) => {
  const { app, outdir } = scene();
  for (const success of [false, true]) {
    keptProof(app(), outdir).put(answer(verdict, success));
    expect(keptProof(app(), outdir).get()).toBeUndefined();
  }
});

it('is not kept for an app that keeps nothing', () => {
  const { outdir } = scene();
  const app = new App({ autoSynth: false });
  keptProof(app, outdir).put(answer('proved'));
  expect(keptProof(app, outdir).get()).toBeUndefined();
});
