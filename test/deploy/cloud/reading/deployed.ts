import type { Deployed } from '../../../_helpers/deployed/deploy';
import type { Stack } from '../cloudformation/stack';
import type { Stacks } from '../cloudformation/stacks';

/** What really stands in the accounts now, in the form that those who answer for services read. */
export function deployedOf(stacks: Stacks): Deployed {
  const standing = stacks.every().filter(({ status }) => !/^(DELETE|REVIEW)/.test(status));
  return {
    stacks: standing.map(({ name, at, intent }) => ({
      ...{ name, account: at.account, region: at.region },
      ...{ executionRole: intent?.role, template: intent?.template },
    })),
    resources: standing.flatMap(resourcesOf),
  };
}

function resourcesOf({ name, at, resources }: Stack): Deployed['resources'] {
  return [...resources].map(([logicalId, { wanted, values }]) => ({
    ...{ type: wanted.type, account: at.account, region: at.region, stack: name, logicalId },
    ...{ ref: values.ref, arn: arnOf(values), properties: wanted.properties },
  }));
}

function arnOf({ ref, attributes }: { readonly ref: string; readonly attributes: Readonly<Record<string, unknown>> }) {
  const arn = attributes.Arn ?? attributes.TopicArn;
  return typeof arn === 'string' ? arn : ref.startsWith('arn:') ? ref : '';
}
