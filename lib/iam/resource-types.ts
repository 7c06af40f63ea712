import { catalogue } from './catalogue';
import { CLASS, GlobBuilder } from './glob';
import type { Glob } from './glob';
import { language } from './language';
import type { Language } from './language';

/** How closely a resource type's ARN is filled in. */
export type Fill = 'any' | 'partition' | 'example';

const PLACEHOLDER = /\$\{([^}]*)\}/g;
const cache = new Map<string, Language>();

/**
 * The ARNs of a resource type: partition and region are not empty, an account has twelve digits, every other part is
 * any string; a `*` of the catalogue is any string too.
 */
function typeGlob(template: string, fill: Fill): Glob {
  const builder = new GlobBuilder();
  let from = 0;
  for (const match of template.matchAll(PLACEHOLDER)) {
    addText(builder, template.slice(from, match.index));
    addPart(builder, match[1].toLowerCase(), fill);
    from = match.index + match[0].length;
  }
  addText(builder, template.slice(from));
  return builder.build();
}

function addText(builder: GlobBuilder, text: string): void {
  for (const char of text) {
    if (char === '*') builder.many(CLASS.any);
    else builder.text(char);
  }
}

function addPart(builder: GlobBuilder, name: string, fill: Fill): void {
  if (name === 'partition') return void (fill === 'any' ? some(builder) : builder.text('aws'));
  if (name === 'region') return void (fill === 'example' ? builder.text('us-east-1') : some(builder));
  if (name === 'account') {
    if (fill === 'example') return void builder.text('123456789012');
    for (let digit = 0; digit < 12; digit += 1) builder.one(CLASS.digit);
    return;
  }
  if (fill === 'any') builder.many(CLASS.any);
  else if (fill === 'example') builder.one(CLASS.word).many(CLASS.word);
  else builder.many(CLASS.name).one(CLASS.word);
}

function some(builder: GlobBuilder): void {
  builder.one(CLASS.noColon).many(CLASS.noColon);
}

/** The literal `*`: what an action without resource types acts on. */
const NO_RESOURCE = language([new GlobBuilder().text('*').build()]);

/** All resources that an action acts on; undefined for an action that the catalogue does not know. */
export function actsOn(action: string): Language | undefined {
  let known = actedOn.get(action);
  if (!known) {
    const found = catalogue().find(action);
    known = found && typesLanguage(found.resources, 'any');
    if (known) actedOn.set(action, known);
  }
  return known;
}

const actedOn = new Map<string, Language>();

function typesLanguage(types: readonly string[], fill: Fill): Language {
  if (types.length === 0) return NO_RESOURCE;
  const key = `${fill} ${types.join(' ')}`;
  let known = cache.get(key);
  if (!known) {
    known = language(types.map((one) => typeGlob(one, fill)));
    cache.set(key, known);
  }
  return known;
}

/** The ways to fill in, the most readable first. */
export const FILLS: readonly Fill[] = ['example', 'partition', 'any'];

/** Resources of each type that an action acts on, for a witness. */
export function witnessResources(action: string, fill: Fill): Language[] {
  const types = catalogue().find(action)?.resources;
  if (!types) return [];
  return types.length === 0 ? [NO_RESOURCE] : types.map((type) => typesLanguage([type], fill));
}
