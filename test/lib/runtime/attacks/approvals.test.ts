import { permissionSetName } from '../../../../constructs/access/set-name';
import type { PersonaAccessProps } from '../../../../constructs/access';
import { session } from '../../../_helpers/fake-aws/world';
import { ALICE, CAROL, commitOf, digestOf, type DraftFields, idOf, type Line, OLGA, released } from './line';
import type * as Answers from '../../../../lib/change/answer';
import type * as FourEyes from '../../../../lib/change/four-eyes';
import type * as People from '../../../../lib/change/people';
import type * as Table from './table';
import { type Attack, attacked, describeAttacks } from './table';

/**
 * Attacks on who approves, and on what the approval is about. Each is played twice: with every check of the gate, and
 * with the checks that are to stop it taken out; then the gate must open, or the attack would show nothing.
 */
// The draft refuses before the approvals whom nobody can ever know, and a history that may lack authors; here the
// gate's own word on them is attacked.
jest.mock('../../../../lib/change/people', () => ({
  ...jest.requireActual<typeof People>('../../../../lib/change/people'),
  neverKnown: () => [],
}));
jest.mock('../../../../lib/change/four-eyes', () => ({
  ...jest.requireActual<typeof FourEyes>('../../../../lib/change/four-eyes'),
  unknownHistory: ({ historyUnknown }: { historyUnknown: boolean }) =>
    historyUnknown ? jest.requireActual<typeof Answers>('../../../../lib/change/answer').pass('') : undefined,
}));
jest.mock('../../../../lib/change/gate', () => jest.requireActual<typeof Table>('./table').gateWithout());

const as = (user: string, set = 'ReleaseManager') => session(set, user);
const author = (name: string) => ({ author: name });
const mapped = { '@example.com': '=', 'alice@home.test': 'alice@example.com', 'bot@ci.test': 'machine' };
const twoPersonas = { approvals: ['ReleaseManager', 'BusinessOwner'] };

/** A change of somebody, approved by somebody. */
const approved = (fields: DraftFields, by: string, starter?: string) => async (line: Line) => {
  await line.verify('r2', fields, starter);
  line.approve('r2', by);
};

const OWN = /approved a change that they wrote, helped to write or started/;
const UNKNOWN = /Nobody knows who is behind/;
const NO_SESSION = /is no session of Identity Center/;

