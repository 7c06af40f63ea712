import { Stack, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { partitionOf } from '../../lib/contract/partitions';
import type { Place } from '../../lib/guardrail';
import { isBroughtByStackSets } from './stack-set-template';

/** Where a construct's stack is deployed; what the stack does not know stays a reference. */
export function placeOf(scope: Construct): Place {
  const { account, region, partition } = Stack.of(scope);
  return {
    account,
    partition: Token.isUnresolved(region) ? partition : partitionOf(region),
    ...(isBroughtByStackSets(scope) ? { byStackSets: true } : {}),
  };
}
