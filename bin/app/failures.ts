import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Report {
  readonly pluginReports?: readonly {
    readonly pluginName?: string;
    readonly conclusion?: string;
    readonly violations?: readonly {
      readonly ruleName?: string;
      readonly description?: string;
      readonly suggestedFix?: string;
      readonly violatingConstructs?: readonly { readonly constructPath?: string }[];
    }[];
  }[];
}

/**
 * What the checks of a synthesis found, for a person. The CDK command line judges only the stacks that it selects, and it
 * selects none that stand in stages unless they are named, so a finding in a workload would pass `cdk synth` unseen.
 */
export function failures(assembly: string): string[] {
  const file = join(assembly, 'validation-report.json');
  if (!existsSync(file)) return [];
  const { pluginReports = [] } = JSON.parse(readFileSync(file, 'utf8')) as Report;
  return pluginReports
    .filter((one) => one.conclusion === 'failure')
    .flatMap(({ pluginName = 'a check', violations = [] }) =>
      violations.length === 0
        ? [`${pluginName} failed`]
        : violations.map(({ ruleName = '', description = '', suggestedFix, violatingConstructs = [] }) => {
            const places = violatingConstructs.flatMap((one) => one.constructPath ?? []);
            return [
              `${pluginName} ${ruleName}: ${description}`,
              ...places.map((one) => `  at ${one}`),
              suggestedFix ?? '',
            ]
              .join('\n')
              .trimEnd();
          }),
    );
}
