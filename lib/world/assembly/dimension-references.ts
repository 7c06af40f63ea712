import type { DimensionReference } from '../model';
import { isObject } from './template';

/** What the dimensions of an alarm's metrics refer to, as the template writes it: once resolved, a generated name is any. */
export function dimensionReferences(properties: Readonly<Record<string, unknown>>): DimensionReference[] {
  if (!Array.isArray(properties.Metrics)) return referencesIn(properties.Dimensions, 0);
  return properties.Metrics.flatMap((metric: unknown, at) => {
    const stat = isObject(metric) && isObject(metric.MetricStat) ? metric.MetricStat : {};
    return referencesIn(isObject(stat.Metric) ? stat.Metric.Dimensions : undefined, at);
  });
}

function referencesIn(dimensions: unknown, metric: number): DimensionReference[] {
  return (Array.isArray(dimensions) ? dimensions : []).flatMap((one: unknown) => {
    const logicalIds = isObject(one) ? idsIn(one.Value) : [];
    return isObject(one) && logicalIds.length > 0 ? [{ dimension: String(one.Name), metric, logicalIds }] : [];
  });
}

function idsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(idsIn);
  if (!isObject(value)) return [];
  if (typeof value.Ref === 'string') return value.Ref.startsWith('AWS::') ? [] : [value.Ref];
  const attribute = value['Fn::GetAtt'];
  if (attribute !== undefined) return [String(Array.isArray(attribute) ? attribute[0] : attribute).split('.')[0]!];
  const substituted = value['Fn::Sub'];
  const text = Array.isArray(substituted) ? substituted[0] : substituted;
  const named = typeof text === 'string' ? [...text.matchAll(/\$\{([A-Za-z0-9]+)[.}]/g)].map((match) => match[1]!) : [];
  return [...named, ...Object.values(value).flatMap(idsIn)];
}
