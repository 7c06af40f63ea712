import type { ControlResult } from '../evidence/schema';
import { CHECKS, type Checked, type Shown } from './checks';
import { type Control, CONTROLS } from './table';

/** So many witnesses of a control are listed; the rest are counted. */
const LISTED = 12;

/** Every control with its verdict and what shows it. */
export function evaluateControls(shown: Shown, controls: readonly Control[] = CONTROLS): ControlResult[] {
  return controls.map((control) =>
    evaluate(
      control,
      control.checks.map((id) => CHECKS[id](shown)),
    ),
  );
}

/** A control without a witness cannot pass, whatever its checks say. */
export function evaluate(control: Control, checked: readonly Checked[]): ControlResult {
  const { framework, id, title, claim, doesNotShow, checks } = control;
  const witnesses = interleave(checked.map((one) => one.witnesses));
  return {
    ...{ framework, id, title, claim, doesNotShow },
    evaluated: checks.length > 0 ? checks.join(' and ') : 'by the organization itself',
    ...verdictOf(checked),
    witnesses: witnesses.slice(0, LISTED),
    more: Math.max(0, witnesses.length - LISTED),
  };
}

function verdictOf(checked: readonly Checked[]): Pick<ControlResult, 'verdict' | 'why'> {
  if (checked.length === 0) return { verdict: 'not evaluable here', why: 'only the organization itself can show it' };
  const bad = checked.find((one) => one.holds === false);
  if (bad) return { verdict: 'fail', why: bad.why };
  const open = checked.find((one) => one.holds === 'not here');
  if (open) return { verdict: 'not evaluable here', why: open.why };
  if (checked.some((one) => one.witnesses.length === 0)) return { verdict: 'fail', why: 'nothing shows it' };
  return { verdict: 'pass', why: checked.map((one) => one.why).join('; ') };
}

/** One witness of each check first, so that none is left out by another's many. */
function interleave<T>(lists: readonly (readonly T[])[]): T[] {
  const longest = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, at) =>
    lists.flatMap((list) => (at < list.length ? [list[at]] : [])),
  ).flat();
}
