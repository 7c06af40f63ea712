import type { ChangeWindow, WindowOpening } from '../../change/change-control-props';

/**
 * A window as the cron expression of CodePipeline's DeploymentWindow rule (seconds first, day of month `?`), or
 * undefined where the rule cannot say it: all rules of a condition must hold, so there is one opening or none, and its
 * hours are whole. Holidays and calendars stay with our own check.
 */
export function windowCron({ open }: Pick<ChangeWindow, 'open'>): string | undefined {
  const [opening, ...others] = open;
  const hours = opening && hoursOf(opening);
  if (!opening || !hours || others.length > 0) return undefined;
  return `* * ${hours} ? * ${opening.days.map((day) => day.toUpperCase()).join(',')}`;
}

function hoursOf({ opens, closes }: WindowOpening): string | undefined {
  const [first, last] = [opens, closes].map((time) => /^(\d\d):00$/.exec(time)?.[1]).map(Number);
  if (!Number.isInteger(first) || !Number.isInteger(last) || first! >= last!) return undefined;
  return first === last! - 1 ? String(first) : `${first}-${last! - 1}`;
}
