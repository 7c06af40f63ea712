import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Bytes of a template that CloudFormation takes from a bucket: 'AWS CloudFormation quotas', template body size. */
const LARGEST = 1_000_000;

/** Templates that CloudFormation would refuse, each with its size, the limit and the way out. */
export function largeTemplates(assembly: string, largest = LARGEST): string[] {
  const files = readdirSync(assembly, { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith('.template.json'))
    .map((file) => ({ file, size: statSync(join(assembly, file)).size }))
    .filter(({ size }) => size > largest)
    .map(({ file, size }) => `${file} has ${size} bytes, CloudFormation takes ${largest}: ${wayOut(file)}`);
}

/** What the organization's stack holds grows with the applications; a workload is its own to divide. */
function wayOut(file: string): string {
  return file.startsWith('platformorganization')
    ? 'give some applications a platform of their own'
    : 'divide the stack in two';
}
