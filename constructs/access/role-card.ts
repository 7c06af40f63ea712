import { type Duration, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import {
  answerApprovals,
  audit,
  decryptByAlias,
  decryptEvidence,
  keysOf,
  observe,
  readEvidence,
  stayOutOf,
  type PolicyStatementJson,
} from '../../lib/access';
import { stops } from './change-control-exceptions';
import { pages } from './change-pages';
import { arnOfApproval } from './exceptions';
import { Persona } from './persona';
import type { PersonaAccessProps } from './persona-access-props';
import { changes, reader, runbooks } from './reader';
import { toolingsOf } from './toolings';

/** One permission set: what it holds, where it is assigned, to whom. */
export interface RoleCard {
  /** Name without the application's prefix. */
  readonly name: string;
  /** Whose session length applies. */
  readonly persona: Persona;
  readonly description: string;
  /** AWS managed policies by the end of their ARN: `job-function/ViewOnlyAccess`. */
  readonly managedPolicies: readonly string[];
  readonly statements: readonly PolicyStatementJson[];
  /** Whether the workload boundary bounds it. */
  readonly bounded: boolean;
  readonly accounts: readonly string[];
  readonly groups: readonly string[];
  readonly session?: Duration;
}

/** All permission sets of the personas, in a fixed order. */
export function roleCards(scope: Construct, props: PersonaAccessProps): RoleCard[] {
  const { partition } = Stack.of(scope);
  const cards = [
    ...developers(props, partition),
    onCall(props, partition),
    approver(Persona.RELEASE_MANAGER, props.releaseManagerGroupIds, props, partition),
    approver(Persona.BUSINESS_OWNER, props.businessOwnerGroupIds, props, partition),
    operator(props.overseers ?? props, partition),
    auditor(props.overseers ?? props, partition),
  ];
  const made = cards.filter(({ persona }) => props.personas?.includes(persona) ?? true);
  return props.breakGlass ? [...made, breakGlass()] : made;
}

function developers(props: PersonaAccessProps, partition: string): RoleCard[] {
  const groups = props.developerGroupIds ?? [];
  const common = { persona: Persona.DEVELOPER, groups, bounded: false };
  const outside = [stayOutOf(guardedAccounts(props))];
  return [
    {
      ...common,
      name: 'Developer',
      description: 'Everything within the workload boundary, in dev',
      managedPolicies: ['AdministratorAccess'],
      statements: outside,
      bounded: true,
      accounts: props.devAccountIds ?? [],
    },
    {
      ...common,
      name: 'DeveloperInTest',
      description: 'Reads everything in test, data included',
      managedPolicies: ['ReadOnlyAccess'],
      statements: [observe(), ...outside],
      accounts: props.testAccountIds ?? [],
    },
    {
      ...common,
      ...reader(...changes(undefined, props, partition)),
      name: 'DeveloperInProd',
      description: 'Sees what runs in prod and what the pipelines do',
      accounts: runningAccounts(props),
    },
  ];
}

function onCall(props: PersonaAccessProps, partition: string): RoleCard {
  return {
    ...reader(...runbooks(Persona.ON_CALL, props, partition), ...changes(Persona.ON_CALL, props, partition)),
    persona: Persona.ON_CALL,
    name: Persona.ON_CALL,
    description: 'Sees everything in prod, starts the named runbooks, stops the line',
    accounts: runningAccounts(props),
    groups: props.onCallGroupIds ?? [],
  };
}

function approver(persona: Persona, groups: string[] = [], props: PersonaAccessProps, partition: string): RoleCard {
  const approvals = (props.approvals ?? []).filter((approval) => approval.persona === persona);
  return {
    ...reader(
      answerApprovals(approvals.map((approval) => arnOfApproval(props, approval, partition))),
      ...changes(persona, props, partition),
      ...pages(persona, props, partition),
    ),
    persona,
    name: persona,
    description: stops(persona)
      ? 'Sees what runs, answers its approvals, stops and starts the line'
      : 'Sees what runs, answers its approvals',
    accounts: runningAccounts(props),
    groups,
  };
}

function operator(props: PersonaAccessProps, partition: string): RoleCard {
  return {
    ...reader(...runbooks(Persona.OPERATOR, props, partition), ...changes(undefined, props, partition)),
    persona: Persona.OPERATOR,
    name: Persona.OPERATOR,
    description: 'Starts the named runbooks; eligible for break-glass',
    accounts: runningAccounts(props),
    groups: props.operatorGroupIds ?? [],
  };
}

function auditor(props: PersonaAccessProps, partition: string): RoleCard {
  const evidence = props.evidence ?? [];
  return {
    ...reader(
      audit(),
      readEvidence(evidence.map(({ bucketName }) => `arn:${partition}:s3:::${bucketName}`)),
      decryptEvidence(evidence.flatMap(({ keyArn }) => keyArn ?? [])),
      decryptByAlias(
        'DecryptEvidenceByAlias',
        's3',
        evidence.flatMap(({ keyArn, keyAlias }) =>
          keyArn === undefined && keyAlias !== undefined ? keysOf(partition, '*', props.auditAccountId) : [],
        ),
        evidence.flatMap(({ keyAlias }) => keyAlias ?? []),
      ),
      ...changes(undefined, props, partition),
    ),
    persona: Persona.AUDITOR,
    name: Persona.AUDITOR,
    description: 'Reads every account and the evidence',
    accounts: everyAccount(props),
    groups: props.auditorGroupIds ?? [],
  };
}

function breakGlass(): RoleCard {
  return {
    persona: Persona.OPERATOR,
    name: 'BreakGlass',
    description: 'Standing with nobody: granted on request, for an hour, watched',
    managedPolicies: ['AdministratorAccess'],
    statements: [],
    bounded: false,
    accounts: [],
    groups: [],
  };
}

const runningAccounts = (props: PersonaAccessProps): string[] => [...props.prodAccountIds, ...toolingsOf(props)];

const guardedAccounts = (props: PersonaAccessProps): string[] => [...runningAccounts(props), props.auditAccountId];

const everyAccount = (props: PersonaAccessProps): string[] => [
  ...(props.devAccountIds ?? []),
  ...(props.testAccountIds ?? []),
  ...guardedAccounts(props),
];
