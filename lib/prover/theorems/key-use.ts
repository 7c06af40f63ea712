import type { BoundStatement } from '../../iam/query';
import type { Condition } from '../../iam/model';
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
 * The use of a key of the own account through a service, as a deny: it comes about within a request to that service, which
 * is judged for itself. Who may put no object into a bucket encrypts none by the bucket's key.
 */
export function throughServices({ account }: Principal, { arn, type, account: owner }: Resource): BoundStatement[] {
  if (type !== 'AWS::KMS::Key' || account !== owner) return [];
  const within = [arn, `${arn}/*`, `${arn}:*`];
  return [except('use of a key through a service', USING, within, [THROUGH_SERVICE])];
}
