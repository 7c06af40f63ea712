import { readAssembly } from '../../../lib/prover';
import { proveOnly } from '../../../lib/prover/prove';
import { ACCOUNTS, assemblyFolder, organizationMetadata } from '../../_helpers/assembly-folder';
import type { Json } from './_org';
import { PROD, allow, answerTo, doc, role, roleArn, snapshot, trust } from './_org';

const { management, prod, dev } = ACCOUNTS;
const COGNITO = 'cognito-identity.amazonaws.com';
const WEB = 'sts:AssumeRoleWithWebIdentity';
const writes = doc(allow('dynamodb:PutItem'));

/** Places, as a person reads them within the template. */
const places = ({ where }: { readonly where: readonly string[] }): string[] =>
  where.map((place) => place.replace(/^.*: Resources\./, ''));

function answer(resources: Json) {
  const metadata = organizationMetadata({}, ['management', 'prod', 'dev']);
  const stacks = [
    { name: 'Organization', account: management, template: { Metadata: metadata, Resources: {} } },
    { name: 'Prod', account: prod, template: { Resources: resources } },
    { name: 'Dev', account: dev, template: { Resources: {} } },
  ];
  return proveOnly(readAssembly(assemblyFolder(stacks)), 'no-human-write-to-prod');
}

const held = (statement: Json): Json => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    RoleName: 'visitor',
    AssumeRolePolicyDocument: doc({ Effect: 'Allow', Action: WEB, ...statement }),
    Policies: [{ PolicyName: 'own', PolicyDocument: writes }],
  },
});

describe('a role of an identity pool', () => {
  const pool = {
    Type: 'AWS::Cognito::IdentityPool',
    Properties: { AllowUnauthenticatedIdentities: true, IdentityPoolName: 'shop' },
  };
  const by = (method: string): Json =>
    held({
      Principal: { Federated: COGNITO },
      Condition: {
        StringEquals: { [`${COGNITO}:aud`]: { Ref: 'Pool' } },
        'ForAnyValue:StringLike': { [`${COGNITO}:amr`]: method },
      },
    });
  const attachment = (Properties: Json): Json => ({
    Type: 'AWS::Cognito::IdentityPoolRoleAttachment',
    Properties: { IdentityPoolId: { Ref: 'Pool' }, ...Properties },
  });
  const given = { 'Fn::GetAtt': ['Visitor', 'Arn'] };

  it('names the guest, the way in and every place that lets them in', () => {
    const Attached = attachment({ Roles: { unauthenticated: given } });
    const { verdict, counterexamples } = answer({ Pool: pool, Visitor: by('unauthenticated'), Attached });
    expect(verdict).toBe('refuted');
    expect(counterexamples[0]).toMatchObject({
      human: 'anybody on the internet, as a guest of the identity pool shop',
      steps: [{ edge: 'federation', to: roleArn(prod, 'visitor'), by: WEB }],
      request: { principal: roleArn(prod, 'visitor'), action: 'dynamodb:PutItem' },
    });
    expect(places(counterexamples[0])).toEqual(
      expect.arrayContaining([
        'Visitor.AssumeRolePolicyDocument.Statement[0]',
        'Attached, Roles.unauthenticated',
        'Pool, AllowUnauthenticatedIdentities',
      ]),
    );
  });

  it('names users who signed in, and the rule by which the pool gives them the role', () => {
    const Rules = [{ Claim: 'group', MatchType: 'Equals', Value: 'x', RoleARN: given }];
    const Attached = attachment({ RoleMappings: { idp: { Type: 'Rules', RulesConfiguration: { Rules } } } });
    const [told] = answer({ Pool: pool, Visitor: by('authenticated'), Attached }).counterexamples;
    expect(told.human).toBe('a signed-in user of the identity pool shop');
    expect(places(told)).toContain('Attached, RoleMappings.idp.RulesConfiguration.Rules');
  });

  it('takes them for guests where its trust leaves open how they signed in', () => {
    const [told] = answer({ Pool: pool, Visitor: held({ Principal: { Federated: COGNITO } }) }).counterexamples;
    expect(told.human).toBe('anybody on the internet, as a guest of any identity pool, whoever has it');
  });

  it('lets nobody in who may only read', () => {
    const Visitor = by('unauthenticated') as { Properties: Json };
    const reads = { ...Visitor, Properties: { ...Visitor.Properties, Policies: [] } };
    expect(answer({ Pool: pool, Visitor: reads }).verdict).toBe('proved');
  });
});

