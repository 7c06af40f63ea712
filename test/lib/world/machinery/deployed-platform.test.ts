import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeAssembly } from '../../../../lib/world/assembly/read';
import { parseSnapshot } from '../../../../lib/world/snapshot/read';
import { statedOtherwise } from '../../../../lib/world/machinery/deployed-platform';
import { assemblyFolder } from '../../../_helpers/assembly-folder';
import { MGMT, PROD, TOOLING, snapshot, type Json } from '../../prover/_org';

const { version } = JSON.parse(readFileSync(join(__dirname, '../../../../package.json'), 'utf8')) as {
  version: string;
};
const PROPERTIES = {
  organization: { managementAccount: MGMT, toolingAccount: TOOLING },
  applications: [{ name: 'orders', environments: [{ name: 'prod', kind: 'prod', account: PROD }] }],
};

function told(platform: Json, change: (input: Json) => void = () => undefined): string[] {
  const input = snapshot({}, { platform });
  change(input);
  return parseSnapshot(JSON.stringify(input), 'snapshot.json').unknowns.map(({ why, where }) => `${where}: ${why}`);
}

/** Calls the account of prod something else. */
function callOther(input: Json): void {
  const { accounts } = input.organization as { accounts: { id: string; environment: string }[] };
  accounts.find(({ id }) => id === PROD)!.environment = 'other';
}

/** A platform of another version that accepts one as the next. */
const accepting = (accepted: string): Json => ({
  packageVersion: '0.0.1',
  properties: { ...PROPERTIES, pipeline: { upgrade: { version: accepted, sha256: 'x', archive: 'y' } } },
});

describe('what a snapshot says its platform was made from', () => {
  it('is this version, and calls accounts what the organization calls them', () => {
    expect(told({ packageVersion: version, properties: PROPERTIES })).toEqual([]);
  });

  it('is another version: told with both', () => {
    const [why, ...more] = told({ packageVersion: '0.0.1', properties: PROPERTIES });
    expect(why).toMatch(/^platform\.packageVersion: .* version 0\.0\.1 of the package, and this is version \d/);
    expect(more).toEqual([]);
  });

  it('is a version that accepted this one: taken for granted, and told so', () => {
    expect(told(accepting(version))).toEqual([]);
    const world = parseSnapshot(JSON.stringify(snapshot({}, { platform: accepting(version) })), 'x.json');
    // It is taken for granted of whatever is proved within the snapshot too.
    for (const { assumptions } of [world, describeAssembly(assemblyFolder([]), world)])
      expect(assumptions).toContainEqual({
        id: 'between-versions',
        statement: expect.stringMatching(/^what version 0\.0\.1 .*which accepted \S+ as the next one$/),
      });
    expect(told(accepting('0.0.2'))).toEqual([expect.stringContaining('made by version 0.0.1 of the package')]);
    expect(told({ ...accepting('0.0.2'), packageVersion: version })).toEqual([]);
  });

  it('holds an account for prod that the organization calls other: told with both', () => {
    expect(told({ packageVersion: version, properties: PROPERTIES }, callOther)).toEqual([
      `organization.accounts: the platform was made with account ${PROD} for prod, and the snapshot calls it other`,
    ]);
  });

  it('has pipelines in an account that the organization calls other: told with both', () => {
    const [application] = PROPERTIES.applications;
    const properties = { ...PROPERTIES, applications: [{ ...application, toolingAccount: '777777777777' }] };
    expect(told({ packageVersion: version, properties })).toEqual([
      'organization.accounts: the platform was made with account 777777777777 for tooling, and the snapshot calls it nothing',
    ]);
  });

  it('is other than what an assembly states: told with both, and nothing where it is the same', () => {
    const deployed = { packageVersion: '1.0.0', properties: { bake: 30 } };
    expect(statedOtherwise(deployed, { ...deployed, cdkVersion: '2' }, 'here')).toEqual([]);
    expect(statedOtherwise(deployed, { packageVersion: '1.0.0', properties: { bake: 5 } }, 'here')).toEqual([
      {
        why: 'the assembly states properties.bake = 5, and what is deployed was made with 30',
        where: 'here',
      },
    ]);
    expect(statedOtherwise(deployed, 'nonsense', 'here')).toHaveLength(2);
  });
});
