import { closedBy } from './closed-types';
import { dataProblems } from './data';
import type { StageFacts, Surroundings } from './facts';
import { globalServiceProblems } from './global-services';
import { fenceProblems, holderProblems, lostRoleProblems, passedRoleProblems } from './identities';
import { kubernetesProblems } from './kubernetes';
import { parameterProblems } from './parameters';
import { nestedStackProblems } from './nested';
import { serverlessProblems, transformProblems } from './serverless';
import { type Problem, type Resource, type Template, resourcesOf } from './template';

/**
 * The fence's last word on a template as it will be deployed, whatever constructs, aspects and overrides did: in prod and
 * elsewhere every identity is the stage's own and within the boundary, and nothing is made that the deployment role may not
 * make; in prod data is kept besides.
 */
export function judgeTemplate(template: Template, facts: StageFacts, nested = false): Problem[] {
  const resources = resourcesOf(template);
  const types = new Map(resources.map(({ id, type }) => [id, type]));
  const around: Surroundings = { ...facts, types, nested };
  return [
    ...[...transformProblems(template), ...parameterProblems(template, nested)].map((problem) => ({ problem })),
    ...resources.flatMap((resource) => [
      ...problemsOf(resource, around).map((problem) => ({ resource: resource.id, problem })),
      ...dataOf(resource, around).map((problem) => ({ resource: resource.id, problem, data: true })),
    ]),
  ];
}

function problemsOf(resource: Resource, around: Surroundings): string[] {
  return [
    ...closedProblems(resource),
    ...fenceProblems(resource, around),
    ...holderProblems(resource, around),
    ...lostRoleProblems(JSON.stringify(resource.properties), around),
    ...passedRoleProblems(resource, around),
    ...serverlessProblems(resource, around),
    ...nestedStackProblems(resource, around),
    ...kubernetesProblems(resource),
    ...globalServiceProblems(resource, around),
  ];
}

function dataOf(resource: Resource, { prod }: Surroundings): string[] {
  return prod ? dataProblems(resource) : [];
}

function closedProblems({ type }: Resource): string[] {
  const row = closedBy(type);
  if (!row) return [];
  const article = type.startsWith('AWS::') ? 'an' : 'a';
  return [`is ${article} ${type}, which no stage makes (the deployment role may not): ${row.instead}`];
}
