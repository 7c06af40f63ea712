/* eslint-disable @typescript-eslint/no-explicit-any -- templates come as any JSON */
import { Refusal } from '../refusal';
import { references } from './intrinsics';

/** Resources by what they wait for: those of one wave are begun at once, as CloudFormation does. */
export function waves(resources: Readonly<Record<string, any>>): string[][] {
  const left = new Map(Object.entries(resources).map(([id, resource]) => [id, waitsFor(resource, resources)]));
  const found: string[][] = [];
  while (left.size > 0) {
    const ready = [...left].filter(([, needs]) => needs.every((one) => !left.has(one))).map(([id]) => id);
    if (ready.length === 0)
      throw new Refusal('ValidationError', `Circular dependency between resources: [${[...left.keys()].join(', ')}]`);
    for (const id of ready) left.delete(id);
    found.push(ready);
  }
  return found;
}

function waitsFor(resource: any, resources: Readonly<Record<string, any>>): string[] {
  const named = [resource.DependsOn ?? []].flat() as string[];
  return [...named, ...references(resource.Properties)].filter((id) => id in resources);
}

/** How many of a type a service makes at once before it throttles, and CloudFormation gives up. */
const AT_ONCE: Readonly<Record<string, number>> = { 'AWS::SSO::Assignment': 10, 'AWS::Organizations::Policy': 10 };

/** @throws Refusal where a wave begins more of a type at once than its service takes. */
export function checkThrottling(wave: readonly string[], resources: Readonly<Record<string, any>>): void {
  for (const [type, most] of Object.entries(AT_ONCE)) {
    const ids = wave.filter((id) => resources[id].Type === type);
    if (ids.length > most)
      throw new Refusal(
        'TooManyRequestsException',
        `Resource handler returned message: "Rate exceeded" (${type}, ${ids.length} at once: ${ids[0]} …)`,
      );
  }
}
