import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../../..');

/** Sources whose texts people read in a pipeline, a record or a notice. */
const TOLD = ['lib/change', 'lib/runtime', 'constructs/pipeline/script'];

/** Texts within quotes; comments are for ourselves. */
function textsOf(file: string): string[] {
  const code = readFileSync(file, 'utf8').replace(/^\s*(\/\/|\/?\*).*$/gm, '');
  return [...code.matchAll(/(['"`])((?:\\.|(?!\1)[^\\])*)\1/gs)].map(([, , text = '']) => text);
}

const texts = TOLD.flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => textsOf(join(root, folder, file)).map((text) => ({ file: join(folder, file), text }))),
);

it('reads texts at all', () => {
  expect(texts.some(({ text }) => /then release again/.test(text))).toBe(true);
});

it.each([
  [
    'to retry a stage, a gate or an action, which nobody may',
    /\bretry (the|this|your) (stage|gate|action|deployment)/i,
  ],
  ['to approve anew in a release that was decided', /approve it again/i],
  ['to start, stop or change an execution by hand', /\b(start|stop) the (execution|pipeline) by hand/i],
])('no message advises %s', (_what, forbidden) => {
  expect(texts.filter(({ text }) => forbidden.test(text))).toEqual([]);
});
