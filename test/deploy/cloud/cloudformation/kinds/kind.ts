/* eslint-disable @typescript-eslint/no-explicit-any -- properties come as any JSON */
import type { Question } from '../../iam/authorize';

/** Where a stack is. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

/** A resource as it is to be made. */
export interface Wanted {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Record<string, any>;
  readonly at: Place;
  /** Its name: a fixed one, or what CloudFormation makes up. */
  readonly name: string;
}

/** One call that the deployer must be allowed to make. */
export type Deed = Omit<Question, 'owner'> & { readonly owner?: string };

/** What Ref and GetAtt give. */
export interface Values {
  readonly ref: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** A kind of resource: its names, the calls that make it, and whether the emulator makes it too. */
export interface Kind {
  /** Property that fixes the name. */
  readonly name?: string;
  /** Longest name that CloudFormation makes up. */
  readonly longest?: number;
  readonly values: (wanted: Wanted) => Values;
  /** Where two of the same name collide; undefined where they do not. */
  readonly unique?: (wanted: Wanted) => string;
  readonly create: (wanted: Wanted) => readonly Deed[];
  readonly update: (wanted: Wanted, before: Wanted) => readonly Deed[];
  readonly remove: (wanted: Wanted) => readonly Deed[];
  /** The emulator makes one too; attributes that it alone knows. Nothing where it cannot make this one. */
  readonly emulated?: (wanted: Wanted) => readonly string[] | undefined;
}

/** ARN in a region. */
export function regional(service: string, { account, region }: Place, rest: string): string {
  return `arn:aws:${service}:${region}:${account}:${rest}`;
}

/** iam:PassRole for every role that properties hand to a service. */
export function passes(service: string, ...roles: readonly (string | undefined)[]): Deed[] {
  return roles
    .filter((role): role is string => typeof role === 'string')
    .map((resource) => ({
      action: 'iam:PassRole',
      resource,
      context: { 'iam:PassedToService': [`${service}.amazonaws.com`] },
    }));
}

/** What the simple kinds are made of. */
export interface Simple {
  readonly service: string;
  readonly name?: string;
  /** The part of the ARN after the account. */
  readonly arn: (wanted: Wanted) => string;
  readonly ref?: (wanted: Wanted, arn: string) => string;
  readonly attributes?: (wanted: Wanted, arn: string) => Record<string, unknown>;
  readonly create: readonly string[];
  readonly update?: readonly string[];
  readonly remove: readonly string[];
  /** Roles that it is handed. */
  readonly roles?: (properties: Record<string, any>) => readonly (string | undefined)[];
  readonly passedTo?: string;
  readonly collides?: boolean;
  readonly emulated?: (wanted: Wanted) => readonly string[] | undefined;
}

/** A kind whose calls all go to its own ARN. */
export function simple(spec: Simple): Kind {
  const arnOf = (wanted: Wanted) => regional(spec.service, wanted.at, spec.arn(wanted));
  const deeds = (wanted: Wanted, actions: readonly string[], passing: boolean): Deed[] => [
    ...(passing ? passes(spec.passedTo ?? spec.service, ...(spec.roles?.(wanted.properties) ?? [])) : []),
    ...actions.map((action) => ({ action, resource: arnOf(wanted) })),
  ];
  return {
    name: spec.name,
    values: (wanted) => {
      const arn = arnOf(wanted);
      return {
        ref: spec.ref?.(wanted, arn) ?? wanted.name,
        attributes: { Arn: arn, ...spec.attributes?.(wanted, arn) },
      };
    },
    unique: spec.collides === false ? undefined : (wanted) => arnOf(wanted),
    create: (wanted) => deeds(wanted, spec.create, true),
    update: (wanted) => deeds(wanted, spec.update ?? spec.create, true),
    remove: (wanted) => deeds(wanted, spec.remove, false),
    emulated: spec.emulated,
  };
}
