import { Construct } from 'constructs';
import { bake, unwind, waitForWindow } from '../../lib/change/state-machines';
import type { HandlerFunction } from './handler-function';
import type { Handlers } from './handlers';
import type { RecordStore } from './record-store';
import type { Serving } from './serving';
import { ChangeMachine } from './state-machine';

/** What the state machines are made from. */
export interface MachinesProps {
  readonly serving: Serving;
  readonly handlers: Handlers;
  readonly store: RecordStore;
}

const arn = (handler: HandlerFunction) => handler.function.functionArn;

/** The state machines of change control: what takes longer than a function may. */
export class Machines extends Construct {
  public readonly wait: ChangeMachine;
  public readonly bake: ChangeMachine;
  public readonly unwind: ChangeMachine;

  public constructor(scope: Construct, id: string, props: MachinesProps) {
    super(scope, id);
    const { handlers } = props;
    const common = { serving: props.serving, store: props.store };
    this.wait = new ChangeMachine(this, 'WaitForWindow', {
      ...common,
      name: 'wait-for-window',
      definition: waitForWindow({ waitForWindow: arn(handlers.waitForWindow) }),
      calls: [handlers.waitForWindow.function],
    });
    this.bake = new ChangeMachine(this, 'Bake', {
      ...common,
      name: 'bake',
      definition: bake({ bake: arn(handlers.bake) }),
      calls: [handlers.bake.function],
    });
    this.unwind = new ChangeMachine(this, 'Unwind', {
      ...common,
      name: 'unwind',
      definition: unwind({ unwind: arn(handlers.unwind), record: arn(handlers.record) }),
      calls: [handlers.unwind.function, handlers.record.function],
    });
  }
}
