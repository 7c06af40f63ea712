import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A stack of a hand-written assembly. */
export interface StackFile {
  readonly name: string;
  readonly account: string;
  readonly region?: string;
  /** Folder of a nested assembly. */
  readonly stage?: string;
  readonly template: Record<string, unknown>;
  readonly executionRole?: string;
  readonly deployRole?: string;
  /** Nested templates by a name of their own; `nestedUrl` says where they are. */
  readonly nested?: Record<string, Record<string, unknown>>;
  /** Its own template goes through the bucket that theirs lie in. */
  readonly published?: boolean;
}

function write(folder: string, stacks: readonly StackFile[], stages: readonly string[]): void {
  mkdirSync(folder, { recursive: true });
  const artifacts: Record<string, unknown> = {};
  for (const stack of stacks) {
    writeFileSync(join(folder, `${stack.name}.template.json`), JSON.stringify(stack.template));
    artifacts[stack.name] = {
      type: 'aws:cloudformation:stack',
      environment: `aws://${stack.account}/${stack.region ?? 'eu-west-2'}`,
      displayName: stack.name,
      dependencies: stack.nested ? [`${stack.name}.assets`] : [],
      properties: {
        templateFile: `${stack.name}.template.json`,
        stackName: stack.name,
        assumeRoleArn: stack.deployRole,
        cloudFormationExecutionRoleArn: stack.executionRole,
        ...(stack.published && {
          stackTemplateAssetObjectUrl: `s3://${bucketOf(stack.account, stack.region ?? 'eu-west-2')}/${sha256(JSON.stringify(stack.template))}.json`,
        }),
      },
    };
    if (stack.nested) artifacts[`${stack.name}.assets`] = assets(folder, stack);
  }
  for (const stage of stages) artifacts[stage] = { type: 'cdk:cloud-assembly', properties: { directoryName: stage } };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ version: '55.0.0', artifacts }));
}

function assets(folder: string, { name, account, region = 'eu-west-2', nested = {}, ...stack }: StackFile): object {
  const files: Record<string, unknown> = {};
  const own = stack.published ? { [name]: stack.template } : {};
  for (const [key, template] of Object.entries({ ...nested, ...own })) {
    const text = JSON.stringify(template);
    const id = sha256(text);
    writeFileSync(join(folder, `${key}.template.json`), text);
    const destination = { bucketName: bucketOf(account, region), objectKey: `${id}.json` };
    files[id] = { source: { path: `${key}.template.json`, packaging: 'file' }, destinations: { here: destination } };
  }
  writeFileSync(join(folder, `${name}.assets.json`), JSON.stringify({ files }));
  return { type: 'cdk:asset-manifest', properties: { file: `${name}.assets.json` } };
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const bucketOf = (account: string, region: string): string => `cdk-guarded-assets-${account}-${region}`;

/** Where the template of a nested stack is published to. */
export function nestedUrl(account: string, template: Record<string, unknown>, region = 'eu-west-2'): string {
  return `https://s3.${region}.amazonaws.com/${bucketOf(account, region)}/${sha256(JSON.stringify(template))}.json`;
}

/** Writes a cloud assembly into a fresh folder and names it. */
export function assemblyFolder(stacks: readonly StackFile[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'assembly-'));
  const stages = [...new Set(stacks.flatMap((stack) => stack.stage ?? []))];
  write(
    folder,
    stacks.filter((stack) => !stack.stage),
    stages,
  );
  for (const stage of stages)
    write(
      join(folder, stage),
      stacks.filter((stack) => stack.stage === stage),
      [],
    );
  return folder;
}

/** Accounts of the hand-written organization. */
export const ACCOUNTS = {
  management: '100000000000',
  tooling: '200000000000',
  prod: '333333333333',
  dev: '444444444444',
} as const;

/** Template metadata that describes an organization of those accounts. */
export function organizationMetadata(
  parts: Record<string, unknown> = {},
  accounts: readonly string[] = Object.keys(ACCOUNTS),
): Record<string, unknown> {
  const organization = {
    id: 'o-abc123defg',
    managementAccountId: ACCOUNTS.management,
    accounts: accounts.map((name) => ({
      id: ACCOUNTS[name as keyof typeof ACCOUNTS],
      name,
      environment: name,
      ous: ['r-root'],
    })),
    policies: [],
  };
  return { 'GuardedEnvironments::Organization': { organization, ...parts } };
}