const ATTACKS: Readonly<Record<string, Attack>> = {
  'an author approves': {
    by: ['four-eyes'],
    reason: OWN,
    play: approved(author('Alice <alice@example.com>'), ALICE),
  },
  'an author approves, signed in with capitals': {
    by: ['four-eyes'],
    reason: OWN,
    play: approved(author('Alice <alice@example.com>'), as('ALICE@Example.com')),
  },
  'an author who commits with another, mapped address approves': {
    by: ['four-eyes'],
    reason: OWN,
    policy: { identities: mapped },
    play: approved({ ...author('Al <Alice@Home.test>'), ...twoCommitters() }, ALICE),
  },
  'an author approves who commits with a tagged address of the same mailbox': {
    by: ['four-eyes'],
    reason: UNKNOWN,
    play: approved(author('Alice <alice+git@example.com>'), ALICE),
  },
  'an author approves whose address has an invisible letter': {
    by: ['four-eyes'],
    reason: UNKNOWN,
    play: approved(author('Alice <alice\u200d@example.com>'), ALICE),
  },
  'an author approves whose name ends in the address of a machine': {
    by: ['four-eyes'],
    reason: UNKNOWN,
    play: approved(author('Alice <alice@example.com> <noreply@github.com>'), ALICE),
  },
  'a committer approves': {
    by: ['four-eyes'],
    reason: OWN,
    play: approved({ commits: [commitOf('r2', { committer: 'Alice <alice@example.com>' })] }, ALICE),
  },
  'a co-author approves': {
    by: ['four-eyes'],
    reason: OWN,
    play: approved({ commits: [commitOf('r2', { coAuthors: ['Alice <ALICE@example.com>'] })] }, ALICE),
  },
  'a co-author approves, one of two on a line that Verify did not read': {
    by: ['four-eyes'],
    reason: OWN,
    play: approved({ message: 'X\n\n co\u2011authored-by : A <alice@example.com>, B <bob@example.com>' }, ALICE),
  },
  'an author of an older commit of the range approves': {
    by: ['four-eyes'],
    reason: OWN,
    play: approved({ commits: [commitOf('r2'), commitOf('older', author('Alice <alice@example.com>'))] }, ALICE),
  },
  'who started the execution by hand approves': {
    by: ['four-eyes'],
    reason: OWN,
    play: approved({}, ALICE, session('Developer', 'alice@example.com')),
  },
  'somebody unmapped started the execution': {
    by: ['four-eyes'],
    reason: UNKNOWN,
    play: approved({}, CAROL, 'arn:aws:sts::222222222222:assumed-role/deployer/alice'),
  },
  'a session whose name its caller chose approves': {
    by: ['four-eyes'],
    reason: NO_SESSION,
    play: approved({}, 'arn:aws:sts::222222222222:assumed-role/deployer/carol@example.com'),
  },
  'the same, with a role name that looks like one of Identity Center': {
    by: ['four-eyes'],
    reason: NO_SESSION,
    play: approved({}, 'arn:aws:sts::222222222222:assumed-role/AWSReservedSSO_ReleaseManager/carol@example.com'),
  },
  'an IAM user approves': {
    by: ['four-eyes'],
    reason: NO_SESSION,
    policy: { identities: { ...mapped, 'arn:aws:iam::222222222222:user/carol': 'carol@example.com' } },
    play: approved({ commits: [commitOf('r2', { committer: 'Bob <bob@example.com>' })] }, iamUser()),
  },
  'root approves': { by: ['four-eyes'], reason: NO_SESSION, play: approved({}, 'arn:aws:iam::222222222222:root') },
  'a session of another account approves': {
    by: ['four-eyes'],
    reason: /from account 333333333333; the pipeline is in 222222222222/,
    play: approved({}, CAROL.replace('222222222222', '333333333333')),
  },
  'another persona answers the approval': {
    by: ['four-eyes'],
    reason: /olga@example\.com answered ReleaseManager as OnCall; it takes ReleaseManager or orders-ReleaseManager/,
    play: approved({}, OLGA),
  },
  'the persona of another application answers the approval': {
    by: ['four-eyes'],
    reason: /as parcels-ReleaseManager; it takes/,
    play: approved({}, as('carol@example.com', 'parcels-ReleaseManager')),
  },
  'a machine approves': {
    by: ['four-eyes'],
    reason: /bot@ci\.test approved a change/,
    policy: { identities: { ...mapped, 'noreply@github.com': 'machine' } },
    play: approved({}, as('bot@ci.test')),
  },
  'one person in two groups gives both approvals': {
    by: ['four-eyes'],
    reason: /carol@example\.com answered both BusinessOwner and ReleaseManager; each approval takes another person/,
    policy: twoPersonas,
    play: async (line) => {
      await line.verify('r2');
      line.approve('r2', CAROL);
      line.approve('r2', as('Carol@example.com', 'BusinessOwner'), 'BusinessOwner');
    },
  },
  'one of two approvals is missing': {
    by: ['four-eyes', 'record'],
    reason: /Approval is missing: BusinessOwner/,
    policy: twoPersonas,
    play: approved({}, CAROL),
  },
  'nobody approves': { by: ['four-eyes', 'record'], reason: /Approval is missing/, play: (line) => line.verify('r2') },
  'an approval of another execution stands in the list': {
    by: ['four-eyes', 'record'],
    reason: /Approval is missing: ReleaseManager/,
    play: async (line) => {
      await line.verify('r2');
      line.approve('r2').pipelineExecutionId = 'r1';
    },
  },
  'a rejection is followed by a retry and an approval': {
    by: ['four-eyes'],
    reason: /carol@example\.com rejected it as ReleaseManager; that stands, whoever answers later/,
    play: async (line) => {
      await line.verify('r2');
      line.approve('r2', CAROL, 'ReleaseManager', false);
      line.approve('r2', as('dora@example.com'));
    },
  },
  'an approval is followed by a retry that nobody answered yet': {
    by: ['four-eyes'],
    reason: /Approval is missing/,
    play: async (line) => {
      await line.verify('r2');
      line.approve('r2');
      Object.assign(line.approve('r2'), { status: 'InProgress', updatedBy: undefined });
    },
  },
  'an approval and its retry began in the same moment': {
    by: ['four-eyes'],
    reason: /Approval is missing/,
    play: async (line) => {
      await line.verify('r2');
      const { startTime } = line.approve('r2');
      Object.assign(line.approve('r2'), { status: 'InProgress', updatedBy: undefined, startTime });
    },
  },
  'only machines wrote it, and one person approves': {
    by: ['four-eyes'],
    reason: /Only machines wrote this change, so carol@example\.com alone would decide/,
    play: approved(author('GitHub <noreply@github.com>'), CAROL),
  },
  'there is no commit in the range': {
    by: ['four-eyes'],
    reason: /The change has no commit, so nobody wrote it/,
    play: approved({ commits: [] }, CAROL),
  },
  'the history is shallow': {
    by: ['four-eyes'],
    reason: /its history since the last release could not be read/,
    play: approved({ historyUnknown: true }, CAROL),
  },
  'the range begins where nothing was released': {
    by: ['four-eyes', 'basis'],
    reason: /its history since the last release could not be read/,
    play: approved({ base: 'f'.repeat(40) }, CAROL),
  },
  'the range begins at the head itself, newer than what is in prod': {
    by: ['four-eyes', 'basis'],
    reason: /its history since the last release could not be read/,
    play: approved({ base: idOf('r2'), commits: [] }, CAROL),
  },
  'there are more authors than a record holds': {
    by: ['four-eyes'],
    reason: /its history since the last release could not be read/,
    play: approved({ commits: many(1500) }, CAROL),
  },
  'the proof does not hold': {
    by: ['record'],
    reason: /orders-2 was not proved \(unknown\)/,
    play: approved({ proof: { verdict: 'unknown' } }, CAROL),
  },
  'the artifact was replaced after Verify': {
    by: ['digest'],
    reason: /The digest changed/,
    play: async (line) => {
      await approved({}, CAROL)(line);
      line.four = (id) => ({ application: 'orders', pipeline: 'orders', execution: id, digest: digestOf('evil') });
    },
  },
};

