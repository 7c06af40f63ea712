import type { BoundStatement } from '../../iam/query';
import type { Condition } from '../../iam/model';
import { WORKLOAD_PATH } from '../../names';
import type { Principal, Resource } from '../../world/model';
import { except } from './writes';

/** What encrypts and decrypts; everything else on a key changes it, or hands it on. */
const USING = ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'];

/** Only a service that acts on somebody's request carries it (KMS developer guide, 'kms:ViaService'). */
const THROUGH_SERVICE: Condition = {
  operator: 'Null',
  quantifier: 'none',
  ifExists: false,
  key: 'kms:ViaService',
  values: ['false'],
};

/**
 * The use of a key of the own account through a service by a role of a workload, as a deny: it comes about within a request to
 * that service, which is judged for itself. A role that may put no object into a bucket encrypts none by the bucket's key,
 * whoever comes to act as it. What people read by keys under roles of their own is sanctioned by name, or told.
 */
export function throughServices(actor: Principal, { arn, type, account: owner }: Resource): BoundStatement[] {
  const isWorkload = actor.kind === 'role' && actor.arn.includes(`:role${WORKLOAD_PATH}`);
  if (type !== 'AWS::KMS::Key' || !isWorkload || actor.account !== owner) return [];
  const within = [arn, `${arn}/*`, `${arn}:*`];
  return [except('use of a key through a service', USING, within, [THROUGH_SERVICE])];
}
