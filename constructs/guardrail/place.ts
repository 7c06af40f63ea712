import { Stack } from 'aws-cdk-lib';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import type { Construct } from 'constructs';
import type { Place } from '../../lib/guardrail';

/** Partition of a region, as text, so that templates and their sizes are what a reviewer reads. */
export function partitionOf(region: string): string {
  return RegionInfo.get(region).partition ?? 'aws';
}

/** Where a construct's stack is deployed; what the stack does not know stays a reference. */
export function placeOf(scope: Construct): Place {
  const { account, region, partition } = Stack.of(scope);
  return { account, partition: RegionInfo.get(region).partition ?? partition };
}
