import type { DeployTarget } from '../../change/change-control-props';

/** Artifacts that travel through the pipeline; nothing after Build trusts the store they lie in. */
export const ARTIFACTS = { source: 'Source', history: 'History', assembly: 'Assembly' } as const;

/** Names of the CodeBuild projects of a pipeline. */
export const projectNames = {
  build: (application: string) => `${application}-build`,
  test: (application: string) => `${application}-integration-test`,
  verify: (application: string) => `${application}-verify`,
  deploy: (application: string, environment: string) => `${application}-deploy-${environment}`,
};

/** Name of the repository in which Verify has images scanned; nothing runs out of it. */
export function scanRepositoryName(application: string): string {
  return `${application}-image-scan`;
}

/** `test` becomes the stage `Test`. */
export function environmentStageName(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** Names of the deploy actions of a stage: by region, and further by account and place where regions repeat. */
export function deployActionNames(targets: readonly DeployTarget[]): string[] {
  const byRegion = targets.map(({ region }) => `Deploy-${region}`);
  const byAccount = targets.map(({ account, region }) => `Deploy-${account}-${region}`);
  const unique = (names: string[]) => new Set(names).size === names.length;
  if (unique(byRegion)) return byRegion;
  return unique(byAccount) ? byAccount : byAccount.map((name, index) => `${name}-${index + 1}`);
}
