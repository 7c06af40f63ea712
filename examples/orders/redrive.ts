import { CfnDocument } from 'aws-cdk-lib/aws-ssm';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Environment } from 'cdk-guarded-environments';
import { Construct } from 'constructs';
import { nodeFunction } from './node-function';
import type { ReliableQueue } from './queues';

/** What the runbook takes orders from, and back to. */
export interface RedriveProps {
  readonly placed: ReliableQueue;
  readonly key: IKey;
  readonly environment: Environment;
}

/** Name of the document and of its function; platform.yaml names both under `runbooks`. */
const NAME = 'orders-redrive';

/** Somebody's own environment stands beside dev in one account, so its name comes first. */
function nameIn({ isLease, qualifiedName }: Environment): string {
  return isLease ? `${qualifiedName}-redrive` : NAME;
}

/**
 * The runbook that on-call engineers start when the cause of a failure is gone: orders that failed go back to their
 * queue. They may start the document and call its function, nothing else; the function moves messages with its own role.
 */
export class Redrive extends Construct {
  public constructor(scope: Construct, id: string, { placed, key, environment }: RedriveProps) {
    super(scope, id);
    const { queue, deadLetters } = placed;
    const name = nameIn(environment);
    const handler = nodeFunction(this, 'Move', {
      functionName: name,
      handler: 'redrive.handler',
      environment: { DEAD_LETTERS_ARN: deadLetters.queueArn },
      key,
      deadLetters,
    });
    deadLetters.grantConsumeMessages(handler);
    queue.grantSendMessages(handler);
    handler.addToRolePolicy(
      new PolicyStatement({
        actions: ['sqs:StartMessageMoveTask', 'sqs:ListMessageMoveTasks'],
        resources: [deadLetters.queueArn],
      }),
    );
    this.document(name);
  }

  private document(name: string): CfnDocument {
    return new CfnDocument(this, 'Document', {
      name,
      documentType: 'Automation',
      documentFormat: 'JSON',
      updateMethod: 'NewVersion',
      content: {
        schemaVersion: '0.3',
        description: 'Puts orders that failed back on their queue. Start it when the cause of the failure is gone.',
        outputs: ['Move.Payload'],
        mainSteps: [
          {
            name: 'Move',
            action: 'aws:invokeLambdaFunction',
            timeoutSeconds: 60,
            inputs: { FunctionName: name, InvocationType: 'RequestResponse' },
          },
        ],
      },
    });
  }
}
