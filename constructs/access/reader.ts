import {
  callRunbookFunctions,
  decryptByAlias,
  keysOf,
  lookIntoOwnAlone,
  observe,
  passRunbookRoles,
  readChanges,
  startRunbooks,
  stopLines,
  tableArn,
  type PolicyStatementJson,
} from '../../lib/access';
import { DEPLOYED } from '../../lib/change/deployed';
import { WORKLOAD_PATH, roleArn } from '../../lib/names';
import { freezeArns, stops } from './change-control-exceptions';
import { accountsOf, calledBy, personasOf, startedBy } from './exceptions';
import type { Persona } from './persona';
import type { PersonaAccessProps, RunbookAccess } from './persona-access-props';

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

/** What everyone with a place in tooling reads of change control, and for some the stop of the line. */
export function changes(
  persona: Persona | undefined,
  props: PersonaAccessProps,
  partition: string,
): PolicyStatementJson[] {
  const { changeControls = [], toolingAccountId: account, ownPipelinesAlone } = props;
  const own = changeControls.map(({ application }) => application);
  return [
    ...(ownPipelinesAlone ? [lookIntoOwnAlone(account, own)] : []),
    readChanges(
      changeControls.map((each) => tableArn(partition, each.region, account, DEPLOYED.table(each.application))),
    ),
    decryptByAlias(
      'DecryptChanges',
      'dynamodb',
      changeControls.map(({ region }) => keysOf(partition, region, account)),
      changeControls.map(({ application }) => DEPLOYED.keyAlias(application)),
    ),
    ...(persona !== undefined && stops(persona) ? stopLines(freezeArns(props, partition)) : []),
  ];
}