/** Explicit machines and addresses come from the policy of the attack; the committer of every commit is GitHub. */
function twoCommitters(): object {
  return { commits: [commitOf('r2', { author: 'Al <Alice@Home.test>', committer: 'Bot <bot@ci.test>' })] };
}

function iamUser(): string {
  return 'arn:aws:iam::222222222222:user/carol';
}

function many(count: number): object[] {
  return Array.from({ length: count }, (_, index) => commitOf(`c${index}`, author(`P <p${index}@example.com>`)));
}

describeAttacks(ATTACKS);

it('lets an honest change through: the same way without an attack', async () => {
  const { line, answer } = await attacked({ by: [], reason: /./, play: approved({}, CAROL) });
  expect([answer, line.record('r2').state]).toEqual(['', 'approved']);
});

it('knows an approver whom the policy names another permission set for', async () => {
  const line = await released();
  Object.assign(line.runtime.settings.policy.rights, { approve: { ReleaseManager: ['Releases'] } });
  await line.verify('r2');
  line.approve('r2', as('carol@example.com', 'Releases'));
  expect(await line.enter('r2')).toBe('');
});

it('says where to name a permission set that it does not know', async () => {
  const line = await released();
  await line.verify('r2');
  line.approve('r2', as('carol@example.com', 'Releases'));
  expect(await line.enter('r2')).toMatch(
    /it takes ReleaseManager or .*if Releases .*name it under approvePermissionSets/,
  );
});

it.each([undefined, 'orders'])('knows the permission sets that personas get, of the application %s', async (of) => {
  const line = await released();
  const set = permissionSetName((of === undefined ? {} : { application: of }) as PersonaAccessProps, 'ReleaseManager');
  await line.verify('r2');
  line.approve('r2', as('carol@example.com', set));
  expect(await line.enter('r2')).toBe('');
});
