import {
  SIGNED_URL,
  THROUGH_URL,
  functionArn,
  keysOf,
  permissionSetRolePattern,
  tableArn,
  throughAlias,
} from '../../lib/access';
import type { ConditionJson } from '../../lib/access';
import { DEPLOYED, partitionKey } from '../../lib/change/deployed';
import { READERS, STOPPERS } from '../../lib/contract/personas';
import { contextOf } from './context';
import { EVERY } from './every';
import type { Persona } from './persona';
import type { ChangeControlAccess, PersonaAccessProps, SanctionedRequest } from './persona-access-props';
import { exceptionId, partitionOf, permissionSetName } from './set-name';
import { toolingOf } from './toolings';

/** Whether a persona may stop the lines. */
export const stops = (persona: Persona): boolean => (STOPPERS as readonly string[]).includes(persona);

const conditionOf = (condition: ConditionJson | undefined) =>
  condition === undefined ? {} : { condition: contextOf(condition) };

/** ARNs of the functions that stop the lines; `partition` may be a pattern. */
export function freezeArns(props: PersonaAccessProps, partition: string): string[] {
  const arns = (props.changeControls ?? []).map((control) =>
    functionArn(partition, toolingOf(props, control), DEPLOYED.freezeFunction(controlName(control)), control.region),
  );
  return [...new Set(arns)];
}

/** What the change control of an application is named after. */
export const controlName = ({ application, sharedChangeControl }: ChangeControlAccess): string =>
  sharedChangeControl ?? application;

/** What exceptions are told apart by: the application, or the account where it is every one. */
const toldBy = ({ application, accountId }: ChangeControlAccess): string =>
  application === EVERY && accountId !== undefined ? `${application}-${accountId}` : application;

/** Of a table that these applications share with others, their partitions; whoever sees all applications sees all of it. */
export function ownPartitions(controls: readonly ChangeControlAccess[]): ConditionJson | undefined {
  const shared = controls.filter(({ sharedChangeControl }) => sharedChangeControl !== undefined);
  const names = shared.map(({ application }) => application);
  if (names.length === 0 || names.includes(EVERY)) return undefined;
  return { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': names.map(partitionKey) } };
}

/** What people do with change control and the ceiling would not let them. */
export function changeControlExceptions(props: PersonaAccessProps, control: ChangeControlAccess): SanctionedRequest[] {
  const { application, region } = control;
  const own = toldBy(control);
  const account = toolingOf(props, control);
  const name = controlName(control);
  const partition = partitionOf(props);
  const roles = (names: readonly string[]): string[] =>
    names.map((name) => permissionSetRolePattern(account, permissionSetName(props, name)));
  return [
    {
      id: exceptionId(props, `freeze-${own}`),
      statement: `${STOPPERS.join(' and ')} call ${DEPLOYED.freezeFunction(name)} by its URL: both stop the line of ${application}, it lets the release manager alone start it again.`,
      principals: roles(STOPPERS),
      actions: ['lambda:InvokeFunctionUrl'],
      resources: freezeArns({ ...props, changeControls: [control] }, partition),
      condition: contextOf(SIGNED_URL),
    },
    {
      id: exceptionId(props, `freeze-${own}-through-url`),
      statement: `A call of ${DEPLOYED.freezeFunction(name)} by its URL takes lambda:InvokeFunction too; called any other way, an event could claim anyone.`,
      principals: roles(STOPPERS),
      actions: ['lambda:InvokeFunction'],
      resources: freezeArns({ ...props, changeControls: [control] }, partition),
      condition: contextOf(THROUGH_URL),
    },
    {
      id: exceptionId(props, `read-changes-${own}`),
      statement: `The change records of ${application} are read, row by row.`,
      principals: roles(READERS),
      actions: ['dynamodb:GetItem', 'dynamodb:Query'],
      resources: [tableArn(partition, region, account, DEPLOYED.table(name))],
      ...conditionOf(ownPartitions([control])),
    },
    {
      id: exceptionId(props, `decrypt-changes-${own}`),
      statement: `Reading the change records of ${application} needs kms:Decrypt on their key, which is named by its alias.`,
      principals: roles(READERS),
      actions: ['kms:Decrypt'],
      resources: [keysOf(partition, region, account)],
      condition: contextOf(throughAlias('dynamodb', [DEPLOYED.keyAlias(name)])),
    },
  ];
}
