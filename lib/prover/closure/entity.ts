import type { KeyFact } from '../../iam/query';
import type { Principal } from '../../world/model';
import { value } from './closure';

/** Facts about a user or a role that requests on it carry. */
export function entityContext(principal: Principal): Record<string, KeyFact> {
  const boundary = principal.boundary?.arn;
  return {
    'iam:PermissionsBoundary': boundary ? value(boundary) : { kind: 'absent' },
    ...Object.fromEntries(Object.entries(principal.tags).map(([key, tag]) => [`iam:ResourceTag/${key}`, value(tag)])),
  };
}
