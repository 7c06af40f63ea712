import { toolingsOf } from '../config';
import type { PlatformConfig } from '../config';
import { toolingName } from '../contract/tooling-names';
import { readRollbackAlarms } from '../rollback';
import { InputError } from '../errors';
import { readReports, readStacks, resourcesOf } from './assembly';
import type { PluginReport, StackView } from './assembly';
import type { AcknowledgementSummary, AlarmSummary, EnvironmentSummary, FindingSummary, Summary } from './model';
import { summarizePeople } from './people';
import { summarizePipelines } from './pipelines';
import { summarizeRunbooks } from './runbooks';

type Environment = PlatformConfig['applications'][number]['environments'][number];

/** A workload's stack in the account of an environment; in one that several share, by the name of its stage. */
function isOf({ stage, account }: StackView, application: string, environment: Environment): boolean {
  if (!stage || account !== environment.account) return false;
  return !environment.shared || stage.startsWith(`${application}-${environment.name}-`);
}

function summarizeEnvironments(config: PlatformConfig, stacks: readonly StackView[]): EnvironmentSummary[] {
  return config.applications.flatMap((application) =>
    application.environments.map((environment) => ({
      application: application.name,
      ...environment,
      stacks: stacks.filter((stack) => isOf(stack, application.name, environment)).length,
    })),
  );
}

function summarizeAlarms(stacks: readonly StackView[]): AlarmSummary[] {
  return stacks.flatMap((stack) => {
    const alarms = readRollbackAlarms({ Metadata: stack.metadata })?.alarms ?? [];
    return alarms.length ? [{ environment: stack.stage || stack.name, alarms: alarms.map(({ name }) => name) }] : [];
  });
}

function summarizeAcknowledged({ suppressedViolations = [] }: PluginReport): AcknowledgementSummary[] {
  const ids = [...new Set(suppressedViolations.map((violation) => violation.acknowledgedId ?? violation.ruleName))];
  return ids.sort().map((id) => {
    const same = suppressedViolations.filter((violation) => (violation.acknowledgedId ?? violation.ruleName) === id);
    return { id, count: same.length, reasons: [...new Set(same.flatMap(({ reason }) => reason ?? []))] };
  });
}

function summarizeChecks(reports: readonly PluginReport[]): FindingSummary[] {
  return reports.map((report) => {
    const { violations = [] } = report;
    const reported = violations.filter(({ severity }) => severity === 'info').length;
    return {
      plugin: report.pluginName,
      findings: violations.length - reported,
      ...(reported > 0 ? { reported } : {}),
      acknowledged: summarizeAcknowledged(report),
    };
  });
}

/** An assembly of before a renaming would be summed up under names that it does not hold. */
function refuseAnother(config: PlatformConfig, stacks: readonly StackView[], assembly: string): void {
  const own = config.platform ? ['platform'] : [];
  const described = [...config.applications.map(({ name }) => name), ...own].sort();
  const made = resourcesOf(stacks, 'AWS::CodePipeline::Pipeline')
    .map(({ properties }) => String(properties.Name))
    .sort();
  if (made.every((name) => described.includes(name))) return;
  throw InputError.at(
    assembly,
    undefined,
    `holds the pipelines ${made.join(', ')}, and platform.yaml describes ${described.join(', ')}; run \`npx cdk synth\` again`,
  );
}

/** Accounts of the organization by name; tooling accounts beside the platform's own by theirs. */
function accountsOf(config: PlatformConfig): Record<string, string> {
  const { accounts } = config.organization;
  const toolings = toolingsOf(config).map((id) => [toolingName(id, accounts.tooling), id]);
  return { ...accounts, ...(Object.fromEntries(toolings) as Record<string, string>) };
}

/**
 * What the platform comes to, from its description and the cloud assembly made of it.
 *
 * @throws InputError where there is no readable assembly.
 */
export function summarize(config: PlatformConfig, assembly: string): Summary {
  const stacks = readStacks(assembly);
  refuseAnother(config, stacks, assembly);
  const { id, region } = config.organization;
  const accounts = accountsOf(config);
  return {
    version: 1,
    organization: { id, region, accounts },
    environments: summarizeEnvironments(config, stacks),
    people: summarizePeople(config, stacks),
    runbooks: summarizeRunbooks(config),
    pipelines: summarizePipelines(config, stacks),
    alarms: summarizeAlarms(stacks),
    checks: summarizeChecks(readReports(assembly)),
  };
}
