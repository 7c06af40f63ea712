import { lookIntoOwnAlone } from '../../../lib/access';
import { Duration } from 'aws-cdk-lib';
import { AUDIT, DEV, PROD, TEST, TOOLING, make, nameOf } from './organization';

interface Statement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Action: string[];
  readonly Resource: unknown[];
  readonly Condition?: unknown;
}

interface PermissionSet {
  readonly Name: string;
  readonly SessionDuration: string;
  readonly ManagedPolicies: unknown[];
  readonly InlinePolicy?: { readonly Statement: Statement[] };
  readonly PermissionsBoundary?: unknown;
}

const made = make();

function permissionSet(name: string, { template } = made): PermissionSet {
  const sets = Object.values(template.findResources('AWS::SSO::PermissionSet', { Properties: { Name: name } }));
  expect(sets).toHaveLength(1);
  return sets[0].Properties as PermissionSet;
}

const statements = (name: string, from = made): Statement[] => permissionSet(name, from).InlinePolicy?.Statement ?? [];

const statement = (name: string, sid: string, from = made): Statement | undefined =>
  statements(name, from).find(({ Sid }) => Sid === sid);

/** Where the assignments put a permission set, as `account group`. */
function assigned(name: string): string[] {
  const ids = Object.keys(made.template.findResources('AWS::SSO::PermissionSet', { Properties: { Name: name } }));
  return Object.values(made.template.findResources('AWS::SSO::Assignment'))
    .filter(({ Properties }) => Properties.PermissionSetArn['Fn::GetAtt'][0] === ids[0])
    .map(({ Properties }) => `${Properties.TargetId} ${nameOf(Properties.PrincipalId)}`);
}

/** Intrinsics as text, the partition as it would be. */
const text = (value: unknown): string =>
  JSON.stringify(value).replaceAll(
    /\{"Fn::Join":\["",\[(.*?)\]\]\}/g,
    (_, parts: string) => `"${parts.replaceAll(/\{"Ref":"AWS::Partition"\}/g, '"aws"').replaceAll(/^"|"$|","/g, '')}"`,
  );

describe('who is assigned what, where', () => {
  it.each([
    ['Developer', [`${DEV} developers`]],
    ['DeveloperInTest', [`${TEST} developers`]],
    ['DeveloperInProd', [`${PROD} developers`, `${TOOLING} developers`]],
    ['OnCall', [`${PROD} on-call`, `${TOOLING} on-call`]],
    ['ReleaseManager', [`${PROD} release-managers`, `${TOOLING} release-managers`]],
    ['BusinessOwner', [`${PROD} business-owners`, `${TOOLING} business-owners`]],
    ['Operator', [`${PROD} operators`, `${TOOLING} operators`]],
    ['Auditor', [DEV, TEST, PROD, TOOLING, AUDIT].map((account) => `${account} auditors`)],
  ])('%s', (name, where) => expect(assigned(name).sort()).toEqual([...where].sort()));

  it('knows no assignment beyond these', () => made.template.resourceCountIs('AWS::SSO::Assignment', 17));
});

describe('read in guarded accounts', () => {
  it.each(['DeveloperInProd', 'OnCall', 'ReleaseManager', 'BusinessOwner', 'Operator', 'Auditor'])(
    '%s is ViewOnlyAccess and named reads, never ReadOnlyAccess or more',
    (name) => {
      expect(text(permissionSet(name).ManagedPolicies)).toBe('["arn:aws:iam::aws:policy/job-function/ViewOnlyAccess"]');
      expect(statement(name, 'Observe')?.Action.filter((action) => action.includes('*'))).toEqual([]);
    },
  );

  it.each(['DeveloperInProd', 'ReleaseManager', 'BusinessOwner'])('%s starts no runbook', (name) => {
    expect(statement(name, 'StartRunbooks')).toBeUndefined();
  });

  it.each(['DeveloperInProd', 'OnCall', 'Operator', 'Auditor'])('%s approves nothing', (name) => {
    expect(statement(name, 'AnswerApprovals')).toBeUndefined();
  });
});

