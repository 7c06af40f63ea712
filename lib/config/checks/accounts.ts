import type { Cursor, Finding } from '../cursor';
import { moreToolings } from '../tooling';
import { sharedProblem } from './shared-accounts';
import type { EnvironmentUse } from './shared-accounts';

/** Kind of the accounts that pipelines are in. */
const TOOLING = 'tooling';

/** An account id where it stands, and what it is used for. */
interface Use {
  readonly at: Cursor;
  readonly id: string;
  readonly kind: string;
  readonly what: string;
  /** Where it is an environment's. */
  readonly environment?: EnvironmentUse;
}

function organizationUses(file: Cursor): Use[] {
  const accounts = file.at('organization', 'accounts').fields();
  return accounts.flatMap((at) => (at.text ? { at, id: at.text, kind: at.key, what: `the ${at.key} account` } : []));
}

/** Teams and applications may name one tooling account together, the platform's included. */
function toolingUses(file: Cursor): Use[] {
  return moreToolings(file).flatMap((at) => {
    const [within, which] = at.path;
    const application = file.at('applications').items()[Number(which)]?.at('name').text;
    const whose = within === 'teams' ? `team ${String(which)}` : (application ?? '?');
    return at.text ? { at, id: at.text, kind: TOOLING, what: `the tooling account of ${whose}` } : [];
  });
}

function environmentUses(application: Cursor): Use[] {
  return application
    .at('environments')
    .items()
    .flatMap((environment) => {
      const at = environment.at('account');
      const kind = environment.at('kind').text ?? 'other';
      const name = `${application.at('name').text ?? '?'}/${environment.at('name').text ?? '?'}`;
      const what = `the ${kind} environment ${name}`;
      return at.text ? { at, id: at.text, kind, what, environment: { application, environment } } : [];
    });
}

/** A prod account that people write as dev or test is the worst of the duplicates, so it is called by its name. */
function conflict(first: Use, second: Use): string | undefined {
  const kinds = new Set([first.kind, second.kind]);
  const mixed = kinds.has('prod') && kinds.size === 2;
  const already = `account ${second.id} is already ${first.what}; `;
  if (first.kind === TOOLING && second.kind === TOOLING) return undefined;
  if (mixed) return `${already}a prod account may not be used for anything else: write another account`;
  if (second.kind === TOOLING)
    return `${already}a tooling account holds pipelines and nothing else: write another account`;
  if (!first.environment || !second.environment)
    return `${already}every environment has an account of its own: write another account`;
  const problem = sharedProblem(first.environment, second.environment);
  return problem && `${already}${problem}`;
}

/** Each account is used once, or shared by applications that all say so: guardrails and proofs speak of whole accounts. */
export function checkAccounts(file: Cursor): Finding[] {
  const seen = new Map<string, Use[]>();
  const uses = [
    ...organizationUses(file),
    ...toolingUses(file),
    ...file.at('applications').items().flatMap(environmentUses),
  ];
  return uses.flatMap((use) => {
    const before = seen.get(use.id) ?? [];
    seen.set(use.id, [...before, use]);
    for (const other of before) {
      const problem = conflict(other, use);
      if (problem !== undefined) return use.at.finding(problem, other.at);
    }
    return [];
  });
}
