import { copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { entryPoint } from '../../lib/change/wiring';
import { packageRoot } from '../../lib/package-root';

/** Handlers that one bundle holds: those of change control, or those of self-service. */
export type HandlerBundle = 'change' | 'sandbox';

/** What a function runs. */
export interface HandlerCode {
  readonly code: Code;
  /** `index.waitForWindow`: the file and what it exports. */
  readonly handler: string;
}

/** Gives each handler by its name what its function runs. */
export type HandlerCodes = (name: string, closed: string) => HandlerCode;

/** What the handlers decide by: a file beside their code. */
export interface PolicyFile {
  readonly name: string;
  readonly content: object;
}

/** Where the build puts a bundle: `dist/runtime/<bundle>/index.js`. */
export function handlerBundle(bundle: HandlerBundle): string {
  return join(packageRoot(), 'dist', 'runtime', bundle, 'index.js');
}

/**
 * The handlers with the policy they decide by in one archive, which all functions of a scope share: neither can change
 * without the other. Where the build made no bundle, handlers stand in that open nothing and say so.
 */
export function handlerCode(scope: Construct, bundle: HandlerBundle, policy: PolicyFile): HandlerCodes {
  if (!existsSync(handlerBundle(bundle)))
    return (_, closed) => ({ code: Code.fromInline(closed), handler: 'index.handler' });
  const code = staged(scope, handlerBundle(bundle), policy);
  return (name) => ({ code, handler: `index.${entryPoint(name)}` });
}

/** Binding stages the folder at once, so that it may go. */
function staged(scope: Construct, bundle: string, policy: PolicyFile): Code {
  const folder = mkdtempSync(join(tmpdir(), 'guarded-handlers-'));
  try {
    copyFileSync(bundle, join(folder, 'index.js'));
    writeFileSync(join(folder, policy.name), JSON.stringify(policy.content));
    const code = Code.fromAsset(folder);
    code.bind(scope);
    return code;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Answers a pipeline's job with a failure and everyone else with an error. */
export function closedHandler(name: string): string {
  return `const message = 'The handler ${name} was not built into this deployment, so it stays closed. Build the package and deploy again.';
exports.handler = async (event) => {
  const job = event && event['CodePipeline.job'];
  if (!job) throw new Error(message);
  const { CodePipelineClient, PutJobFailureResultCommand } = require('@aws-sdk/client-codepipeline');
  const failureDetails = { type: 'ConfigurationError', message };
  await new CodePipelineClient({}).send(new PutJobFailureResultCommand({ jobId: job.id, failureDetails }));
};
`;
}
