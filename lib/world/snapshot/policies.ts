import type { PolicySource } from '../model';
import type { AccountReading } from './identities';
import type { Reading } from './reading';
import type { SnapshotAccount, SnapshotDocument } from './schema';

type Managed = SnapshotAccount['authorizationDetails']['Policies'][number];
type Version = Managed['PolicyVersionList'][number];

function isDefault(policy: Managed, version: Version): boolean {
  return (
    version.IsDefaultVersion ?? (policy.PolicyVersionList.length === 1 || version.VersionId === policy.DefaultVersionId)
  );
}

function readManaged(reading: Reading, policy: Managed, where: string): PolicySource | undefined {
  const current = policy.PolicyVersionList.findIndex((version) => isDefault(policy, version));
  if (current < 0) {
    reading.problem(where, `no version of ${policy.Arn} is the default one`);
    return undefined;
  }
  const parse = (at: number) =>
    reading.document(
      policy.PolicyVersionList[at].Document,
      'identity',
      `${where}.PolicyVersionList[${at}].Document`,
      MANAGED,
    );
  const document = parse(current);
  const others = policy.PolicyVersionList.flatMap((_, at) => (at === current ? [] : [parse(at)])).filter(
    (p) => p !== undefined,
  );
  return (
    document && {
      name: policy.PolicyName ?? policy.Arn.slice(policy.Arn.lastIndexOf('/') + 1),
      policy: document,
      where: `${where}.PolicyVersionList[${current}].Document`,
      arn: policy.Arn,
      otherVersions: others,
    }
  );
}

/** A managed policy holds at most 6,144 characters, white space apart (IAM quotas). AWS's own are larger. */
const MANAGED = 6144;
/** Inline policies of a role together hold at most 10,240; of users and groups less, which proves nothing more. */
const INLINE = 10240;

/** The managed policies an account lists, by ARN. */
export function readManagedPolicies(
  reading: Reading,
  policies: readonly Managed[],
  place: string,
): Map<string, PolicySource> {
  const found = new Map<string, PolicySource>();
  policies.forEach((policy, index) => {
    const where = `${place}.Policies[${index}]`;
    const source = policy.Arn.includes(':iam::aws:policy/')
      ? readAwsManaged(reading, policy, where)
      : readManaged(reading, policy, where);
    if (source) found.set(policy.Arn, source);
  });
  return found;
}

/** A listed AWS managed policy: read as it stands, whatever its size. */
function readAwsManaged(reading: Reading, policy: Managed, where: string): PolicySource | undefined {
  const at = policy.PolicyVersionList.findIndex((version) => isDefault(policy, version));
  if (at < 0) return undefined;
  const place = `${where}.PolicyVersionList[${at}].Document`;
  const document = reading.document(policy.PolicyVersionList[at].Document, 'identity', place);
  return document && { name: policy.Arn, policy: document, where: place, arn: policy.Arn };
}

/** An attached policy: listed in the account, or one of AWS's own from the catalogue; else nobody knows what it allows. */
export function attachedPolicy(account: AccountReading, arn: string, where: string): PolicySource[] {
  const listed = account.managed.get(arn);
  if (listed) return [listed];
  const own = account.reading.awsManaged(arn, where);
  if (own) return [own];
  account.reading.unknown(`the policy ${arn} is attached but listed nowhere`, where);
  return [];
}

/** Inline policies of one entity. */
export function inlinePolicies(
  reading: Reading,
  list: readonly { PolicyName: string; PolicyDocument: SnapshotDocument }[],
  place: string,
): PolicySource[] {
  return list.flatMap((entry, index) => {
    const where = `${place}[${index}].PolicyDocument`;
    const policy = reading.document(entry.PolicyDocument, 'identity', where, INLINE);
    return policy ? [{ name: entry.PolicyName, policy, where }] : [];
  });
}
