import type { Xml } from '../xml';
import type { ChangeSet, Stack } from './stack';

/** A stack as DescribeStacks and ListStacks tell of it. */
export function describedStack(stack: Stack): Xml {
  const { id, name, status, reason, created, outputs, intent } = stack;
  return {
    StackId: id,
    StackName: name,
    StackStatus: status,
    StackStatusReason: reason,
    CreationTime: created,
    EnableTerminationProtection: stack.protected,
    RoleARN: intent?.role,
    Tags: pairs(intent?.tags ?? {}, 'Key', 'Value'),
    Parameters: pairs(intent?.parameters ?? {}, 'ParameterKey', 'ParameterValue'),
    Outputs: Object.entries(outputs).map(([OutputKey, { value, exported }]) => ({
      ...{ OutputKey, OutputValue: value, ExportName: exported },
    })),
  };
}

function pairs(record: Readonly<Record<string, string>>, key: string, value: string): Xml {
  return Object.entries(record).map(([name, one]) => ({ [key]: name, [value]: one }));
}

/** Newest first. */
export function describedEvents({ id, name, events }: Stack): Xml {
  return {
    StackEvents: events.map((event) => ({
      StackId: id,
      StackName: name,
      EventId: event.id,
      LogicalResourceId: event.logicalId,
      PhysicalResourceId: event.physicalId,
      ResourceType: event.type,
      ResourceStatus: event.status,
      ResourceStatusReason: event.reason,
      Timestamp: event.at,
    })),
  };
}

/** Resources of a stack, by either call. */
export function describedResources({ id, name, resources }: Stack, call: string): Xml {
  const all = [...resources].map(([logicalId, { wanted, values }]) => ({
    StackId: id,
    StackName: name,
    LogicalResourceId: logicalId,
    PhysicalResourceId: values.ref,
    ResourceType: wanted.type,
    ResourceStatus: 'CREATE_COMPLETE',
    LastUpdatedTimestamp: new Date(),
    Timestamp: new Date(),
  }));
  return call === 'ListStackResources' ? { StackResourceSummaries: all } : { StackResources: all };
}

/** A change set; nothing reads its single changes here but their number. */
export function describedChangeSet({ id, name, resources }: Stack, changeSet: ChangeSet): Xml {
  const { template } = changeSet.intent;
  const changes = Object.entries(template.Resources as Record<string, { Type: string }>).map(
    ([LogicalResourceId, { Type }]) => ({
      Type: 'Resource',
      ResourceChange: {
        Action: resources.has(LogicalResourceId) ? 'Modify' : 'Add',
        LogicalResourceId,
        ResourceType: Type,
      },
    }),
  );
  return {
    ChangeSetId: changeSet.id,
    ChangeSetName: changeSet.name,
    StackId: id,
    StackName: name,
    Status: changeSet.status,
    StatusReason: changeSet.reason,
    ExecutionStatus: changeSet.execution,
    Changes: changeSet.status === 'FAILED' ? [] : changes,
  };
}
