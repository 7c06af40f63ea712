import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { type Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Function, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { SANDBOX_NAMES, type SandboxHandlerName } from '../../lib/sandbox/wiring';
import { acknowledge, acknowledgeWildcards, type Right } from '../change/acknowledge';
import type { HandlerCodes } from '../change/handler-code';
import { sandboxRole } from './sandbox-role';

/** What a function of self-service is made from. */
export interface SandboxFunctionProps {
  readonly name: SandboxHandlerName;
  readonly application: string;
  /** What the functions run. */
  readonly handlers: HandlerCodes;
  readonly rights: readonly Right[];
  readonly environment: Readonly<Record<string, string>>;
  readonly deadLetters: Queue;
  readonly timeout?: Duration;
}

/** One handler: its function, role and log group. */
export class SandboxFunction extends Construct {
  public readonly function: Function;
  public readonly role: Role;

  public constructor(scope: Construct, id: string, props: SandboxFunctionProps) {
    super(scope, id);
    const { application } = props;
    const logGroup = new LogGroup(this, 'Logs', {
      logGroupName: SANDBOX_NAMES.logGroup(application, props.name),
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.role = sandboxRole(this, 'Role', {
      application,
      what: props.name,
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: `Runs the handler ${props.name} of the self-service of ${application}`,
      rights: props.rights,
    });
    logGroup.grantWrite(this.role);
    this.function = this.makeFunction(props, logGroup);
    this.acknowledgeFindings(logGroup);
  }

  private makeFunction(props: SandboxFunctionProps, logGroup: LogGroup): Function {
    const { application } = props;
    return new Function(this, 'Function', {
      functionName: SANDBOX_NAMES.function(application, props.name),
      ...props.handlers(props.name, closed(props.name)),
      runtime: Runtime.NODEJS_24_X,
      role: this.role,
      logGroup,
      description: `Self-service environments of ${application}: ${props.name}`,
      timeout: props.timeout ?? Duration.seconds(60),
      memorySize: 512,
      tracing: Tracing.ACTIVE,
      deadLetterQueue: props.deadLetters,
      environment: { ...props.environment },
    });
  }

  private acknowledgeFindings(logGroup: LogGroup): void {
    acknowledge(
      this.function,
      'It calls AWS APIs alone and holds nothing that a network could reach; the calls carry their own authentication.',
      'NIST.800.53.R5::NIST.800.53.R5-LambdaInsideVPC',
    );
    acknowledge(
      this.function,
      'Nothing of prod waits for it, and each caller tries again.',
      'NIST.800.53.R5::NIST.800.53.R5-LambdaConcurrency',
    );
    acknowledge(
      logGroup,
      'A key of this account could be disabled by any developer in it; the log holds no secret of anybody.',
      'NIST.800.53.R5::NIST.800.53.R5-CloudWatchLogGroupEncrypted',
    );
    acknowledgeWildcards(this.role, [
      { resources: ['*'], why: 'X-Ray segments and lists of an account know no resource.' },
    ]);
  }
}

/** Where the build made no bundle: opens nothing. */
function closed(name: SandboxHandlerName): string {
  return `exports.handler = async () => { throw new Error('The handler ${name} was not built into this deployment. Build the package and deploy again.'); };\n`;
}
