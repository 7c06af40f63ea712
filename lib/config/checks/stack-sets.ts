import type { Cursor, Finding } from '../cursor';
import { moreToolings } from '../tooling';

/** Accounts that stay by hand are accounts of the file; the management account is by hand in any case. */
export function checkStackSets(file: Cursor): Finding[] {
  const accounts = file.at('organization', 'accounts');
  const environments = file
    .at('applications')
    .items()
    .flatMap((application) => application.at('environments').items());
  const toolings = [accounts.at('tooling'), ...moreToolings(file)];
  const own = [...toolings, accounts.at('audit'), ...environments.map((one) => one.at('account'))];
  const known = new Set(own.map(({ text }) => text));
  const listed = file.at('organization', 'stackSets', 'byHand').items();
  return listed.flatMap((one) =>
    one.text === undefined || known.has(one.text)
      ? []
      : [
          one.finding(
            `${one.text} is no account that stack sets would prepare; write tooling, audit or the account of an environment, or leave it out`,
          ),
        ],
  );
}
