import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './team';

/** A numbered step of the README's way. */
export interface ReadmeStep {
  readonly number: number;
  readonly title: string;
  readonly commands: readonly string[];
}

/** The steps of 'From nothing to a first guarded prod', as the README numbers them, and how many commands it says they are. */
export function readmeSteps(): { readonly steps: readonly ReadmeStep[]; readonly byHand: number } {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const way = /### From nothing to a first guarded prod\n([^]*?)\n### /.exec(readme)![1]!;
  const byHand = Number(/: (\d+) commands by hand/.exec(way)![1]);
  const steps = way
    .split(/^(?=\d+\. \*\*)/m)
    .slice(1)
    .map(stepOf);
  return { steps, byHand };
}

function stepOf(text: string): ReadmeStep {
  const [, number, title] = /^(\d+)\. \*\*([^*]+)\*\*/.exec(text)!;
  const commands = [...text.matchAll(/^ {7,}(\S.*)$/gm)].map(([, command]) => command!);
  return { number: Number(number), title: title!.replace(/\s+/g, ' '), commands };
}
