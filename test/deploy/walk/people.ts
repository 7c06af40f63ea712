import { describeAssembly, explain, tellExplanation } from '../../../lib/prover';
import type { Explanation } from '../../../lib/prover/explain/explanation';
import type { Team, Typed } from './team';
import { tellWalk } from './tell';

/** Somebody, or a machine, with the role that they act in. */
export interface Person {
  readonly user: string;
  readonly role: string;
}

/** Something that somebody asks of AWS: what they type, and what that asks IAM about. */
export interface Request {
  readonly who: Person;
  readonly command: string;
  readonly action: string;
  readonly resource: string;
}

/** What came of a request: in the accounts, in the words of AWS, and by what `guarded explain` says of it. */
export interface Answered {
  readonly decision: 'allowed' | 'denied';
  readonly said: string;
  readonly explained: Explanation['decision'];
  readonly because: string;
}

/** Types a command as somebody; the log says who it was. */
export async function typeAs(team: Team, { user, role }: Person, command: string): Promise<Typed> {
  tellWalk(`       ${command} # ${user} as ${role.split('/').at(-1)} in ${role.split(':')[4]}`);
  return team.typeAs(command, team.signedInBy(role, user));
}

/** Asks both: the accounts as they stand behind the front, and the proof of the assembly that was deployed to them. */
export function asking(team: Team, assembly: string): (request: Request) => Promise<Answered> {
  const world = describeAssembly(assembly);
  return async ({ who, command, action, resource }) => {
    const { code, out } = await typeAs(team, who, command);
    const said = out.trim().replace(/\s+/g, ' ');
    const refused = /An error occurred \(AccessDenied(Exception)?\)/.test(said);
    if (code !== 0 && !refused) throw new Error(`${command}: ${out}`);
    const explained = explain(world, { principal: who.role, action, resource, context: {} });
    const because = tellExplanation(explained);
    return { decision: refused ? 'denied' : 'allowed', said, explained: explained.decision, because };
  };
}
