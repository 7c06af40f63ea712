import type { Account, Exception, Principal, Resource, World } from '../../world/model';
import { identityOf } from '../subjects';
import type { Fact } from './fact';
import { theFewerTheStronger } from './orders';
import { lastPart } from './site';

/** Who holds a permission set: the same rights in the hands of others are another matter. */
export function peopleFacts({ accounts }: World): Fact[] {
  const all = accounts.flatMap((account) =>
    account.principals.flatMap((principal) => (principal.person?.permissionSet ? [{ account, principal }] : [])),
  );
  return all.map(({ account, principal }) => {
    const set = principal.person!.permissionSet!;
    const among = all.filter((one) => one.principal.person?.permissionSet === set).length;
    return holderFact(account, principal, set, among);
  });
}

function holderFact(account: Account, { person, where }: Principal, set: string, among: number): Fact {
  const groups = / assigned to (.+)$/.exec(person!.why)?.[1]?.split(', ') ?? [];
  return {
    of: 'who is who',
    key: `${set} ${account.id}`,
    subject: `who is ${set}`,
    place: { name: account.name, among },
    text: groups.length > 0 ? groups.map((group) => `group ${group}`).join(', ') : 'nobody known',
    ...(groups.length > 0 ? theFewerTheStronger(groups) : {}),
    gone: 'untold',
    come: 'untold',
    where,
  };
}

/** What runs as which role: what comes and goes is told by the rights of the roles. */
export function runningFacts({ accounts }: World): Fact[] {
  return accounts.flatMap((account) =>
    account.resources.filter(({ type }) => type !== PIPELINE).map((resource) => runningFact(account, resource)),
  );
}

/** Its roles are told with the pipeline. */
const PIPELINE = 'AWS::CodePipeline::Pipeline';

function runningFact({ environment, id, name }: Account, resource: Resource): Fact {
  const { arn, type, roles, where } = resource;
  return {
    of: `what runs as which role in ${environment}: ${name} (${id})`,
    key: `${type} ${identityOf(resource)}`,
    subject: `${type.split('::').slice(1).join(' ')} ${arn.split(':').slice(5).join(':')}`,
    text: roles.map(lastPart).join(', ') || 'no role',
    ...theFewerTheStronger(roles),
    gone: 'untold',
    come: 'untold',
    where,
  };
}

/** Requests that the organization sanctions, as far as both sides know them by the same id. */
export function sanctionFacts({ exceptions }: World): Fact[] {
  return exceptions.flatMap(({ id, statement, ...lists }) => [
    { ...SANCTION, key: id, subject: `sanction ${id}`, text: statement },
    ...LISTS.map((list) => ({
      ...SANCTION,
      key: `${id} ${list}`,
      subject: `sanction ${id}, ${list}`,
      text: lists[list].join(', '),
      ...theFewerTheStronger(lists[list]),
    })),
  ]);
}

const LISTS = ['principals', 'actions', 'resources'] as const satisfies readonly (keyof Exception)[];

/** What comes and goes is told with the exceptions. */
const SANCTION = { of: 'what is sanctioned', gone: 'untold', come: 'untold', where: 'exceptions' } as const;
