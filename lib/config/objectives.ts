import { readObjectiveArn } from '../rollback';

/** An account and region of prod. */
export interface ProdPlace {
  readonly environment: string;
  readonly account: string;
  readonly region: string;
}

/** What may stand in braces in the name of an objective. */
export const PLACEHOLDERS = ['environment', 'region'] as const;

/** Name of the objective in a place, braces filled in; undefined where an ARN names one elsewhere. */
export function objectiveAt(entry: string, { environment, account, region }: ProdPlace): string | undefined {
  if (!entry.startsWith('arn:')) return entry.replaceAll('{environment}', environment).replaceAll('{region}', region);
  const read = readObjectiveArn(entry);
  return read?.account === account && read.region === region ? read.name : undefined;
}

/** What of an application's description says where it runs and what measures it. */
interface Described {
  readonly environments: readonly {
    readonly name: string;
    readonly kind: string;
    readonly account: string;
    readonly regions: readonly string[];
  }[];
  readonly availability: { readonly serviceLevelObjectives: readonly string[] };
}

/** Objectives that platform.yaml names for each prod account and region of an application. */
export function namedObjectives({
  environments,
  availability,
}: Described): (ProdPlace & { readonly names: string[] })[] {
  const prod = environments.filter(({ kind }) => kind === 'prod');
  const places = prod.flatMap(({ name, account, regions }) =>
    regions.map((region) => ({ environment: name, account, region })),
  );
  return places.map((place) => ({
    ...place,
    names: availability.serviceLevelObjectives.flatMap((entry) => objectiveAt(entry, place) ?? []),
  }));
}
