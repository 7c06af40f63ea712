import {
  callRunbookFunctions,
  decryptByAlias,
  keysOf,
  lookIntoOwnAlone,
  observe,
  passRunbookRoles,
  readChanges,
  readSharedChanges,
  startRunbooks,
  stopLines,
  tableArn,
  type PolicyStatementJson,
  type SharedPlace,
} from '../../lib/access';
import { DEPLOYED } from '../../lib/change/deployed';
import { WORKLOAD_PATH, roleArn } from '../../lib/names';
import { controlName, freezeArns, ownPartitions, stops } from './change-control-exceptions';
import { toolingOf, toolingsOf } from './toolings';
import { accountsOf, calledBy, personasOf, startedBy } from './exceptions';
import type { Persona } from './persona';
import type { ChangeControlAccess, PersonaAccessProps, RunbookAccess } from './persona-access-props';

/** What a permission set for reading holds. */
interface Reader {
  readonly managedPolicies: readonly string[];
  readonly statements: readonly PolicyStatementJson[];
  readonly bounded: boolean;
}

const VIEW_ONLY = 'job-function/ViewOnlyAccess';

/** What every reader of a guarded account holds, and what this one holds beyond. */
export function reader(...beyond: PolicyStatementJson[]): Reader {
  return { managedPolicies: [VIEW_ONLY], statements: [observe(), ...beyond], bounded: false };
}

/** Where a permission set lets a runbook be started: by name alone where there are many. IAM takes no variable for an account. */
const startedIn = (props: PersonaAccessProps, runbook: RunbookAccess): string[] =>
  props.runbooksByNameAlone ? ['*'] : accountsOf(props, runbook);

/** What a persona may start in prod: its runbooks, by exact name. */
export function runbooks(persona: Persona, props: PersonaAccessProps, partition: string): PolicyStatementJson[] {
  const mine = (props.runbooks ?? []).filter((runbook) => personasOf(runbook).includes(persona));
  const inEach = (arns: (runbook: RunbookAccess, account: string) => string[]): string[] => [
    ...new Set(mine.flatMap((runbook) => startedIn(props, runbook).flatMap((account) => arns(runbook, account)))),
  ];
  return [
    startRunbooks(inEach((runbook, account) => startedBy(runbook, account, partition))),
    passRunbookRoles(
      inEach(({ roleName }, account) => (roleName ? [roleArn(partition, account, WORKLOAD_PATH, roleName)] : [])),
    ),
    callRunbookFunctions(inEach((runbook, account) => calledBy(runbook, account, partition))),
  ];
}

/** What of a shared change control is an application's: its folder of records; of the table, what conditions leave. */
function sharedPlaces(controls: readonly ChangeControlAccess[]): SharedPlace[] {
  return controls.map((control) => ({
    application: control.application,
    tableName: DEPLOYED.table(controlName(control)),
    freezeFunction: DEPLOYED.freezeFunction(controlName(control)),
    folder: `${controlName(control)}-*/${DEPLOYED.recordFolder(control.application)}*`,
  }));
}

/** In each tooling account what is theirs there, and nothing of the others. */
function lookInto(account: string, props: PersonaAccessProps): PolicyStatementJson {
  const here = (props.changeControls ?? []).filter((control) => toolingOf(props, control) === account);
  const own = here.map(({ application }) => application);
  const statement = lookIntoOwnAlone(
    account,
    own,
    sharedPlaces(here.filter(({ sharedChangeControl }) => sharedChangeControl !== undefined)),
  );
  return account === props.toolingAccountId ? statement : { ...statement, Sid: `${statement.Sid}In${account}` };
}

/** What everyone with a place in tooling reads of change control, and for some the stop of the line. */
export function changes(
  persona: Persona | undefined,
  props: PersonaAccessProps,
  partition: string,
): PolicyStatementJson[] {
  const { changeControls = [], ownPipelinesAlone } = props;
  const shared = changeControls.filter(({ sharedChangeControl }) => sharedChangeControl !== undefined);
  const alone = changeControls.filter(({ sharedChangeControl }) => sharedChangeControl === undefined);
  const tables = (controls: readonly ChangeControlAccess[]): string[] => [
    ...new Set(
      controls.map((each) =>
        tableArn(partition, each.region, toolingOf(props, each), DEPLOYED.table(controlName(each))),
      ),
    ),
  ];
  return [
    ...(ownPipelinesAlone ? toolingsOf(props).map((account) => lookInto(account, props)) : []),
    readChanges(tables(alone)),
    ...(shared.length > 0 ? [readSharedChanges(tables(shared), ownPartitions(shared))] : []),
    decryptByAlias(
      'DecryptChanges',
      'dynamodb',
      changeControls.map((each) => keysOf(partition, each.region, toolingOf(props, each))),
      [...new Set(changeControls.map((control) => DEPLOYED.keyAlias(controlName(control))))],
    ),
    ...(persona !== undefined && stops(persona) ? stopLines(freezeArns(props, partition)) : []),
  ];
}