describe('Developer', () => {
  it('is everything, within the workload boundary', () => {
    const { ManagedPolicies, PermissionsBoundary } = permissionSet('Developer');
    expect(text(ManagedPolicies)).toBe('["arn:aws:iam::aws:policy/AdministratorAccess"]');
    expect(PermissionsBoundary).toEqual({
      CustomerManagedPolicyReference: { Name: 'workload-boundary', Path: '/guarded/guardrail/' },
    });
  });

  it('reaches no resource of prod, tooling or audit, whatever their policies say', () => {
    expect(statements('Developer')).toEqual([
      {
        Sid: 'StayOutOfGuardedAccounts',
        Effect: 'Deny',
        Action: ['*'],
        Resource: ['*'],
        Condition: { StringEquals: { 'aws:ResourceAccount': [PROD, TOOLING, AUDIT] } },
      },
    ]);
  });

  it('is the only permission set with a boundary, and the only one that needs it', () => {
    const sets = Object.values(made.template.findResources('AWS::SSO::PermissionSet')).map(
      ({ Properties }) => Properties as PermissionSet,
    );
    const full = sets.filter(({ ManagedPolicies }) => text(ManagedPolicies).includes('AdministratorAccess'));
    expect(full.map(({ Name }) => Name)).toEqual(['Developer']);
    expect(sets.filter(({ PermissionsBoundary }) => PermissionsBoundary).map(({ Name }) => Name)).toEqual([
      'Developer',
    ]);
  });
});

describe('approvers', () => {
  it.each(['ReleaseManager', 'BusinessOwner'])('%s answers its own action alone', (name) => {
    const { Action, Resource } = statement(name, 'AnswerApprovals')!;
    expect(Action).toEqual(['codepipeline:PutApprovalResult']);
    expect(text(Resource)).toBe(`["arn:aws:codepipeline:eu-west-2:${TOOLING}:orders/Approve/${name}"]`);
    const beyond = statements(name).filter(
      ({ Sid }) => !/^(Observe|ReadChanges|DecryptChanges|StopLines|ReadPages|DecryptPages)/.test(Sid),
    );
    expect(beyond.map(({ Sid }) => Sid)).toEqual(['AnswerApprovals']);
  });

  it.each(['ReleaseManager', 'BusinessOwner'])(
    '%s opens the pages of the changes that it answers, and no record',
    (name) => {
      expect(statement(name, 'ReadPages')!.Action).toEqual(['s3:GetObject']);
      expect(text(statement(name, 'ReadPages')!.Resource)).toBe(
        `["arn:aws:s3:::orders-changes-${TOOLING}-eu-west-2/records/orders/*.html"]`,
      );
      expect(statement(name, 'DecryptPages')).toMatchObject({
        Action: ['kms:Decrypt'],
        Condition: {
          StringLike: { 'kms:ViaService': 's3.*.amazonaws.com*' },
          'ForAnyValue:StringEquals': { 'kms:ResourceAliases': ['alias/orders-changes'] },
        },
      });
    },
  );

  it('open no page of an application whose changes somebody else answers', () => {
    const control = { application: 'notes', region: 'eu-west-2' };
    const other = make({ changeControls: [control] });
    expect(statement('ReleaseManager', 'ReadPages', other)).toBeUndefined();
    expect(statement('ReleaseManager', 'DecryptPages', other)).toBeUndefined();
    expect(other.access.exceptions.some(({ id }) => id.startsWith('decrypt-pages'))).toBe(false);
  });

  it.each(['DeveloperInProd', 'OnCall', 'Operator', 'Auditor'])('%s opens no page', (name) => {
    expect(statement(name, 'ReadPages')).toBeUndefined();
  });

  it('without approvals answers nothing and opens nothing', () => {
    const nobody = make({ approvals: [] });
    for (const sid of ['AnswerApprovals', 'ReadPages', 'DecryptPages'])
      expect(statement('ReleaseManager', sid, nobody)).toBeUndefined();
  });
});

describe('runbooks', () => {
  it('are started by exact document, in prod', () => {
    expect(text(statement('OnCall', 'StartRunbooks')!.Resource)).toBe(
      '["' +
        ['document/orders-redrive', 'automation-definition/orders-redrive:*', 'automation-execution/*']
          .concat('document/orders-restart', 'automation-definition/orders-restart:*')
          .map((resource) => `arn:aws:ssm:*:${PROD}:${resource}`)
          .join('","') +
        '"]',
    );
  });

  it('of AWS belong to no account', () => {
    expect(text(statement('Operator', 'StartRunbooks')!.Resource)).toContain(
      'arn:aws:ssm:*::document/AWS-RestartEC2Instance',
    );
    expect(text(statement('OnCall', 'StartRunbooks')!.Resource)).not.toContain('AWS-RestartEC2Instance');
  });

  it('get their own role and no other, through Systems Manager alone', () => {
    const { Resource, Condition } = statement('OnCall', 'PassRunbookRoles')!;
    expect(text(Resource)).toBe(`["arn:aws:iam::${PROD}:role/guarded/workload/orders-restart"]`);
    expect(Condition).toEqual({ StringEquals: { 'iam:PassedToService': 'ssm.amazonaws.com' } });
  });
});

