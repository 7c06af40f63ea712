import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { Place } from '../cloudformation/kinds/kind';
import type { Cloud } from '../cloud';
import { type Principal, serviceFor, sessionOf } from '../principals';

/** How an execution of a state machine stands. */
export interface MachineEnd {
  readonly ok: boolean;
  readonly summary: string;
}

/** State machines, which run in the emulator; what they call is asked for when they start, with their own role. */
export class Machines {
  public constructor(
    private readonly cloud: Cloud,
    private readonly url: string,
  ) {}

  /** Somebody starts one; gives the ARN of the execution. */
  public async start(stateMachineArn: string, input: string, by: Principal): Promise<string> {
    this.cloud.authorize(by, { action: 'states:StartExecution', resource: stateMachineArn });
    const at = placeOf(stateMachineArn);
    const machines = this.cloud.named('AWS::StepFunctions::StateMachine', at.account);
    const { RoleArn, DefinitionString } = machines.get(stateMachineArn.split(':').at(-1)!)!.properties;
    const service = serviceFor('states.amazonaws.com', at.account, stateMachineArn);
    this.cloud.authorize(service, { action: 'sts:AssumeRole', resource: RoleArn });
    for (const [called] of String(DefinitionString).matchAll(/arn:aws:lambda:[^"\\]*:function:[\w-]+/g))
      this.cloud.authorize(sessionOf(RoleArn, 'machine'), { action: 'lambda:InvokeFunction', resource: called });
    const { executionArn } = await this.client(at).send(new StartExecutionCommand({ stateMachineArn, input }));
    return executionArn!;
  }

  /** How an execution ended; nothing while it runs. */
  public async end(executionArn: string): Promise<MachineEnd | undefined> {
    const command = new DescribeExecutionCommand({ executionArn });
    const { status, cause, error } = await this.client(placeOf(executionArn)).send(command);
    return status === 'RUNNING' ? undefined : { ok: status === 'SUCCEEDED', summary: cause ?? error ?? '' };
  }

  private client({ account, region }: Place): SFNClient {
    return new SFNClient({ endpoint: this.url, region, credentials: { accessKeyId: account, secretAccessKey: 'x' } });
  }
}

function placeOf(arn: string): Place {
  const [, , , region = '', account = ''] = arn.split(':');
  return { account, region };
}
