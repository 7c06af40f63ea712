import { Stack, Stage, Tags, Token } from 'aws-cdk-lib';
import { APPLICATION_TAG } from '../../lib/names';
import type { Environment } from './environment';

/** After whatever tags the workload itself puts on. */
const LAST_TAG = 1000;

/** Does the environment share its account with other applications? A copy of an older version knows nothing of it. */
export function sharesAccount({ shared, isLease }: Environment): boolean {
  return shared === true && !isLease;
}

/**
 * In an account of several applications everything carries the tag of its own, and stacks have names that begin as the stage
 * is called: the roles that deploy may write no others.
 */
export function keepApart(stage: Stage, { application, qualifiedName }: Environment, region: string): void {
  Tags.of(stage).add(APPLICATION_TAG, application, { priority: LAST_TAG });
  const prefix = `${qualifiedName}-${region}-`;
  stage.node.addValidation({ validate: () => misnamed(stage, prefix) });
}

function misnamed(stage: Stage, prefix: string): string[] {
  return stage.node
    .findAll()
    .filter((node): node is Stack => Stack.isStack(node) && Stage.of(node) === stage && !node.nested)
    .filter(({ stackName }) => Token.isUnresolved(stackName) || !stackName.startsWith(prefix))
    .map(
      ({ node, stackName }) =>
        `${node.path}: the stack is called '${stackName}', expected a name that begins with '${prefix}': the account is shared, and its application deploys no other; leave stackName out, and call the stage GuardedPlatform.stageName(environment, region)`,
    );
}