describe('runbooks with functions', () => {
  it('may call these, and only who starts them', () => {
    const { Action, Resource } = statement('OnCall', 'CallRunbookFunctions')!;
    expect([Action, text(Resource)]).toEqual([
      ['lambda:InvokeFunction'],
      `["arn:aws:lambda:*:${PROD}:function:orders-redrive"]`,
    ]);
    expect(statement('Operator', 'CallRunbookFunctions')).toBeUndefined();
  });
});

describe('change control', () => {
  const freeze = `["arn:aws:lambda:eu-west-2:${TOOLING}:function:orders-freeze"]`;

  it.each(['OnCall', 'ReleaseManager'])(
    '%s stops the line by the URL of the exact function, and no other way',
    (name) => {
      const [url, byUrl] = [statement(name, 'StopLines')!, statement(name, 'StopLinesByUrlAlone')!];
      expect([url.Action, text(url.Resource), url.Condition]).toEqual([
        ['lambda:InvokeFunctionUrl'],
        freeze,
        { StringEquals: { 'lambda:FunctionUrlAuthType': 'AWS_IAM' } },
      ]);
      expect([byUrl.Action, text(byUrl.Resource), byUrl.Condition]).toEqual([
        ['lambda:InvokeFunction'],
        freeze,
        { Bool: { 'lambda:InvokedViaFunctionUrl': 'true' } },
      ]);
    },
  );

  it.each(['DeveloperInProd', 'BusinessOwner', 'Operator', 'Auditor'])('%s does not', (name) => {
    expect(statements(name).filter(({ Sid }) => Sid.startsWith('StopLines'))).toEqual([]);
  });

  it.each(['DeveloperInProd', 'OnCall', 'ReleaseManager', 'BusinessOwner', 'Operator', 'Auditor'])(
    '%s reads the records of the application, under the key with its alias',
    (name) => {
      expect(text(statement(name, 'ReadChanges')!.Resource)).toBe(
        `["arn:aws:dynamodb:eu-west-2:${TOOLING}:table/orders-changes"]`,
      );
      expect(statement(name, 'DecryptChanges')!.Condition).toMatchObject({
        'ForAnyValue:StringEquals': { 'kms:ResourceAliases': ['alias/orders-changes'] },
      });
    },
  );

  it('without any, nobody calls or decrypts anything of it', () => {
    const without = make({ changeControls: [] });
    for (const name of ['OnCall', 'ReleaseManager'])
      expect(statements(name, without).filter(({ Sid }) => /StopLines|Changes/.test(Sid))).toEqual([]);
    expect(without.access.exceptions.filter(({ id }) => /freeze|changes/.test(id))).toEqual([]);
  });
});

describe('Auditor', () => {
  it('reads the evidence and decrypts what S3 hands out', () => {
    expect(text(statement('Auditor', 'ReadEvidence')!.Resource)).toContain('arn:aws:s3:::guarded-evidence/*');
    expect(statement('Auditor', 'DecryptEvidence')!.Condition).toEqual({
      StringLike: { 'kms:ViaService': 's3.*.amazonaws.com' },
    });
  });

  it('decrypts under the key with the alias, where its id is not known before', () => {
    const aliased = make({ evidence: [{ bucketName: 'guarded-evidence', keyAlias: 'alias/guarded-evidence' }] });
    expect(statement('Auditor', 'DecryptEvidenceByAlias', aliased)).toMatchObject({
      Action: ['kms:Decrypt'],
      Condition: {
        StringLike: { 'kms:ViaService': 's3.*.amazonaws.com*' },
        'ForAnyValue:StringEquals': { 'kms:ResourceAliases': ['alias/guarded-evidence'] },
      },
    });
    expect(aliased.access.exceptions.find(({ id }) => id === 'read-evidence-guarded-evidence')).toMatchObject({
      principals: [`arn:*:iam::${AUDIT}:role/aws-reserved/sso.amazonaws.com/*AWSReservedSSO_Auditor_*`],
      resources: [`arn:aws:kms:*:${AUDIT}:key/*`],
    });
  });

  it('has no kms:Decrypt where the evidence has no key', () => {
    const without = make({ evidence: [{ bucketName: 'guarded-evidence' }] });
    expect(statement('Auditor', 'DecryptEvidence', without)).toBeUndefined();
    expect(without.access.exceptions.some(({ id }) => id.startsWith('read-evidence'))).toBe(false);
  });
});

