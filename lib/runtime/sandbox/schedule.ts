import {
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  DeleteScheduleCommand,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import type { Lease } from '../../sandbox/lease';
import { attempt, errorName } from '../failure';
import { inputOf } from './input';
import type { SandboxRuntime } from './runtime';

/** Leads the lease on at the next moment that matters; there is one schedule a lease, moved each time. */
export async function scheduleNext(runtime: SandboxRuntime<'schedules'>, lease: Lease, at: Date): Promise<void> {
  const input = scheduleInput(runtime, lease, at);
  const what = `schedule the next step of ${lease.name}`;
  const { schedules } = runtime.clients;
  try {
    await attempt(what, () => schedules.send(new CreateScheduleCommand(input)), 'ConflictException');
  } catch (error) {
    if (errorName(error) !== 'ConflictException') throw error;
    await attempt(what, () => schedules.send(new UpdateScheduleCommand(input)));
  }
}

function scheduleInput(
  { settings }: Pick<SandboxRuntime, 'settings'>,
  lease: Lease,
  at: Date,
): CreateScheduleCommandInput {
  // A schedule fires at the minute or after it, never before.
  const moment = new Date(Math.ceil(at.getTime() / 1000) * 1000).toISOString().slice(0, 19);
  return {
    Name: scheduleName(lease),
    GroupName: settings.scheduleGroup,
    ScheduleExpression: `at(${moment})`,
    ScheduleExpressionTimezone: 'UTC',
    FlexibleTimeWindow: { Mode: 'OFF' },
    ActionAfterCompletion: 'DELETE',
    Target: {
      Arn: settings.machine,
      RoleArn: settings.scheduleRole,
      Input: JSON.stringify(inputOf(lease)),
      RetryPolicy: { MaximumRetryAttempts: 20, MaximumEventAgeInSeconds: 3600 },
    },
  };
}

/** Takes the schedule of a lease away that is over; it may have fired and gone by itself. */
export async function unschedule(runtime: SandboxRuntime<'schedules'>, lease: Lease): Promise<void> {
  const command = new DeleteScheduleCommand({ Name: scheduleName(lease), GroupName: runtime.settings.scheduleGroup });
  const send = () => runtime.clients.schedules.send(command);
  try {
    await attempt(`take the schedule of ${lease.name} away`, send, 'ResourceNotFoundException');
  } catch (error) {
    if (errorName(error) !== 'ResourceNotFoundException') throw error;
  }
}

function scheduleName({ id }: Lease): string {
  return id;
}
