/* eslint-disable @typescript-eslint/no-explicit-any -- templates come as any JSON */
import type { Principal } from '../principals';
import type { Place, Values, Wanted } from './kinds/kind';

/** A resource that stands. */
export interface Standing {
  readonly wanted: Wanted;
  readonly values: Values;
  readonly deletion: string;
}

/** Something that happened to a resource or to the stack. */
export interface StackEvent {
  readonly id: string;
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly at: Date;
}

/** What a deployment is asked to make of a stack. */
export interface Intent {
  readonly body: string;
  readonly template: Record<string, any>;
  readonly parameters: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  /** Role that CloudFormation was given, if any. */
  readonly role?: string;
  /** Alarms that are watched while it deploys. */
  readonly alarms?: readonly string[];
}

/** A change set, or why it holds nothing. */
export interface ChangeSet {
  readonly id: string;
  readonly name: string;
  readonly intent: Intent;
  readonly status: 'CREATE_COMPLETE' | 'FAILED';
  readonly reason?: string;
  execution: 'AVAILABLE' | 'UNAVAILABLE' | 'EXECUTE_COMPLETE';
}

/** A stack. */
export interface Stack {
  readonly id: string;
  readonly name: string;
  readonly at: Place;
  status: string;
  reason?: string;
  protected: boolean;
  intent?: Intent;
  readonly resources: Map<string, Standing>;
  outputs: Record<string, { value: string; exported?: string }>;
  readonly events: StackEvent[];
  readonly changeSets: Map<string, ChangeSet>;
  readonly created: Date;
}

/** Whoever makes the resources: CloudFormation's role, or whoever called it. */
export interface Deployer {
  readonly principal: Principal;
}
