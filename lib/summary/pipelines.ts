import type { PlatformConfig } from '../config';
import { resourcesOf } from './assembly';
import type { StackView } from './assembly';
import { budgetOf } from './budget';
import { chatOf } from './chat';
import type { PipelineSummary, StageSummary } from './model';

type Window = PlatformConfig['applications'][number]['window'];

interface Action {
  readonly Name: string;
  readonly ActionTypeId?: { readonly Category?: string };
}

interface Stage {
  readonly Name: string;
  readonly Actions?: readonly Action[];
  readonly OnFailure?: { readonly Result?: string };
}

function summarizeStage({ Name, Actions = [], OnFailure }: Stage): StageSummary {
  const approvals = Actions.filter((action) => action.ActionTypeId?.Category === 'Approval');
  return {
    name: Name,
    actions: Actions.map((action) => action.Name),
    approvers: approvals.map((action) => action.Name),
    onFailure: OnFailure?.Result,
  };
}

const WEEK = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** `Mon–Thu`, or the days one by one where they do not follow each other. */
function daysText(days: readonly string[]): string {
  const places = days.map((day) => WEEK.indexOf(day)).sort((a, b) => a - b);
  const run = places.length > 2 && places.at(-1)! - places[0] === places.length - 1;
  return run ? `${WEEK[places[0]]}–${WEEK[places.at(-1)!]}` : places.map((place) => WEEK[place]).join(', ');
}

/** `Mon–Thu 09:00–16:00, Fri 09:00–12:00 Europe/London, not on 3 holidays`. */
export function windowText(window: Window): string {
  const open = window.open.map(({ days, from, to }) => `${daysText(days)} ${from}–${to}`).join(', ');
  const holidays = window.holidays.length ? `, not on ${window.holidays.length} holidays` : '';
  const calendars = window.calendars.length ? `, while ${window.calendars.join(' and ')} is open` : '';
  return `${open} ${window.timeZone}${holidays}${calendars}`;
}

/** The pipelines of the assembly, each with the window of its application. */
export function summarizePipelines(config: PlatformConfig, stacks: readonly StackView[]): PipelineSummary[] {
  return resourcesOf(stacks, 'AWS::CodePipeline::Pipeline').map(({ stack, properties }) => {
    const name = String(properties.Name ?? stack.name);
    const application = config.applications.find((candidate) => candidate.name === name);
    const window = application?.window ?? (name === 'platform' ? config.platform?.window : undefined);
    return {
      name,
      account: stack.account,
      region: stack.region,
      stages: ((properties.Stages ?? []) as Stage[]).map(summarizeStage),
      window: window && windowText(window),
      bakeMinutes: application?.bakeMinutes,
      availability: budgetOf(stack, stacks, name),
      chat: chatOf(stacks, name),
    };
  });
}
