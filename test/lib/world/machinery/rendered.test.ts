import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rendered } from '../../../../lib/world/machinery/rendered';
import type { KeptRenderings, Renderer } from '../../../../lib/world/machinery/renderer';
import type { PlainStack } from '../../../../lib/world/machinery/stacks';

const SHA = 'ab'.repeat(32);

/** A renderer that makes one stack which holds what was stated, and counts. */
function scene(kept?: KeptRenderings) {
  const made: unknown[] = [];
  const render: Renderer = ({ statement, outdir }) => {
    made.push(statement);
    mkdirSync(outdir, { recursive: true });
    const stack = { type: 'aws:cloudformation:stack', properties: { templateFile: 's.json' } };
    writeFileSync(join(outdir, 'manifest.json'), JSON.stringify({ artifacts: { s: stack } }));
    writeFileSync(join(outdir, 's.json'), JSON.stringify({ Resources: { statement } }));
  };
  return { renderer: Object.assign(render, { kept }), made };
}

function keeping(): KeptRenderings {
  const known = new Map<string, string>();
  return {
    get: (request) => {
      const found = known.get(JSON.stringify(request));
      return found === undefined ? undefined : (JSON.parse(found) as PlainStack[]);
    },
    put: (request, stacks) => void known.set(JSON.stringify(request), JSON.stringify(stacks)),
  };
}

const templateOf = (stacks: ReadonlyMap<string, PlainStack>): unknown => stacks.get('s')!.template;

it('makes the same machinery once where it is kept, also for another process', () => {
  const kept = keeping();
  const request = { kind: 'platform', statement: { a: 1 }, files: { [SHA]: '/x' } } as const;
  const [first, second] = [scene(kept), scene(kept)];
  const made = rendered(request, first.renderer);
  expect(rendered({ ...request, files: { [SHA]: '/elsewhere' } }, second.renderer)).toEqual(made);
  expect(templateOf(made)).toEqual({ Resources: { statement: { a: 1 } } });
  expect([first.made.length, second.made.length]).toEqual([1, 0]);
});

it.each([
  ['another statement', { kind: 'platform', statement: { a: 2 }, files: { [SHA]: '/x' } }],
  ['another kind', { kind: 'pipelines', statement: { a: 1 }, files: { [SHA]: '/x' } }],
  ['other files', { kind: 'platform', statement: { a: 1 }, files: {} }],
] as const)('makes it anew for %s', (_, other) => {
  const kept = keeping();
  rendered({ kind: 'platform', statement: { a: 1 }, files: { [SHA]: '/x' } }, scene(kept).renderer);
  const { renderer, made } = scene(kept);
  expect(templateOf(rendered(other, renderer))).toEqual({ Resources: { statement: other.statement } });
  expect(made).toHaveLength(1);
});

it('makes it each time where nothing is kept', () => {
  const request = { kind: 'platform', statement: { a: 1 }, files: {} } as const;
  const [first, second] = [scene(), scene()];
  rendered(request, first.renderer);
  rendered(request, second.renderer);
  expect([first.made.length, second.made.length]).toEqual([1, 1]);
});
