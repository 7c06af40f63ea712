import { partitionOf } from '../../lib/contract/partitions';
import type { ChangePolicyInput } from '../../lib/change';
import { PROD_STAGE_PREFIX } from '../../lib/change/wiring';
import { PIPELINE_PATH, bootstrapRoleName, roleArn } from '../../lib/names';
import { alarmArn } from '../../lib/rollback';
import type { ChangeControlProps, DeployTarget, PipelineWave, WindowOpening } from './change-control-props';

/** Minutes that a wave is watched where nobody says otherwise. */
export const DEFAULT_BAKE_MINUTES = 30;

/** What the handlers decide by, from the properties; it travels beside their code, so it changes with it or not at all. */
export function changePolicy(props: ChangeControlProps): ChangePolicyInput {
  const { window, approvers, availabilityObjective: objective } = props;
  return {
    window: {
      timeZone: window.timeZone,
      open: window.open.map(policyOpening),
      holidays: window.holidays ?? [],
      calendars: window.calendars ?? [],
    },
    ...(objective === undefined
      ? {}
      : { availability: { objective, serviceLevelObjectives: props.serviceLevelObjectives ?? [] } }),
    approvals: approvers.map(({ persona }) => persona),
    identities: lowerCaseKeys(props.identities ?? {}),
    ...(props.firstReleaseAfter === undefined ? {} : { firstReleaseAfter: props.firstReleaseAfter }),
    waves: props.waves.map((wave) => policyWave(props, wave)),
    rights: {
      freeze: props.freezePermissionSets ?? permissionSets(props.application, ['OnCall', 'ReleaseManager']),
      unfreeze: props.unfreezePermissionSets ?? permissionSets(props.application, ['ReleaseManager']),
      ...(props.approvePermissionSets ? { approve: props.approvePermissionSets } : {}),
    },
  };
}

function policyOpening({ days, opens, closes }: WindowOpening): ChangePolicyInput['window']['open'][number] {
  return { days: days as ChangePolicyInput['window']['open'][number]['days'], from: opens, to: closes };
}

function policyWave(
  { application, bakeMinutes = DEFAULT_BAKE_MINUTES }: ChangeControlProps,
  wave: PipelineWave,
): ChangePolicyInput['waves'][number] {
  return {
    name: wave.name,
    stage: `${PROD_STAGE_PREFIX}${wave.name}`,
    bakeMinutes: wave.bakeMinutes ?? bakeMinutes,
    targets: wave.targets.map((target) => ({
      environment: wave.environment ?? 'prod',
      account: target.account,
      region: target.region,
      readerRole: readerRoleArn(target, application),
      alarms: (target.alarms ?? []).map((name) =>
        alarmArn(partitionOf(target.region), target.region, target.account, name),
      ),
    })),
  };
}

/** Personas' permission sets carry the application's name where personas are the application's own. */
function permissionSets(application: string, personas: readonly string[]): string[] {
  return personas.flatMap((persona) => [persona, `${application}-${persona}`]);
}

/** Role of a target that alarms and objectives are read through: its hardened bootstrap's lookup role. */
export function readerRoleArn(
  { account, region, shared }: Pick<DeployTarget, 'account' | 'region' | 'shared'>,
  application: string,
): string {
  const name = bootstrapRoleName('lookup', account, region, shared ? application : undefined);
  return roleArn(partitionOf(region), account, PIPELINE_PATH, name);
}

/** The roles of all accounts of a partition; each account trusts by exact ARN. */
export function anyReaderRoleArn({ region, shared }: Pick<DeployTarget, 'region' | 'shared'>): string {
  const name = bootstrapRoleName('lookup', '*', '*', shared ? '*' : undefined);
  return roleArn(partitionOf(region), '*', PIPELINE_PATH, name);
}

function lowerCaseKeys(record: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key.toLowerCase(), value]));
}
