import type { Surroundings } from './facts';
import type { Resource } from './template';

/** A nested stack deploys a template of this stage, which the fence has read, and no other. */
export function nestedStackProblems({ type, properties }: Resource, { nestedTemplates }: Surroundings): string[] {
  if (type !== 'AWS::CloudFormation::Stack') return [];
  const url = JSON.stringify(properties['TemplateURL'] ?? '');
  if (nestedTemplates.some((hash) => url.includes(`${hash}.json`))) return [];
  return [
    `TemplateURL is ${url}, expected the template of a NestedStack of this stage: nobody reads another one at synthesis`,
  ];
}
