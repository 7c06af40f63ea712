import { join } from 'node:path';
import { buildSync } from 'esbuild';
import type { SandboxHandlerName } from '../../../lib/sandbox/wiring';

const ROOT = join(__dirname, '..', '..', '..');

/** Where the actions of a package's commands begin, where their names differ from the package's. */
const PREFIXES: Readonly<Record<string, string>> = {
  '@aws-sdk/client-cloudformation': 'cloudformation',
  '@aws-sdk/client-cloudwatch': 'cloudwatch',
  '@aws-sdk/client-cloudwatch-logs': 'logs',
  '@aws-sdk/client-codebuild': 'codebuild',
  '@aws-sdk/client-cost-explorer': 'ce',
  '@aws-sdk/client-dynamodb': 'dynamodb',
  '@aws-sdk/client-ec2': 'ec2',
  '@aws-sdk/client-ecr': 'ecr',
  '@aws-sdk/client-iam': 'iam',
  '@aws-sdk/client-kms': 'kms',
  '@aws-sdk/client-resource-groups-tagging-api': 'tag',
  '@aws-sdk/client-s3': 's3',
  '@aws-sdk/client-scheduler': 'scheduler',
  '@aws-sdk/client-secrets-manager': 'secretsmanager',
  '@aws-sdk/client-sfn': 'states',
  '@aws-sdk/client-sns': 'sns',
  '@aws-sdk/lib-dynamodb': 'dynamodb',
};

/** Calls that take other rights than their name says; the service's authorization reference has them. */
const TAKES: Readonly<Record<string, readonly string[]>> = {
  'dynamodb:Get': ['dynamodb:GetItem'],
  // Each part of a transaction takes the right of its own kind; see `removes` below.
  'dynamodb:TransactWrite': ['dynamodb:PutItem'],
  's3:ListObjectVersions': ['s3:ListBucketVersions'],
  's3:DeleteObjects': ['s3:DeleteObject', 's3:DeleteObjectVersion'],
  'scheduler:CreateSchedule': ['scheduler:CreateSchedule', 'iam:PassRole'],
  'scheduler:UpdateSchedule': ['scheduler:UpdateSchedule', 'iam:PassRole'],
  // With RoleARN.
  'cloudformation:DeleteStack': ['cloudformation:DeleteStack', 'iam:PassRole'],
};

/** The handler's own code, without what nothing reaches; packages stay outside. */
function codeOf(handler: SandboxHandlerName): string {
  const { outputFiles } = buildSync({
    absWorkingDir: ROOT,
    entryPoints: [`lib/runtime/sandbox/${handler}.ts`],
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    treeShaking: true,
    write: false,
  });
  return outputFiles[0]!.text;
}

/** Actions that the calls of a handler take, from the commands of the SDK that its code makes. */
export function actionsOf(handler: SandboxHandlerName): string[] {
  const code = codeOf(handler);
  const imports = [...code.matchAll(/import \{([^}]*)\} from "(@aws-sdk\/[^"]+)"/g)];
  const actions = imports.flatMap(([, names, from]) =>
    names!
      .split(',')
      .flatMap((name) => /^\s*(\w+)Command(?: as (\w+))?\s*$/.exec(name)?.slice(1) ?? [])
      .filter((name) => name !== undefined && code.includes(`new ${name}Command(`))
      .map((name) => actionOf(from!, name)),
  );
  const removes = /\bremove: LEASE_KEYS/.test(code) ? ['dynamodb:DeleteItem'] : [];
  return [...new Set([...actions.flatMap((action) => TAKES[action] ?? [action]), ...removes])].sort();
}

/** Packages of AWS's that the bundle of a handler holds, beside the one that turns items into values. */
export function packagesOf(handler: SandboxHandlerName): string[] {
  const packages = [...codeOf(handler).matchAll(/from "(@aws-sdk\/[^"]+)"/g)].map(([, name]) => name!);
  return [...new Set(packages)].filter((name) => name !== '@aws-sdk/lib-dynamodb').sort();
}

/** Beginning of the actions that a package calls. */
export function prefixOf(name: string): string {
  return actionOf(name, '').slice(0, -1);
}

function actionOf(from: string, command: string): string {
  const prefix = PREFIXES[from];
  if (prefix === undefined) throw new Error(`${from} calls nobody knows what: add it to the table.`);
  return `${prefix}:${command}`;
}
