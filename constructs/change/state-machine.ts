import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { Role } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { acknowledgeWildcards } from './acknowledge';
import { localArn, machineRole, serviceFor } from './machine-role';
import type { RecordStore } from './record-store';
import { type Serving, subjectOf } from './serving';

/** What a state machine of change control is made from. */
export interface ChangeMachineProps {
  readonly serving: Serving;
  readonly name: 'wait-for-window' | 'bake' | 'unwind';
  /** Amazon States Language, as lib/change writes it. */
  readonly definition: unknown;
  /** The functions that it calls, and nothing else. */
  readonly calls: readonly IFunction[];
  readonly store: RecordStore;
}

/** A state machine with its role and log group. */
export class ChangeMachine extends Construct {
  public readonly machine: StateMachine;
  /** Its name, known before it exists. */
  public readonly machineName: string;

  public constructor(scope: Construct, id: string, props: ChangeMachineProps) {
    super(scope, id);
    this.machineName = `${props.serving.name}-${props.name}`;
    const role = this.makeRole(props);
    this.machine = new StateMachine(this, 'Machine', {
      stateMachineName: this.machineName,
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromString(Stack.of(this).toJsonString(props.definition)),
      role,
      tracingEnabled: true,
      logs: { destination: this.makeLogGroup(props.store), level: LogLevel.ALL, includeExecutionData: true },
    });
    acknowledgeWildcards(role, [{ resources: ['*'], why: 'Log delivery and X-Ray know no resource.' }]);
  }

  private makeRole(props: ChangeMachineProps): Role {
    return machineRole(this, 'Role', {
      application: props.serving.name,
      purpose: `${props.name}-machine`,
      assumedBy: serviceFor('states.amazonaws.com', localArn(this, 'states', `stateMachine:${this.machineName}`)),
      description: `Runs the state machine ${props.name} of ${subjectOf(props.serving)}`,
      rights: [
        {
          sid: 'CallHandlers',
          actions: ['lambda:InvokeFunction'],
          resources: props.calls.map((called) => called.functionArn),
        },
      ],
    });
  }

  private makeLogGroup(store: RecordStore): LogGroup {
    return new LogGroup(this, 'Logs', {
      logGroupName: `/aws/vendedlogs/states/${this.machineName}`,
      retention: RetentionDays.ONE_YEAR,
      encryptionKey: store.key,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
  }
}
