/** What a finding of the rule packs does: total over the packs, and by place. */
import { App, CfnResource, Stack } from 'aws-cdk-lib';
import type { IApplyRule, NagPack } from 'cdk-nag';
import { AwsSolutionsChecks, HIPAASecurityChecks, NIST80053R5Checks, PCIDSS321Checks, ServerlessChecks } from 'cdk-nag';
import { levelOf, ruleClasses, unknownRules } from '../../../lib/findings';

/** Names of the rules that a pack applies, without the pack's. */
function rulesOf(pack: NagPack): string[] {
  const found = new Set<string>();
  const listed = Object.assign(pack, {
    applyRule: ({ ruleSuffixOverride, rule }: IApplyRule) => void found.add(ruleSuffixOverride ?? rule.name),
  });
  const stack = new Stack(new App(), 'S');
  void new CfnResource(stack, 'R', { type: 'Any::Type::AtAll' });
  listed.validateScope(stack);
  return [...found];
}

const PACKS = [
  new AwsSolutionsChecks(),
  new NIST80053R5Checks(),
  new HIPAASecurityChecks(),
  new PCIDSS321Checks(),
  new ServerlessChecks(),
];

test('every rule of every pack has a class, each class holds rules that there are, and none twice', () => {
  const rules = new Set(PACKS.flatMap(rulesOf));
  expect(rules.size).toBeGreaterThan(200);
  expect([...ruleClasses().keys()].sort()).toEqual([...rules].sort());
});

const own = { thirdParty: false };
const prod = { kind: 'prod', ...own } as const;
const dev = { kind: 'elsewhere', ...own } as const;
const library = { kind: 'prod', thirdParty: true } as const;

test.each([
  ['NIST.800.53.R5', 'NIST.800.53.R5-RDSStorageEncrypted', prod, 'block'],
  ['NIST.800.53.R5', 'NIST.800.53.R5-RDSStorageEncrypted', dev, 'report'],
  ['NIST.800.53.R5', 'NIST.800.53.R5-RDSStorageEncrypted', library, 'report'],
  ['NIST.800.53.R5', 'NIST.800.53.R5-RDSInstancePublicAccess', dev, 'block'],
  ['NIST.800.53.R5', 'NIST.800.53.R5-RDSInstancePublicAccess', library, 'block'],
  ['NIST.800.53.R5', 'NIST.800.53.R5-LambdaInsideVPC', prod, 'report'],
  ['AwsSolutions', 'AwsSolutions-IAM5[Resource::*]', prod, 'report'],
  ['AwsSolutions', 'AwsSolutions-RuleOfTomorrow', dev, 'block'],
  ['AwsSolutions', 'AwsSolutions-IAM5[Resource::*]', { kind: 'platform', ...own }, 'block'],
  ['HIPAA.Security', 'HIPAA.Security-LambdaDLQ', { kind: 'platform', ...own }, 'report'],
] as const)('%s: %s', (pack, finding, place, level) => {
  expect(levelOf(pack, finding, place)).toBe(level);
});

test('a chosen level holds for a rule with all its findings, in workloads and not in the platform', () => {
  const chosen = { 'AwsSolutions-IAM5': 'block' } as const;
  expect(levelOf('AwsSolutions', 'AwsSolutions-IAM5[Action::s3:*]', dev, chosen)).toBe('block');
  const lowered = { 'AwsSolutions-IAM5': 'report' } as const;
  expect(levelOf('AwsSolutions', 'AwsSolutions-IAM5[Action::s3:*]', { kind: 'platform', ...own }, lowered)).toBe(
    'block',
  );
});

test('a misspelled rule, and one of a pack that does not check, is unknown', () => {
  expect(unknownRules({ 'AwsSolutions-S11': 'block', 'Serverless-LambdaDLQ': 'block' }, ['AwsSolutions'])).toEqual([
    'AwsSolutions-S11',
    'Serverless-LambdaDLQ',
  ]);
});
