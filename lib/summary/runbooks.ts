import type { PlatformConfig } from '../config';
import type { RunbookSummary } from './model';

/** What people may start in prod, as the description of the platform names it. */
export function summarizeRunbooks({ applications }: PlatformConfig): RunbookSummary[] {
  return applications.flatMap(({ name, runbooks, environments }) =>
    runbooks.map(({ document, functions, personas }) => ({
      application: name,
      document,
      functions,
      personas,
      environments: environments.filter(({ kind }) => kind === 'prod').map((environment) => environment.name),
    })),
  );
}
