import { concretize } from './concretize';
import type { Unknowns } from './report';
import type { Item } from './stacks';
import type { Snapshot } from '../snapshot/schema';
import { exactText, possibleEntries, property, textsOf } from './value';

type ControlPolicy = Snapshot['organization']['policies'][number];

/** A control policy with the place a person would change. */
export type PlacedControlPolicy = ControlPolicy & { readonly where: string };

/** Service and resource control policies of the templates. Where their targets are not known they bind nobody. */
export function controlPolicies(items: readonly Item[], unknowns: Unknowns): PlacedControlPolicy[] {
  return items
    .filter((item) => item.type === 'AWS::Organizations::Policy')
    .flatMap((item) => {
      const type = exactText(property(item.properties, 'Type'));
      if (type !== 'SERVICE_CONTROL_POLICY' && type !== 'RESOURCE_CONTROL_POLICY') return [];
      const document = concretize(property(item.properties, 'Content'), unknowns.at(item.where), item.certain);
      if (!document) return [];
      const targets = possibleEntries(property(item.properties, 'TargetIds')).flatMap(textsOf);
      const known = targets.filter((text) => text.exact && item.certain).map((text) => text.pattern);
      return [
        {
          type,
          name: exactText(property(item.properties, 'Name')) ?? item.id,
          document,
          targets: known,
          where: item.where,
        },
      ];
    });
}

/**
 * Attaching a policy by template leaves FullAWSAccess where the organization has it, which is everywhere unless its
 * description lists service control policies of its own.
 */
export function withFullAccess(
  organization: Snapshot['organization'],
  policies: readonly PlacedControlPolicy[],
): PlacedControlPolicy[] {
  const listed = organization.policies.some((policy) => policy.type === 'SERVICE_CONTROL_POLICY');
  const added = policies.some((policy) => policy.type === 'SERVICE_CONTROL_POLICY');
  if (listed || !added) return [...policies];
  const targets = organization.accounts.flatMap((account) => [...account.ous, account.id]);
  return [
    {
      type: 'SERVICE_CONTROL_POLICY',
      name: 'FullAWSAccess',
      document: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
      targets: [...new Set(targets)],
      where: 'FullAWSAccess',
    },
    ...policies,
  ];
}
