import type { Cursor, Finding } from '../cursor';

/** An account id where it stands, and what it is used for. */
interface Use {
  readonly at: Cursor;
  readonly id: string;
  readonly kind: string;
  readonly what: string;
}

function organizationUses(file: Cursor): Use[] {
  const accounts = file.at('organization', 'accounts').fields();
  return accounts.flatMap((at) => (at.text ? { at, id: at.text, kind: at.key, what: `the ${at.key} account` } : []));
}

function environmentUses(application: Cursor): Use[] {
  return application
    .at('environments')
    .items()
    .flatMap((environment) => {
      const at = environment.at('account');
      const kind = environment.at('kind').text ?? 'other';
      const name = `${application.at('name').text ?? '?'}/${environment.at('name').text ?? '?'}`;
      return at.text ? { at, id: at.text, kind, what: `the ${kind} environment ${name}` } : [];
    });
}

/** A prod account that people write as dev or test is the worst of the duplicates, so it is called by its name. */
function conflict(first: Use, second: Use): string {
  const kinds = new Set([first.kind, second.kind]);
  const mixed = kinds.has('prod') && kinds.size === 2;
  const why = mixed
    ? 'a prod account may not be used for anything else'
    : 'every environment has an account of its own';
  return `account ${second.id} is already ${first.what}; ${why}: write another account`;
}

/** Each account is used once: guardrails, boundaries and proofs all speak of whole accounts. */
export function checkAccounts(file: Cursor): Finding[] {
  const seen = new Map<string, Use>();
  const uses = [...organizationUses(file), ...file.at('applications').items().flatMap(environmentUses)];
  return uses.flatMap((use) => {
    const first = seen.get(use.id);
    if (!first) seen.set(use.id, use);
    return first ? use.at.finding(conflict(first, use), first.at) : [];
  });
}
