import type { PluginReport } from '../../summary';
import type { Evidence } from './schema';

type Acknowledged = Evidence['acknowledged'][number];

interface Violation {
  readonly ruleName: string;
  readonly description?: string;
  readonly reason?: string;
  readonly acknowledgedAt?: string;
  readonly violatingConstructs?: readonly { readonly constructPath?: string }[];
}

/**
 * Findings of the rule packs that somebody acknowledged, grouped by rule and reason: three hundred of one kind are one
 * entry. The rule's own resource in brackets is left out of the grouping.
 */
export function acknowledgedFindings(reports: readonly PluginReport[]): Acknowledged[] {
  const groups = new Map<string, Acknowledged & { where: string[] }>();
  for (const { pluginName, suppressedViolations = [] } of reports)
    for (const violation of suppressedViolations as readonly Violation[]) add(groups, pluginName, violation);
  return [...groups.values()]
    .map((group) => ({ ...group, where: [...new Set(group.where)].sort() }))
    .sort((a, b) => a.count - b.count || compare(a.plugin + a.rule + a.reason, b.plugin + b.rule + b.reason));
}

function add(groups: Map<string, Acknowledged & { where: string[] }>, plugin: string, violation: Violation): void {
  const rule = violation.ruleName.replace(/\[.*\]$/s, '');
  const reason = violation.reason ?? '';
  const key = JSON.stringify([plugin, rule, reason]);
  const places = (violation.violatingConstructs ?? []).map((one) => one.constructPath ?? '?');
  const where = places.length > 0 ? places : [violation.acknowledgedAt ?? '?'];
  const known = groups.get(key);
  const description = violation.description ?? '';
  groups.set(key, {
    ...(known ?? { plugin, rule, description, reason }),
    count: (known?.count ?? 0) + 1,
    where: [...(known?.where ?? []), ...where],
  });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
