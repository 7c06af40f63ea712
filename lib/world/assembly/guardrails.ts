import type { Reading } from '../snapshot/reading';
import type { SnapshotDocument } from '../snapshot/schema';
import type { PolicySource } from '../model';
import { sourceOf } from './accounts';
import type { Identities } from './drafts';
import type { Item } from './stacks';
import { property, Text, type Value } from './value';

/**
 * Guardrail policies of a chat channel: what members do is allowed by the role and by these. Nothing where they are not
 * known in full; a channel without them has AdministratorAccess, which limits nothing.
 */
export function guardrailsOf(item: Item, identities: Identities, reading: Reading): PolicySource[] | undefined {
  if (!/^AWS::Chatbot::\w+ChannelConfiguration$/.test(item.type)) return undefined;
  const listed = property(item.properties, 'GuardrailPolicies');
  if (!Array.isArray(listed) || listed.length === 0) return undefined;
  const found = (listed as readonly Value[]).map((one) => policyOf(one, item, identities, reading));
  return found.every((one) => one !== undefined) ? found : undefined;
}

function policyOf(value: Value, item: Item, identities: Identities, reading: Reading): PolicySource | undefined {
  const arn = value instanceof Text ? identities.managedArn(value) : undefined;
  if (arn === undefined) return undefined;
  const own = identities.managed.find((one) => one.arn === arn && one.account === item.account);
  return own
    ? sourceOf(reading, own.name, own.document as SnapshotDocument, 'identity', own.where)
    : reading.awsManaged(arn, item.where);
}
