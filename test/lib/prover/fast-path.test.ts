import fc from 'fast-check';
import { solve } from '../../../lib/iam';
import type { Layer } from '../../../lib/iam';
import { standing, resourceContext } from '../../../lib/world/authorize/actor';
import { may } from '../../../lib/world/authorize/ask';
import type { Question } from '../../../lib/world/authorize/ask';
import { boundaryRules, directGrants } from '../../../lib/world/authorize/grants';
import { Organization } from '../../../lib/world/authorize/organization';
import { reachedByRcp } from '../../../lib/world/authorize/rcp-services';
import { parseSnapshot } from '../../../lib/world/snapshot/read';
import type { Json } from './_org';
import { DEV, FULL, PROD, allow, deny, doc, managed, rcp, role, roleArn, scp, snapshot, trust, user } from './_org';

const ACTIONS = ['s3:PutObject', 's3:GetObject', 's3:DeleteBucket', 'sts:AssumeRole', 'iam:PutRolePolicy', 'lambda:*'];
const BUCKET = 'arn:aws:s3:::data';
const APP = roleArn(DEV, 'app');
const SESSION = `arn:aws:sts::${DEV}:assumed-role/app/me`;
/** There can be none beside the other one: names of roles are unique in an account. */
const NAMESAKE = roleArn(DEV, 'path/app');
const NAMES = [DEV, PROD, APP, SESSION, NAMESAKE, roleArn(PROD, 'other'), `arn:aws:iam::${DEV}:root`];
const BOUNDARY = `arn:aws:iam::${DEV}:policy/limit`;

