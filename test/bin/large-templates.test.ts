import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { largeTemplates } from '../../bin/app/large-templates';

const folder = mkdtempSync(join(tmpdir(), 'large-templates-'));
mkdirSync(join(folder, 'assembly-prod'));
writeFileSync(join(folder, 'platformorganization1.template.json'), 'x'.repeat(101));
writeFileSync(join(folder, 'assembly-prod', 'orders.template.json'), 'x'.repeat(102));
writeFileSync(join(folder, 'small.template.json'), 'x'.repeat(100));
writeFileSync(join(folder, 'asset.json'), 'x'.repeat(1000));

test('templates that CloudFormation would refuse are told with size, limit and way out', () => {
  expect(largeTemplates(folder, 100).sort()).toEqual([
    'assembly-prod/orders.template.json has 102 bytes, CloudFormation takes 100: divide the stack in two',
    'platformorganization1.template.json has 101 bytes, CloudFormation takes 100: give some applications a platform of their own',
  ]);
});

test('the limit itself is none', () => {
  expect(largeTemplates(folder, 102)).toEqual([]);
  expect(largeTemplates(folder)).toEqual([]);
});
