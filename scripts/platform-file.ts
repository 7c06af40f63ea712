import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';

/** What a generated platform.yaml is like. */
export interface PlatformShape {
  readonly applications: number;
  /** Regions of prod. @default two */
  readonly prodRegions?: readonly string[];
}

interface Shipped {
  applications: ShippedApplication[];
  snapshot?: string;
}

interface ShippedApplication {
  name: string;
  repository: { name: string };
  workload?: string;
  environments: { account: string; regions: string[]; kind: string }[];
  waves: { regions?: string[]; environment: string; name: string }[];
  runbooks: { document: string; functions: string[] }[];
  sandbox?: unknown;
}

const SHIPPED = join(__dirname, '..', 'platform.yaml');

/** `application-007` */
export const applicationName = (index: number): string => `application-${String(index).padStart(3, '0')}`;

/** A platform.yaml of many applications, each as the shipped one: four accounts, two regions in prod, a runbook. */
export function platformFile({ applications, prodRegions = ['eu-west-2', 'eu-west-1'] }: PlatformShape): string {
  const shipped = parse(readFileSync(SHIPPED, 'utf8')) as Shipped;
  const [template] = shipped.applications;
  const all = Array.from({ length: applications }, (_, index) => application(template, index, prodRegions));
  return stringify({ ...shipped, applications: all }, { aliasDuplicateObjects: false, keepUndefined: false });
}

function application(template: ShippedApplication, index: number, prodRegions: readonly string[]): ShippedApplication {
  const shipped = { ...template, sandbox: undefined, workload: undefined };
  const name = applicationName(index);
  return {
    ...shipped,
    name,
    repository: { ...shipped.repository, name: `example/${name}` },
    environments: shipped.environments.map((each, at) => ({
      ...each,
      account: String(300_000_000_000 + index * 10 + at),
      regions: each.regions.length > 1 ? [...prodRegions] : each.regions,
    })),
    runbooks: shipped.runbooks.map((each) => ({
      ...each,
      document: `${name}-redrive`,
      functions: [`${name}-redrive`],
    })),
  };
}
