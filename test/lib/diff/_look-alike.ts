import { cpSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contentDigest } from '../../../lib/assembly';
import { Meanings } from '../../../lib/world/meaning/table';

type Json = Record<string, unknown>;

/** A copy of an assembly in which each template is rewritten. */
export function rewritten(assembly: string, rewrite: (template: string, name: string) => string): string {
  const copy = mkdtempSync(join(tmpdir(), 'diff-copy-'));
  cpSync(assembly, copy, { recursive: true });
  for (const name of readdirSync(copy, { recursive: true, encoding: 'utf8' }))
    if (name.endsWith('.template.json')) {
      const file = join(copy, name);
      writeFileSync(file, rewrite(readFileSync(file, 'utf8'), name));
    }
  return copy;
}

/** The same JSON with the keys of every object in the opposite order, in texts that hold JSON too. */
export function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value === 'string' && /^\{.*\}$/s.test(value)) return JSON.stringify(reversed(JSON.parse(value)));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).reverse();
  return Object.fromEntries(entries.map(([key, one]) => [key, reversed(one)]));
}

/** A tag on every resource whose type can be tagged. */
export function tagged({ Resources = {}, ...template }: Json): Json {
  const meanings = new Meanings();
  const resources = Object.entries(Resources as Record<string, Json>).map(([id, one]) => {
    const type = String(one.Type);
    const apart = /^AWS::(IAM|SSO|Organizations|CDK|KMS|S3|CloudFormation)|Custom/.test(type);
    const untaggable = apart || !meanings.of(type)?.properties.has('Tags');
    const Properties = { ...(one.Properties as Json), Tags: [{ Key: 'team', Value: 'orders' }] };
    return [id, untaggable ? one : { ...one, Properties }];
  });
  return { ...template, Resources: Object.fromEntries(resources) };
}

/** An asset whose policy is written in another order, under the hash that it has then; whatever names the old one follows. */
export function rehashed(assembly: string, hash: string): void {
  const asset = join(assembly, folderOf(assembly, hash));
  const policy = join(asset, 'policy.json');
  writeFileSync(policy, JSON.stringify(reversed(JSON.parse(readFileSync(policy, 'utf8'))), undefined, 2));
  const other = contentDigest(asset);
  for (const name of readdirSync(assembly).filter((one) => one.endsWith('.json'))) {
    const file = join(assembly, name);
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll(hash, other));
  }
}

/** Where the content that is published under a hash lies. */
export function folderOf(assembly: string, hash: string): string {
  const manifests = readdirSync(assembly).filter((name) => name.endsWith('.assets.json'));
  const files = manifests.flatMap((name) =>
    Object.entries(
      (
        JSON.parse(readFileSync(join(assembly, name), 'utf8')) as {
          files: Record<string, { source: { path: string } }>;
        }
      ).files,
    ),
  );
  return files.find(([id]) => id === hash)![1].source.path;
}
