import { platformProps } from '../../../bin/app/platform-props';
import { guardrailFiles } from '../../../constructs/platform/guardrail-files';
import { parsePlatform } from '../../../lib/config';
import { POLICIES_A_TARGET, conventionProblems, conventionsFor } from '../../../lib/guardrail';
import type { ExportTarget } from '../../../lib/guardrail';
import { platformFile } from '../../../scripts/platform-file';

/** Every control policy of a platform of so many applications, and where each is attached. */
function fence(applications: number): Record<string, object> {
  const files = guardrailFiles(platformProps(parsePlatform(platformFile({ applications }), 'platform.yaml')));
  return Object.fromEntries(Object.entries(files).filter(([name]) => /^(scp|rcp|targets)/.test(name)));
}

const one = fence(1);

test('the control policies of 500 applications are those of one: in number, size and word', () => {
  expect(fence(500)).toEqual(one);
});

test('those of many tooling accounts are those of two, but for no account that they name', () => {
  const several = (toolings: number, attach = '') => {
    const file = platformFile({ applications: 20, teams: 20, toolings }).replace(
      'organization:\n',
      `organization:\n${attach}`,
    );
    const files = guardrailFiles(platformProps(parsePlatform(file, 'platform.yaml')));
    return Object.fromEntries(Object.entries(files).filter(([name]) => /^(scp|rcp|targets)/.test(name)));
  };
  expect(several(20)).toEqual(several(2));
  expect(JSON.stringify(several(20))).not.toContain('700000000001');
  expect(Object.keys(several(2))).toEqual(Object.keys(one));
  // Where the fence comes to the accounts of the file alone, it comes to each of them, by name.
  const named = several(3, '  attach: accounts\n');
  const targets = named['targets.json'] as Record<string, ExportTarget>;
  const ceiling = Object.keys(targets).find((name) => name.includes('tooling'))!;
  expect(targets[ceiling]!.targets).toEqual(['111111111111', '700000000001', '700000000002']);
  expect(JSON.stringify(named['rcp-guarded-machine-roles.json'])).toContain(
    '700000000002:role/guarded/pipeline/*-deploy-*',
  );
});

test('name no application, and no account but tooling and audit', () => {
  const text = JSON.stringify(one);
  expect(text).not.toContain('application-000');
  const accounts = new Set([...text.matchAll(/\b\d{12}\b/g)].map(([id]) => id));
  expect([...accounts].sort()).toEqual(['111111111111', '222222222222']);
});

test('leave room at each target for what is already there', () => {
  const targets = Object.values(one['targets.json'] as Record<string, ExportTarget>);
  const service = targets.filter(({ type }) => type === 'SERVICE_CONTROL_POLICY');
  for (const unit of new Set(service.flatMap((each) => each.targets))) {
    const own = service.filter((each) => each.targets.includes(unit)).length;
    // AWS's own, the three of Control Tower, and two for whatever an organization has beside them.
    const { allowed, taken } = POLICIES_A_TARGET.SERVICE_CONTROL_POLICY;
    expect(own).toBeLessThanOrEqual(allowed - taken - 2);
  }
});

describe('an exception that no convention leaves open', () => {
  const sanctioned = {
    id: 'approve-orders-BusinessOwner',
    statement: 'answers',
    principals: ['arn:*:iam::111111111111:role/aws-reserved/sso.amazonaws.com/*AWSReservedSSO_BusinessOwner_*'],
    actions: ['codepipeline:PutApprovalResult'],
    resources: ['arn:aws:codepipeline:eu-west-2:111111111111:orders/Approve/BusinessOwner'],
  };
  const problems = (change: object) =>
    conventionProblems([{ ...sanctioned, ...change }], conventionsFor('tooling', 'aws')).join();

  test('is none where names are as they should be, for a team as for everybody', () => {
    expect(problems({})).toBe('');
    expect(problems({ principals: sanctioned.principals.map((one) => one.replace('SSO_', 'SSO_payments-')) })).toBe('');
  });

  test.each([
    ['of another stage', { resources: ['arn:aws:codepipeline:eu-west-2:111111111111:orders/Release/BusinessOwner'] }],
    [
      'of the other approver',
      { resources: ['arn:aws:codepipeline:eu-west-2:111111111111:orders/Approve/ReleaseManager'] },
    ],
    ['of another role', { principals: ['arn:*:iam::111111111111:role/BusinessOwner'] }],
    ['of another action', { actions: ['codepipeline:StartPipelineExecution'] }],
  ])('%s is told', (_what, change) => {
    expect(problems(change)).toMatch(/approve-orders-BusinessOwner.*no convention leaves/);
  });
});
