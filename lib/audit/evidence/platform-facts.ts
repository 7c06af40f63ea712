import type { StackFacts, TemplateResource, World } from '../../world/model';
import type { Evidence } from './schema';

type Facts = Evidence['platform'];
type Fact = Facts['trails'][number];

/** What of the platform shows controls about records: the trail, write-once stores and rules about writes by people. */
export function platformFacts(world: World): Facts {
  return {
    trails: seek(world, 'AWS::CloudTrail::Trail', ({ properties }) =>
      properties.IsOrganizationTrail === true && properties.IsMultiRegionTrail === true && properties.IsLogging === true
        ? 'an organization trail of every region, with validation of its files'
        : undefined,
    ),
    writeOnceStores: seek(world, 'AWS::S3::Bucket', ({ properties }) => lockOf(properties)),
    writeAlarms: seek(world, 'AWS::Events::Rule', ({ properties }, stack) => tellsOfWrites(properties, stack)),
  };
}

function seek(
  world: World,
  type: string,
  what: (resource: TemplateResource, stack: StackFacts) => string | undefined,
): Fact[] {
  return (world.stacks ?? []).flatMap((stack) =>
    stack.resources
      .filter((resource) => resource.type === type)
      .flatMap((resource) => {
        const told = what(resource, stack);
        return told === undefined ? [] : [{ what: told, where: resource.where }];
      }),
  );
}

function lockOf({ ObjectLockEnabled, ObjectLockConfiguration }: TemplateResource['properties']): string | undefined {
  const rule = object(object(object(ObjectLockConfiguration).Rule).DefaultRetention);
  if (ObjectLockEnabled !== true || rule.Mode !== 'COMPLIANCE') return undefined;
  const time = rule.Years === undefined ? `${String(rule.Days)} days` : `${String(rule.Years)} years`;
  return `a bucket whose objects nobody can delete or overwrite for ${time}`;
}

/** A rule on writes that CloudTrail tells of, in the account of its stack. */
function tellsOfWrites({ EventPattern, State }: TemplateResource['properties'], stack: StackFacts): string | undefined {
  const detail = object(object(EventPattern).detail);
  const writes = Array.isArray(detail.readOnly) && detail.readOnly.includes(false);
  if (!writes || State === 'DISABLED' || detail.userIdentity === undefined) return undefined;
  return `a rule tells of writes by people in ${stack.account}, ${stack.region}`;
}

function object(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
