import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KINDS, type Kind } from '../../../../lib/world/meaning/meaning';
import { PROPERTIES } from '../../../../lib/world/meaning/properties';
import { FAMILIES } from '../../../../lib/world/meaning/rows';
import { means, Meanings } from '../../../../lib/world/meaning/table';
import { readTree, writeTree, type Tree } from '../../../../lib/world/meaning/tree';
import { specTrees } from '../../../../scripts/type-spec';
import { CONSIDERED } from './considered';

const spec = specTrees();
const rows = Object.values(FAMILIES).flat();
const meanings = new Meanings();

/** Types that CDK makes and the source does not hold. */
const BESIDES = ['AWS::CDK::Metadata'];

function paths(tree: Tree, above = ''): string[] {
  return [...tree].flatMap(([name, below]) => {
    const path = name === '*' ? above : above === '' ? name : `${above}.${name}`;
    return [...(name === '*' ? [] : [path]), ...paths(below, path)];
  });
}

function leaves(tree: Tree): string[] {
  const all = paths(tree);
  return all.filter((path) => !all.some((other) => other.startsWith(`${path}.`)));
}

test('no type has two rows', () => {
  expect(rows.map(([type]) => type).filter((type, at, all) => all.indexOf(type) !== at)).toEqual([]);
});

test('every type of the source is reviewed or listed as not reviewed', () => {
  const file = join(__dirname, 'not-reviewed.json');
  const listed = JSON.parse(readFileSync(file, 'utf8')) as string[];
  const reviewed = new Set(meanings.types);
  expect(listed).toEqual([...spec.keys()].filter((type) => !reviewed.has(type)));
});

test('every property of a reviewed type was seen by the review, and no other', () => {
  const lines = Object.values(PROPERTIES).flatMap((text) => text.trim().split('\n'));
  const expected = rows
    .map(([type]) => type)
    .filter((type) => !BESIDES.includes(type))
    .map((type) => `${type} ${writeTree(spec.get(type)!)}`.trim());
  expect(lines.filter((line) => !BESIDES.includes(line.split(' ')[0])).sort()).toEqual(expected.sort());
});

test('a property that is new in the source would be seen as not reviewed', () => {
  const [line] = PROPERTIES.compute.trim().split('\n');
  expect(writeTree(readTree(`${line} Brand{New}`.slice(line.indexOf(' '))))).toContain('Brand{New}');
  expect(readTree('A{B{C D} *{E}} F')).toEqual(
    new Map([
      [
        'A',
        new Map([
          [
            'B',
            new Map([
              ['C', new Map()],
              ['D', new Map()],
            ]),
          ],
          ['*', new Map([['E', new Map()]])],
        ]),
      ],
      ['F', new Map()],
    ]),
  );
});

test.each(rows)('%s names only properties that there are', (type, row) => {
  const known = paths(meanings.of(type)!.properties);
  const named = [
    ...(Object.keys(KINDS) as Kind[]).flatMap((kind) => row[kind]?.split(' ') ?? []),
    ...Object.keys(row.told ?? {}),
  ];
  expect(named.filter((path) => !known.some((one) => means(path, one)))).toEqual([]);
});

/** Names that look as if they carried a role, code, a policy, principals or a peer. */
const LOOKS =
  /(Role|RoleArn|RoleARN|RoleName|InstanceProfile\w*|PolicyDocument|PolicyText|Policy|Principals?|PrincipalId\w*|PrincipalArn|Image|ImageUri|ImageId|\w*Bucket|BucketName|BucketARN|BucketArn|S3\w*Ur[il]|ScriptLocation|Script|Template(URL|Body|Url)|Definition(String|Body)?|Repository(Url|Name)?|AccountIds?|AccountID|Accounts?|OwnerAccount|\w*OwnerId|UserData|\w*Lambda\w*(Arn|ARN)|\w*FunctionArn|DocumentName|Code|Jar|\w*UserIdentifier|Peer\w*|\w*Grantee\w*|IdentityCenter\w*|Idc\w*|SAML\w*|\w*Saml\w*)$/;

test('nothing that looks like a carrier carries nothing without a reason', () => {
  const without = rows.flatMap(([type, row]) => {
    if (row.whole !== undefined) return [];
    const { properties, kindOf } = meanings.of(type)!;
    const told = Object.keys(row.told ?? {});
    return leaves(properties)
      .filter((path) => LOOKS.test(path.split('.').pop()!) && kindOf(path) === undefined)
      .filter((path) => !told.some((one) => means(one, path) || path.startsWith(`${one}.`)))
      .map((path) => `${type}:${path}`)
      .filter((path) => !CONSIDERED.some(([pattern]) => pattern.test(path)));
  });
  expect(without).toEqual([]);
});

test('at least 600 types are classified', () => {
  expect(meanings.types.length).toBeGreaterThan(600);
});