const condition = fc.constantFrom<Json>(
  {},
  {},
  { Condition: { StringEquals: { 'aws:RequestedRegion': 'eu-west-2' } } },
  { Condition: { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::*:role/app` } } },
  { Condition: { ArnNotLike: { 'aws:PrincipalArn': [APP, `arn:aws:iam::*:user/*`] } } },
  { Condition: { StringNotEquals: { 'aws:ResourceAccount': '${aws:PrincipalAccount}' } } },
  { Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
);
const actions = fc.oneof<fc.Arbitrary<string[]>[]>(
  fc.subarray(ACTIONS, { minLength: 1, maxLength: 3 }),
  fc.constant(['*']),
  fc.constant(['s3:*']),
);
const resources = fc.constantFrom('*', BUCKET, `${BUCKET}/*`, `${BUCKET}/\${aws:PrincipalAccount}/*`, APP);
const effects = fc.constantFrom(allow, allow, deny);
const statement = fc
  .tuple(effects, actions, resources, condition)
  .map(([effect, names, on, more]) => effect(names, on, more));
const statements = fc.array(statement, { maxLength: 3 });
const named = fc
  .tuple(effects, actions, resources, condition, fc.subarray(NAMES, { minLength: 1, maxLength: 2 }), fc.boolean())
  .map(([effect, names, on, more, AWS, anybody]) => effect(names, on, { ...more, Principal: anybody ? '*' : { AWS } }));
const trusted = fc
  .tuple(condition, fc.subarray(NAMES, { minLength: 1, maxLength: 2 }))
  .map(([more, AWS]) => trust({ AWS }, more));
const denials = fc
  .tuple(actions, resources, condition)
  .map(([names, on, more]) => deny(names, on, { ...more, Principal: '*' }));
const control = fc
  .tuple(actions, condition, fc.boolean())
  .map(([names, more, not]) =>
    not ? { Effect: 'Deny', NotAction: names, Resource: '*', ...more } : deny(names, '*', more),
  );

/** A session says what its role's ARN may be: where the policy names both, the plain search takes them for one. */
function namesBoth(policy: readonly object[]): boolean {
  const told = JSON.stringify(policy);
  return [SESSION, NAMESAKE].every((arn) => told.includes(`"${arn}"`));
}

const worlds = fc
  .record({
    own: statements,
    limit: fc.option(statements, { nil: undefined }),
    bucket: fc.array(named, { maxLength: 2 }),
    trusts: fc.array(trusted, { minLength: 1, maxLength: 2 }),
    controls: fc.array(control, { maxLength: 2 }),
    denied: fc.array(denials, { maxLength: 1 }),
    inProd: fc.boolean(),
  })
  .filter(({ bucket }) => !namesBoth(bucket))
  .map(({ own, limit, bucket, trusts, controls, denied, inProd }) => {
    const bounded = limit && limit.length > 0;
    const more = bounded ? { PermissionsBoundary: { PermissionsBoundaryArn: BOUNDARY } } : {};
    const data = { arn: BUCKET, type: 'AWS::S3::Bucket', policy: bucket.length > 0 ? doc(...bucket) : null };
    const input = snapshot(
      {
        dev: {
          users: [user(DEV, 'dana', own)],
          roles: [role(DEV, 'app', trusts, own, more)],
          policies: bounded ? [managed(DEV, 'limit', limit)] : [],
          resources: inProd ? [] : [data],
        },
        prod: { roles: [role(PROD, 'other', trusts, own)], resources: inProd ? [data] : [] },
      },
      {},
      [
        FULL,
        ...(controls.length > 0 ? [scp(doc(...controls), ['ou-dev'])] : []),
        ...(denied.length > 0 ? [rcp(doc(...denied), ['r-root'])] : []),
      ],
    );
    return new Organization(parseSnapshot(JSON.stringify(input), 'snapshot.json'));
  });

/** The same question to the decision procedure, action by action, with every statement and nothing remembered. */
function plainly(organization: Organization, question: Question): boolean {
  const own = standing(organization, question.actor);
  const { principal } = question.actor;
  const { allows, denies } = organization.statements(question.policy);
  const ceilings = own.control;
  const identity = [own.identity, ...(own.boundary ? [own.boundary] : []), ...ceilings];
  const same = principal.account === question.owner;
  const direct = boundaryRules(directGrants(allows, principal.account), principal, own.boundary);
  const ways: (readonly Layer[])[] = [
    ...(same && !question.mandatory ? [identity] : question.policy ? [[...identity, allows]] : []),
    ...(same && question.policy
      ? direct.map(({ grants, bounded }) => [grants, ...(bounded ? [own.boundary!] : []), ...ceilings])
      : []),
  ];
  return question.actions.some((action) =>
    ways.some((layers) => {
      const rcps = reachedByRcp(action) ? organization.resourceDenies(question.owner) : [];
      const answer = solve({
        actions: [action],
        resource: question.resource,
        actsOn: !question.anyType,
        callers: [own.caller],
        context: { ...own.context, ...resourceContext(organization, question.owner), ...question.context },
        layers,
        denies: [...own.denies, ...denies, ...rcps, ...(question.besides ?? [])],
      });
      return answer.verdict === 'sat';
    }),
  );
}

/** Questions about the bucket and about the role, by each principal. */
function questions(organization: Organization): Question[] {
  const writes = ['s3:PutObject', 's3:DeleteObject', 's3:DeleteBucket', 's3:PutBucketPolicy', 's3:GetObject'];
  const bucket = organization.resources.get(BUCKET)!;
  const app = organization.principals.get(APP)!;
  return [...organization.principals.values()].flatMap((principal) => {
    const actor = { principal, powers: {} };
    const resource = [BUCKET, `${BUCKET}/*`];
    const onBucket = { actor, resource, owner: bucket.account, policy: bucket.policy };
    const assuming = { actor, resource: [APP], owner: DEV, policy: app.trust, mandatory: true, anyType: true };
    return [
      { ...onBucket, actions: writes },
      ...writes.map((action) => ({ ...onBucket, actions: [action] })),
      { ...assuming, actions: ['sts:AssumeRole'] },
      { actor, resource: [APP], owner: DEV, actions: ['iam:PutRolePolicy'] },
    ];
  });
}

describe('the short cuts of a question', () => {
  it('change no answer', () => {
    let open = 0;
    let closed = 0;
    fc.assert(
      fc.property(worlds, (organization) => {
        for (const question of questions(organization)) {
          const answer = may(organization, question);
          expect(answer.verdict).toBe(plainly(organization, question) ? 'sat' : 'unsat');
          if (answer.verdict === 'sat') open += 1;
          else closed += 1;
        }
      }),
      { numRuns: 60 },
    );
    expect(open).toBeGreaterThan(100);
    expect(closed).toBeGreaterThan(100);
  });
});
