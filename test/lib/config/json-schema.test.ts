import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { parse } from 'yaml';
import { platformJsonSchema } from '../../../lib/config';

const text = readFileSync(join(__dirname, '../../../platform.yaml'), 'utf8');
const accepts = new Ajv({ strict: false }).compile(platformJsonSchema());

test('an editor finds the schema that the first line names', () => {
  expect(text.split('\n')[0]).toBe('# yaml-language-server: $schema=./dist/data/platform.schema.json');
});

test('the shipped file is valid in an editor', () => {
  expect(accepts(parse(text)) || accepts.errors).toBe(true);
});

test.each([
  ['an unknown key', 'approvers:', 'aprovers:'],
  ['an account id of eleven digits', "'333333333333'", "'33333333333'"],
  ['a bake over three hours', 'bakeMinutes: 30', 'bakeMinutes: 181'],
])('an editor sees %s', (_, from, to) => {
  expect(accepts(parse(text.replace(from, to)))).toBe(false);
});

test('every key is documented', () => {
  const undocumented: string[] = [];
  const visit = (node: Record<string, unknown>, path: string): void => {
    const properties = (node.properties ?? {}) as Record<string, Record<string, unknown>>;
    for (const [key, child] of Object.entries(properties)) {
      if (!('properties' in child || 'items' in child) && !child.description) undocumented.push(`${path}.${key}`);
      visit(child, `${path}.${key}`);
    }
    if (node.items) visit(node.items as Record<string, unknown>, `${path}[]`);
  };
  visit(platformJsonSchema(), '');
  expect(undocumented).toEqual([]);
});
