import fc from 'fast-check';
import { partsOf, universeOf } from '../../../../lib/prover/certificate/clauses';
import { blocks, unknownActions } from '../../../../lib/prover/checker/check-writes';
import type { CheckedPrincipal, WriteClause } from '../../../../lib/prover/checker/input';
import { Place } from '../../../../lib/prover/checker/place';
import { parseSnapshot } from '../../../../lib/world/snapshot/read';
import { FULL, PROD, allow, deny, doc, managed, role, roleArn, scp, service, snapshot } from '../_org';
import type { Json } from '../_org';

const writes = [
  's3:PutObject',
  's3:DeleteObject',
  'S3:PutBucketAcl',
  'sqs:SendMessage',
  'sqs:NewAction',
  'iam:PassRole',
];
const actions = {
  writes,
  managing: [],
  known: new Set(['s3:putobject', 's3:deleteobject', 's3:putbucketacl', 's3:getobject']),
};

/** Elements of which many pairs are alike but for one pattern, its case or its negation. */
const patterns = [
  '*',
  's3:*',
  's3:Put*',
  's3:put*',
  's3:PutObject',
  's3:P?tObject',
  '*:SendMessage',
  's3:Unheard',
  'sqs:Odd',
];
const element = fc.oneof(
  fc.subarray(patterns, { minLength: 1, maxLength: 2 }).map((Action): Json => ({ Action })),
  fc.subarray(patterns, { minLength: 1, maxLength: 2 }).map((NotAction): Json => ({ NotAction })),
);
const statement = fc
  .tuple(element, fc.boolean(), fc.constantFrom({}, { Condition: { StringFoo: { 'aws:x': 'y' } } }))
  .map(([named, denies, more]): Json => ({ Effect: denies ? 'Deny' : 'Allow', Resource: '*', ...named, ...more }));
const statements = fc.array(statement, { minLength: 1, maxLength: 3 });

interface Case {
  readonly own: Json[][];
  readonly boundary?: Json[];
  readonly letting?: Json;
}

const arbitrary: fc.Arbitrary<Case> = fc.record({
  own: fc.array(statements, { minLength: 1, maxLength: 3 }),
  boundary: fc.option(statements, { nil: undefined }),
  letting: fc.option(element, { nil: undefined }),
});

function worldOf({ own, boundary, letting }: Case): Place {
  const limit = managed(PROD, 'limit', boundary ?? [allow('*')]);
  const more = boundary ? { PermissionsBoundary: { PermissionsBoundaryArn: limit.Arn } } : {};
  const roles = own.map((some, at) => role(PROD, `r${at}`, [service('lambda')], some, at === 0 ? more : {}));
  const grant = { Effect: 'Allow', Principal: { AWS: roleArn(PROD, 'r0') }, Resource: '*', ...letting };
  const queue = { arn: `arn:aws:sqs:eu-west-2:${PROD}:q`, type: 'AWS::SQS::Queue', policy: doc(grant) };
  const prod = { roles, policies: [limit], resources: letting ? [queue] : [] };
  const ceiling = scp(doc(deny('iam:*')), ['ou-prod']);
  return new Place(parseSnapshot(JSON.stringify(snapshot({ prod }, {}, [FULL, ceiling])), 'w.json'));
}

/** Every clause that says one thing of a principal. */
function clauses(place: Place, principal: CheckedPrincipal): WriteClause[] {
  const denies = place
    .binding(principal)
    .flatMap((policy) =>
      policy.policy.statements.map((one) => ({ kind: 'deny' as const, statement: `${policy.where}.${one.where}` })),
    );
  const levels = place.levels(principal.account).map((level) => ({ kind: 'level' as const, level }));
  return [...denies, ...levels, { kind: 'silent' }, { kind: 'boundary' }];
}

/** The same sets in the same places, once as what is forbidden and once as what is not allowed. */
const TURNED: Case = { own: [[allow('*')], [deny('*'), allow('s3:*')]], boundary: [allow('s3:*')] };

/** What is shared among principals must not be shared too far: the checker, which shares nothing, says the same. */
test('each write of each principal stands in one part, by the first clause that blocks it', () => {
  fc.assert(
    fc.property(arbitrary, (one) => {
      const place = worldOf(one);
      const principals = [...place.principals.values()].filter(({ arn }) => arn.includes(':role/r'));
      const universe = universeOf(actions, principals);
      for (const principal of principals) {
        const parts = partsOf(place, principal, universe);
        const all = [...new Set([...writes, ...unknownActions(principal, actions.known)])];
        expect(parts.flatMap((part) => part.actions).sort()).toEqual([...all].sort());
        for (const action of all) {
          const found = parts.find((part) => part.actions.includes(action))!.clause;
          const first = clauses(place, principal).find((clause) => blocks(clause, principal, [action], place));
          expect([action, found]).toEqual([action, first ?? { kind: 'decided' }]);
        }
      }
    }),
    { numRuns: 100, examples: [[TURNED]] },
  );
});
