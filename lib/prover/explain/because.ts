import type { ExplainedLayer } from './explanation';

/** Between whom a request is. */
interface Sides {
  /** The principal's account. */
  readonly account: string;
  /** The account that the resource is in. */
  readonly owner: string;
  /** Whether the resource's policy must allow, whatever identity policies say. */
  readonly mandatory: boolean;
}

/**
 * Why a request is denied, in one sentence; where several things stand in its way, the first of what forbids it, then of what
 * nothing allows.
 */
export function because(layers: readonly ExplainedLayer[], sides: Sides): string {
  const forbidding = layers.find(({ denies }) => denies.length > 0);
  if (forbidding) return `${forbidding.denies[0]} forbids it`;
  return withoutAllow(layers, sides) ?? 'no layer that speaks of it allows it together with the others';
}

function withoutAllow(layers: readonly ExplainedLayer[], { account, owner, mandatory }: Sides): string | undefined {
  const allows = (name: string): boolean => layers.some((one) => one.layer === name && one.allows.length > 0);
  const byResource = allows(mandatory ? 'trust or key policy' : 'resource policy');
  if (mandatory && !byResource) return 'the trust or key policy, which must, does not allow it';
  if (account !== owner && !byResource)
    return `it is in another account, ${owner}, and no policy there lets somebody of ${account} in`;
  if (!allows('identity policies') && (!byResource || account !== owner)) return 'no policy of the principal allows it';
  const silent = layers.find(({ layer, effect }) => effect === 'silent' && mustAllow(layer));
  return silent && `the ${silent.layer} ${silent.layer.startsWith('service') ? 'do' : 'does'} not allow it`;
}

/** Layers that are silent have no say, but for those that bound what others allow. */
function mustAllow(layer: string): boolean {
  return layer === 'permissions boundary' || layer.startsWith('service control policies: level');
}