describe('exceptions', () => {
  it('name every statement that is no read, and nothing else', () => {
    expect(made.access.exceptions.map(({ id, actions }) => [id, ...actions])).toEqual([
      ['approve-orders-ReleaseManager', 'codepipeline:PutApprovalResult'],
      ['approve-orders-BusinessOwner', 'codepipeline:PutApprovalResult'],
      ['freeze-orders', 'lambda:InvokeFunctionUrl'],
      ['freeze-orders-through-url', 'lambda:InvokeFunction'],
      ['read-changes-orders', 'dynamodb:GetItem', 'dynamodb:Query'],
      ['decrypt-changes-orders', 'kms:Decrypt'],
      ['decrypt-pages-orders', 'kms:Decrypt'],
      ['runbook-orders-redrive', 'ssm:StartAutomationExecution'],
      ['runbook-functions-orders-redrive', 'lambda:InvokeFunction'],
      ['runbook-orders-restart', 'ssm:StartAutomationExecution'],
      ['runbook-role-orders-restart', 'iam:PassRole'],
      ['runbook-AWS-RestartEC2Instance', 'ssm:StartAutomationExecution'],
      ['read-evidence-guarded-evidence', 'kms:Decrypt'],
    ]);
    const excepted = new Set(made.access.exceptions.flatMap(({ actions }) => actions));
    const sets = ['DeveloperInProd', 'OnCall', 'ReleaseManager', 'BusinessOwner', 'Operator', 'Auditor'];
    const beyond = sets
      .flatMap((name) => statements(name))
      .filter(({ Sid }) => !['Observe', 'Audit', 'ReadEvidence', 'ReadPages'].includes(Sid));
    expect(new Set(beyond.flatMap(({ Action }) => Action))).toEqual(excepted);
  });

  it('bind an approval to the persona’s role in tooling and to the exact action', () => {
    expect(made.access.exceptions[0]).toEqual({
      id: 'approve-orders-ReleaseManager',
      statement: expect.stringContaining('ReleaseManager'),
      principals: [`arn:*:iam::${TOOLING}:role/aws-reserved/sso.amazonaws.com/*AWSReservedSSO_ReleaseManager_*`],
      actions: ['codepipeline:PutApprovalResult'],
      resources: [`arn:aws:codepipeline:eu-west-2:${TOOLING}:orders/Approve/ReleaseManager`],
    });
  });

  it('sanction no wider a context than the statement allows', () => {
    const { exceptions } = make({
      evidence: [{ bucketName: 'guarded-evidence', keyAlias: 'alias/guarded-evidence' }],
    }).access;
    const listed = Object.fromEntries(exceptions.map(({ id, condition }) => [id, condition]));
    expect(listed).toMatchObject({
      'freeze-orders': { StringEquals: { 'lambda:FunctionUrlAuthType': ['AWS_IAM'] } },
      'freeze-orders-through-url': { Bool: { 'lambda:InvokedViaFunctionUrl': ['true'] } },
      'decrypt-changes-orders': {
        StringLike: { 'kms:ViaService': ['dynamodb.*.amazonaws.com*'] },
        'ForAnyValue:StringEquals': { 'kms:ResourceAliases': ['alias/orders-changes'] },
      },
      'decrypt-pages-orders': {
        StringLike: { 'kms:ViaService': ['s3.*.amazonaws.com*'] },
        'ForAnyValue:StringEquals': { 'kms:ResourceAliases': ['alias/orders-changes'] },
      },
      'runbook-role-orders-restart': { StringEquals: { 'iam:PassedToService': ['ssm.amazonaws.com'] } },
      'read-evidence-guarded-evidence': {
        StringLike: { 'kms:ViaService': ['s3.*.amazonaws.com*'] },
        'ForAnyValue:StringEquals': { 'kms:ResourceAliases': ['alias/guarded-evidence'] },
      },
    });
    expect(listed['approve-orders-ReleaseManager']).toBeUndefined();
  });

  it('are plain data without references, to be written into metadata', () => {
    expect(JSON.stringify(made.access.exceptions)).not.toContain('Token');
  });

  it('are none where nobody approves, runs or reads evidence', () => {
    expect(make({ approvals: [], changeControls: [], runbooks: [], evidence: [] }).access.exceptions).toEqual([]);
  });
});

