import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { leaseLife } from '../../lib/sandbox';
import { SANDBOX_NAMES } from '../../lib/sandbox/wiring';
import { acknowledge, acknowledgeWildcards } from '../change/acknowledge';
import { localArn, serviceFor } from '../change/machine-role';
import type { SandboxFunctions } from './functions';
import { sandboxRole } from './sandbox-role';

/** The state machine that leads leases through their lives. */
export class LifeMachine extends Construct {
  public constructor(scope: Construct, id: string, application: string, functions: SandboxFunctions) {
    super(scope, id);
    const stateMachineName = SANDBOX_NAMES.machine(application);
    const [life, remove] = [functions.life.function.functionArn, functions.remove.function.functionArn];
    const role = sandboxRole(this, 'Role', {
      application,
      what: 'machine',
      assumedBy: serviceFor('states.amazonaws.com', localArn(this, 'states', `stateMachine:${stateMachineName}`)),
      description: `Leads environments of ${application} through their lives`,
      rights: [{ sid: 'CallHandlers', actions: ['lambda:InvokeFunction'], resources: [life, remove] }],
    });
    const logs = new LogGroup(this, 'Logs', {
      logGroupName: `/aws/vendedlogs/states/${stateMachineName}`,
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    new StateMachine(this, 'Machine', {
      stateMachineName,
      definitionBody: DefinitionBody.fromString(Stack.of(this).toJsonString(leaseLife({ life, remove }))),
      role,
      tracingEnabled: true,
      logs: { destination: logs, level: LogLevel.ALL, includeExecutionData: true },
    });
    acknowledge(
      logs,
      'A key of this account could be disabled by any developer in it; the log holds no secret of anybody.',
      'NIST.800.53.R5::NIST.800.53.R5-CloudWatchLogGroupEncrypted',
    );
    acknowledgeWildcards(role, [{ resources: ['*'], why: 'Log delivery and X-Ray know no resource.' }]);
  }
}