describe('people of a provider', () => {
  const token = `arn:aws:iam::${PROD}:oidc-provider/token.actions.githubusercontent.com`;
  const saml = `arn:aws:iam::${PROD}:saml-provider/corp`;
  const told = (trusted: Json) =>
    answerTo(snapshot({ prod: { roles: [role(PROD, 'held', [trusted], [allow('dynamodb:PutItem')])] } }))
      .counterexamples[0];

  it.each([
    [
      'whoever gets a token with the subject repo:acme/shop:* from token.actions.githubusercontent.com',
      trust(
        { Federated: token },
        {
          Action: WEB,
          Condition: { StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:acme/shop:*' } },
        },
      ),
    ],
    [
      'whoever gets a token with any subject from token.actions.githubusercontent.com',
      trust({ Federated: token }, { Action: WEB }),
    ],
    [
      'whoever signs in through the SAML provider corp',
      trust({ Federated: saml }, { Action: 'sts:AssumeRoleWithSAML' }),
    ],
  ])('are told: %s', (human, trusted) => {
    const found = told(trusted);
    expect(found.human).toBe(human);
    expect(found.steps).toMatchObject([{ edge: 'federation', from: human, to: roleArn(PROD, 'held') }]);
    expect(found.where[0]).toMatch(/AssumeRolePolicyDocument\.Statement\[0\]$/);
  });

  it('who come in as different roles are each told', () => {
    const enters = trust({ Federated: saml }, { Action: 'sts:AssumeRoleWithSAML' });
    const both = ['held', 'kept'].map((name) => role(PROD, name, [enters], [allow('dynamodb:PutItem')]));
    expect(answerTo(snapshot({ prod: { roles: both } })).counterexamples).toHaveLength(2);
  });
});

it('are told by the keys of conditions where the template makes the provider', () => {
  const Provider = { Type: 'AWS::IAM::OIDCProvider', Properties: { Url: 'https://token.example.com' } };
  const Condition = { StringLike: { 'token.example.com:sub': 'team:*' } };
  const { counterexamples } = answer({
    Provider,
    Visitor: held({ Principal: { Federated: { Ref: 'Provider' } }, Condition }),
  });
  expect(counterexamples[0].human).toBe('whoever gets a token with the subject team:* from token.example.com');
});

describe('certificates', () => {
  const anywhere = held({
    Action: ['sts:AssumeRole', 'sts:TagSession'],
    Principal: { Service: 'rolesanywhere.amazonaws.com' },
  });
  const anchor = (SourceData: Json): Json => ({
    Type: 'AWS::RolesAnywhere::TrustAnchor',
    Properties: { Name: 'a', Source: { SourceType: 'AWS_ACM_PCA', SourceData } },
  });
  const Profile = {
    Type: 'AWS::RolesAnywhere::Profile',
    Properties: { Name: 'p', RoleArns: [{ 'Fn::GetAtt': ['Visitor', 'Arn'] }] },
  };

  it('of a profile are told with the profile as a place to change', () => {
    const Anchor = anchor({ X509CertificateData: '-----BEGIN CERTIFICATE-----' });
    const { counterexamples, unknowns } = answer({ Visitor: anywhere, Profile, Anchor });
    expect(counterexamples[0].human).toMatch(/^arn:aws:rolesanywhere:/);
    expect(places(counterexamples[0])).toContain('Profile');
    expect(unknowns).toEqual([]);
  });

  it('of an authority of another account are issued there', () => {
    const AcmPcaArn = `arn:aws:acm-pca:eu-west-2:${dev}:certificate-authority/x`;
    expect(answer({ Anchor: anchor({ AcmPcaArn }) }).unknowns[0].why).toMatch(/AcmPcaArn admits .* not guarded/);
  });
});
