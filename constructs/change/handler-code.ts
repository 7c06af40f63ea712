import { copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { ChangePolicyInput } from '../../lib/change';
import type { HandlerName } from '../../lib/change/wiring';
import { packageRoot } from '../../lib/package-root';

/** Where the build puts a handler: `dist/runtime/<name>/index.js`. */
export function handlerBundle(name: HandlerName): string {
  return join(packageRoot(), 'dist', 'runtime', name, 'index.js');
}

/**
 * A handler with the policy it decides by in one archive: neither can change without the other. Where the build made no
 * bundle, a handler stands in that opens nothing and says so.
 */
export function withHandlerCode<T>(name: HandlerName, policy: ChangePolicyInput, use: (code: Code) => T): T {
  if (!existsSync(handlerBundle(name))) return use(Code.fromInline(closedHandler(name)));
  const folder = mkdtempSync(join(tmpdir(), 'guarded-handler-'));
  try {
    copyFileSync(handlerBundle(name), join(folder, 'index.js'));
    writeFileSync(join(folder, 'policy.json'), JSON.stringify(policy));
    return use(Code.fromAsset(folder));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Answers a pipeline's job with a failure and everyone else with an error. */
export function closedHandler(name: HandlerName): string {
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
