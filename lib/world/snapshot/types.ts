import { Meanings } from '../meaning/table';
import type { Account, Unknown } from '../model';
import { byUnreviewed } from '../unreviewed';

/** Types of the API that collectors list and CloudFormation does not know. */
const BESIDES =
  /^AWS::(SSM::(ManagedInstance|ManagedNode|Resource)|ECS::Task|DynamoDB::Stream|EC2::Instance|XRay::Group)$/;

/**
 * Resources of guarded accounts whose type nobody reviewed, or that let people in without saying whom: a snapshot tells
 * of a resource what it runs as, what it runs and its policy, and nothing else.
 */
export function unreadTypes(accounts: readonly Account[]): Unknown[] {
  const meanings = new Meanings();
  const guarded = accounts.filter(({ environment }) => ['prod', 'tooling', 'audit'].includes(environment));
  return guarded.flatMap(({ resources }) =>
    resources.flatMap(({ type, where, arn }): Unknown[] => {
      const reviewed = meanings.of(type);
      if (!reviewed && !BESIDES.test(type))
        return [
          {
            why: `what a resource of type ${type} can carry was not reviewed (${arn})`,
            where,
            ...byUnreviewed(`a resource of type ${type}`),
            change: arn,
          },
        ];
      const people = reviewed?.row.people;
      if (people === undefined) return [];
      return [
        {
          why: `who comes in by ${arn} is not listed: ${people}`,
          where,
          theorems: ['no-human-write-to-prod'],
          who: `people whom ${arn} lets in`,
          way: [people],
          change: arn,
        },
      ];
    }),
  );
}
