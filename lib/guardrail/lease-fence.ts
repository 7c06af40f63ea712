import { leaseRolePath } from '../names';
import { LEASE_TAG } from '../sandbox/wiring';
import { ROLE_WRITES } from './actions';
import type { Place, PolicyStatement } from './document';
import { iamArn } from './document';

const RESOURCE = `aws:ResourceTag/${LEASE_TAG}`;
const PRINCIPAL = `aws:PrincipalTag/${LEASE_TAG}`;

/**
 * Keeps what one environment of self-service runs from what another one has: both are workloads of the same account. Their
 * stacks carry a tag that names application and lease, which CloudFormation hands on to their resources, roles among them, and their
 * roles lie under a path of their own. Whoever carries no such tag is not concerned.
 */
export function leaseFence(place: Place): readonly PolicyStatement[] {
  const own = `\${${PRINCIPAL}}`;
  const ofLease = { [PRINCIPAL]: 'false' };
  return [
    {
      Sid: 'LeaveOtherLeases',
      Effect: 'Deny',
      Action: ['*'],
      Resource: ['*'],
      Condition: { StringNotEquals: { [RESOURCE]: own }, Null: { [RESOURCE]: 'false', ...ofLease } },
    },
    {
      // A role of another lease would be tagged for that one.
      Sid: 'KeepToOwnRoles',
      Effect: 'Deny',
      Action: ['iam:PassRole', 'sts:AssumeRole'],
      NotResource: [iamArn(place, `role${leaseRolePath(own)}*`), iamArn(place, 'role/aws-service-role/*')],
      Condition: { Null: ofLease },
    },
    {
      // The tag is what tells them apart, so nothing that carries it may change one, in a session neither.
      Sid: 'KeepTheTag',
      Effect: 'Deny',
      Action: [...ROLE_WRITES, 'sts:TagSession'],
      Resource: ['*'],
      Condition: { Null: ofLease },
    },
  ];
}
