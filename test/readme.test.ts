import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Command } from 'commander';
import { registerCommands } from '../bin/commands';

const root = dirname(__dirname);
const readme = readFileSync(join(root, 'README.md'), 'utf8');

/** Code blocks with the file that each claims to be. */
function blocks(): { file: string; code: string }[] {
  const found = readme.matchAll(/<!-- (\S+\.ts) -->\n```ts\n([\s\S]*?)```/g);
  return [...found].map(([, file, code]) => ({ file, code }));
}

test('every TypeScript block is a compiled file', () => {
  expect(blocks().length).toBe(readme.match(/```ts/g)?.length);
  for (const { file, code } of blocks()) expect(code).toBe(readFileSync(join(root, file), 'utf8'));
});

test('every file that it points to is there', () => {
  const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, link]) => link);
  expect(links.length).toBeGreaterThan(2);
  for (const link of links) expect([link, existsSync(join(root, link))]).toEqual([link, true]);
});

test('it names the commands that there are', () => {
  const program = new Command();
  registerCommands(program);
  for (const { name } of program.commands.map((command) => ({ name: command.name() })))
    expect(readme).toContain(`guarded ${name}`);
});