describe('sessions', () => {
  it.each([
    ['Developer', 'PT8H'],
    ['OnCall', 'PT4H'],
    ['ReleaseManager', 'PT1H'],
    ['BusinessOwner', 'PT1H'],
    ['Operator', 'PT1H'],
    ['Auditor', 'PT8H'],
  ])('of %s last %s', (name, length) => expect(permissionSet(name).SessionDuration).toBe(length));

  it('can be set by persona', () => {
    const shorter = make({ sessionLengths: { OnCall: Duration.hours(2) } });
    expect(permissionSet('OnCall', shorter).SessionDuration).toBe('PT2H');
    expect(permissionSet('Auditor', shorter).SessionDuration).toBe('PT8H');
  });
});

describe('break-glass', () => {
  it('is nobody’s standing right', () => {
    const { template, access } = make({ breakGlass: true });
    expect(access.permissionSetNames).toContain('BreakGlass');
    template.resourceCountIs('AWS::SSO::Assignment', 17);
  });

  it('does not exist unless asked for', () => expect(made.access.permissionSetNames).not.toContain('BreakGlass'));
});

describe('personas of an application', () => {
  const { access, template } = make({ application: 'orders' });

  it('have permission sets of their own', () => {
    expect(access.permissionSetNames.every((name) => name.startsWith('orders-'))).toBe(true);
    template.hasResourceProperties('AWS::SSO::PermissionSet', { Name: 'orders-OnCall' });
  });

  it('are what the exceptions name', () => {
    expect(access.exceptions[0].principals[0]).toContain('AWSReservedSSO_orders-ReleaseManager_*');
  });
});

it('keeps the logical ids of permission sets, which assignments outside the stack may name', () => {
  expect(Object.keys(made.template.findResources('AWS::SSO::PermissionSet'))).toMatchInlineSnapshot(`
   [
     "AccessDeveloperC5E1CE61",
     "AccessDeveloperInTest123FF9EF",
     "AccessDeveloperInProdC49C1B05",
     "AccessOnCallBF2D27F7",
     "AccessReleaseManager729A4DB5",
     "AccessBusinessOwner3E4E804F",
     "AccessOperator578B2F1D",
     "AccessAuditorCA76CB5A",
   ]
  `);
});

test('whoever keeps to own pipelines is denied by resources whose services are named, as IAM asks', () => {
  const { NotResource = [], Resource } = lookIntoOwnAlone('111111111111', ['orders']);
  expect(Resource).toBeUndefined();
  expect(NotResource).toContain('arn:*:codepipeline:*:111111111111:orders/*');
  for (const arn of NotResource) expect(arn.split(':')[2]).toMatch(/^[a-z0-9]+$/);
});

test('of a change control that is shared nothing is theirs but what it keeps of their application', () => {
  const place = { application: 'orders', tableName: 'c-changes', freezeFunction: 'c-freeze', folder: 'c-*/orders/*' };
  const sparedOf = (shared: readonly (typeof place)[]): readonly string[] =>
    lookIntoOwnAlone('111111111111', ['orders', 'carts'], shared).NotResource ?? [];
  const handlers = (name: string): string[] => [
    `arn:*:lambda:*:111111111111:function:${name}-*`,
    `arn:*:states:*:111111111111:*:${name}-*`,
    `arn:*:dynamodb:*:111111111111:table/${name}-*`,
  ];
  expect(sparedOf([])).toEqual(expect.arrayContaining([...handlers('orders'), ...handlers('carts')]));
  expect(sparedOf([place])).toEqual(expect.arrayContaining(handlers('carts')));
  for (const arn of handlers('orders')) expect(sparedOf([place])).not.toContain(arn);
});
