/** A platform of which applications are left out is there to be looked at; CloudFormation refuses each of its stacks. */
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { platformProps } from '../../../bin/app/platform-props';
import { GuardedPlatform } from '../../../constructs/platform';
import { readPlatform } from '../../../lib/config';

process.env.CDK_VALIDATION = 'false';
jest.spyOn(console, 'error').mockImplementation(() => undefined);

const props = platformProps(readPlatform(join(__dirname, '../../../examples/notes/platform.yaml')));

function stacksOf(incomplete: boolean | undefined): Template[] {
  const platform = new GuardedPlatform(new App(), 'platform', { ...props, incomplete });
  const stacks = platform.node.findAll().filter((node): node is Stack => Stack.isStack(node));
  return stacks.map((stack) => Template.fromStack(stack));
}

test('every stack of it is refused, with the reason', () => {
  const templates = stacksOf(true);
  expect(templates.length).toBeGreaterThan(10);
  for (const template of templates)
    template.templateMatches({
      Rules: {
        WholePlatform: {
          Assertions: [
            {
              Assert: { 'Fn::Equals': ['one application', 'the whole platform'] },
              AssertDescription: Match.stringLikeRegexp('the others would lose their rights'),
            },
          ],
        },
      },
    });
});

test('a whole one is not', () => {
  for (const template of stacksOf(undefined))
    expect(Object.keys(template.toJSON().Rules ?? {})).not.toContain('WholePlatform');
});
