import { Stack, Validations } from 'aws-cdk-lib';
import type { PolicyStatementProps } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';

/** Accepts findings of the rule packs on one construct, with the reason that its reader needs. Ids carry their prefix. */
export function acknowledge(construct: IConstruct, reason: string, ...ids: string[]): void {
  for (const id of ids) Validations.of(construct).acknowledge({ id, reason });
}

/** A policy statement; one with a wildcard says why nothing narrower would do. */
export interface Right extends PolicyStatementProps {
  readonly why?: string;
}

/** Accepts the wildcards of these statements on the role that has them, each by its exact text. */
export function acknowledgeWildcards(role: IConstruct, rights: readonly Right[]): void {
  for (const { why, resources = [] } of rights)
    for (const id of resources.map((resource) => wildcardFinding(role, resource)))
      if (why && id) acknowledge(role, why, id);
}

/** The finding that a wildcard in a resource makes; undefined where there is none. */
function wildcardFinding(scope: IConstruct, resource: string): string | undefined {
  const text = flatten(Stack.of(scope).resolve(resource));
  return text.includes('*') ? `AwsSolutions::AwsSolutions-IAM5[Resource::${text}]` : undefined;
}

/** CloudFormation references as the rule pack spells them: `<Logical.Arn>`. */
function flatten(value: unknown): string {
  if (typeof value === 'string') return value;
  const { 'Fn::Join': join, 'Fn::GetAtt': attribute, Ref: ref } = value as Record<string, unknown>;
  if (Array.isArray(join)) return (join[1] as unknown[]).map(flatten).join(String(join[0]));
  if (Array.isArray(attribute)) return `<${attribute.join('.')}>`;
  return ref === undefined ? JSON.stringify(value) : `<${String(ref)}>`;
}
