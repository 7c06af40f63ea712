import type { ChangeControlProps } from './change-control-props';

/** Whom a change control serves. */
export interface Serving {
  /** What functions, machines, table and store are named after: the application, or the change control that many share. */
  readonly name: string;
  /** Every application, each with its own window, waves and people. */
  readonly applications: readonly ChangeControlProps[];
  /** Whether many share it: whose an event is then says the event. */
  readonly shared: boolean;
}

/** Change control of one application alone, named after it. */
export function servingOne(props: ChangeControlProps): Serving {
  return { name: props.application, applications: [props], shared: false };
}

/** Change control that applications share. */
export function servingMany(name: string, applications: readonly ChangeControlProps[]): Serving {
  return { name, applications, shared: true };
}

/** Who it is about, in descriptions. */
export function subjectOf({ name, shared, applications }: Serving): string {
  return shared ? `the ${applications.length} applications that share ${name}` : name;
}
