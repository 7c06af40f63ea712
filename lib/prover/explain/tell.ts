import type { Explanation } from './explanation';

/** The explanation for a person. */
export function tellExplanation(explanation: Explanation): string {
  const { request, decision, because, note, restsOn = [] } = explanation;
  const lines = explanation.layers.flatMap((one) => [
    `  ${one.layer}: ${one.effect}`,
    ...one.denies.map((text) => `    deny   ${text}`),
    ...(one.mayDeny ?? []).map((text) => `    may deny ${text}`),
    ...one.allows.map((text) => `    allow  ${text}`),
  ]);
  const why = explanation.why ? [`  not decidable: ${explanation.why}`] : [];
  const rest = restsOn.map(
    (one) => `  rests on ${one.key}, which was not given: with ${one.value} it is ${one.decision}`,
  );
  return [
    `${decision}: ${request.principal} ${request.action} ${request.resource}`,
    ...(because ? [`  because ${because}`] : []),
    ...(note ? [`  ${note}`] : []),
    ...lines,
    ...rest,
    ...why,
  ].join('\n');
}
