import { isObject } from '../assembly/template';
import type { Account, DeployedPlatform, Note, Unknown } from '../model';
import { differences } from './difference';
import type { Json } from './stacks';

/** What a snapshot says of the organization, and where it says what its platform was made from. */
interface Around {
  readonly managementAccountId: string;
  readonly accounts: readonly Pick<Account, 'id' | 'environment'>[];
}

const AT = 'platform';

/** More of these tell nobody more. */
const MOST_TOLD = 4;

/**
 * What a snapshot says its platform was made from, beside what is proved: another version of the package makes another
 * platform than the one that this version knows, but for the version that it accepted as the next one: between the
 * release that moves to that and the day on which management deploys what it makes, releases of applications go on. An
 * account that the platform holds for prod is prod.
 *
 * @param version Version of this package.
 */
export function deployedPlatform(deployed: DeployedPlatform, around: Around, version: string): Unknown[] {
  const { packageVersion, properties } = deployed;
  const purposes = purposesIn(properties);
  const kinds = new Map<string, string>(around.accounts.map(({ id, environment }) => [id, environment]));
  const others = [...purposes].filter(([id, kind]) => kinds.get(id) !== kind);
  return [
    ...(packageVersion === version || acceptedVersion(properties) === version
      ? []
      : [
          {
            why: `the platform that is deployed was made by version ${packageVersion} of the package, and this is version ${version}: prove with that version, or deploy platform/organization, which management does, as this version makes it, and take the snapshot anew`,
            where: `${AT}.packageVersion`,
          },
        ]),
    ...others.slice(0, MOST_TOLD).map(([id, kind]) => ({
      why: `the platform was made with account ${id} for ${kind}, and the snapshot calls it ${kinds.get(id) ?? 'nothing'}`,
      where: `organization.accounts`,
    })),
  ];
}

/** Version of the package that the deployed platform accepts beside its own: it made what the platform's pipeline deploys next. */
function acceptedVersion({ pipeline }: Json): unknown {
  return isObject(pipeline) && isObject(pipeline.upgrade) ? pipeline.upgrade.version : undefined;
}

/** What is taken for granted between the release that moves to another version and the day on which management follows. */
export function betweenVersions({ packageVersion, properties }: DeployedPlatform, version: string): Note[] {
  if (packageVersion === version || acceptedVersion(properties) !== version) return [];
  return [
    {
      id: 'between-versions',
      statement: `what version ${packageVersion} of the package made in the management account means to version ${version} what it meant to the former, which accepted ${version} as the next one`,
    },
  ];
}

/** What accounts are for, as the properties of a platform have it. */
function purposesIn(properties: Json): ReadonlyMap<string, string> {
  const { organization, applications } = properties;
  const own = isObject(organization) ? organization : {};
  const delivered = [applications ?? []].flat().filter(isObject);
  const environments = delivered.flatMap((each) => [each.environments ?? []].flat().filter(isObject));
  const listed: [unknown, unknown][] = [
    ...environments.map(({ account, kind }): [unknown, unknown] => [account, kind]),
    [own.managementAccount, 'management'],
    ...[own, ...delivered].map(({ toolingAccount }): [unknown, unknown] => [toolingAccount, 'tooling']),
    [own.auditAccount, 'audit'],
  ];
  return new Map(listed.filter((each): each is [string, string] => each.every((one) => typeof one === 'string')));
}

/** Where what an assembly states of its platform departs from what a snapshot says is deployed. */
export function statedOtherwise(
  { packageVersion, properties }: DeployedPlatform,
  stated: unknown,
  where: string,
): Unknown[] {
  const own = isObject(stated) ? stated : {};
  const found = differences(
    { packageVersion: own.packageVersion, properties: own.properties },
    { packageVersion, properties },
  );
  return found.slice(0, MOST_TOLD).map(({ at, got, wanted }) => ({
    why: `the assembly states ${at} = ${shown(got)}, and what is deployed was made with ${shown(wanted)}`,
    where,
  }));
}

function shown(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 160);
}
