import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { IDENTITY_CENTER_PATH } from '../../../lib/sandbox/caller';
import { servePipeline } from '../pipeline-server';
import { EmulatedCodeBuild } from './code-build';
import { lambdaFront, type Session } from './front';
import { clientAt, notesPlace, type SandboxPlace } from './place';
import { NotesRepository } from './repository';
import { deployAssembly, type Pace, synthesizeSandbox } from './stacks';

/** Somebody who is signed in. */
export type Person = 'alice' | 'bob' | 'alice in prod' | 'alice yesterday';

/** Self-service of notes, deployed on the emulator, with everything that a developer's command needs. */
export interface Emulation {
  readonly place: SandboxPlace;
  readonly repository: NotesRepository;
  /** Variables by which somebody is signed in. */
  readonly signedIn: (person: Person) => Record<string, string>;
  readonly builds: EmulatedCodeBuild;
  /** Lets a push be heard by itself, and makes the working copy ready for somebody who types. */
  readonly prepareByHand: () => void;
  readonly close: () => void;
}

/** Looks come every second, the warning a few seconds before the end: a life of a minute shows it all. */
export const QUICK: Pace = {
  warnMinutes: 0.5,
  pollSeconds: 1,
  deletion: { attempts: 6, pauseMinutes: 0.02, longestPauseMinutes: 0.05 },
};

/** Branches beside main. */
const BRANCHES = ['feature/search', 'feature/export', 'feature/tags'];

/** Deploys self-service of notes to the emulator. */
export async function emulateSandbox(emulator: string, pace: Pace = QUICK): Promise<Emulation> {
  const folder = mkdtempSync(join(tmpdir(), 'guarded-sandbox-'));
  const place = notesPlace();
  const repository = new NotesRepository(folder, BRANCHES);
  const builds = new EmulatedCodeBuild(emulator, place, repository.origin);
  const standIns = await servePipeline(builds.answer);
  const sessions = await signIn(emulator, place);
  const front = await lambdaFront(emulator, place.region, Object.values(sessions));
  const close = (): void => {
    standIns.close();
    front.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  };
  try {
    const outdir = join(folder, 'sandbox.out');
    synthesizeSandbox(outdir, place, standIns, pace);
    await deployAssembly(outdir, emulator, place);
  } catch (error) {
    close();
    throw error;
  }
  const signedIn = (person: Person) => ({
    AWS_REGION: place.region,
    AWS_ACCESS_KEY_ID: sessions[person].accessKeyId,
    AWS_SECRET_ACCESS_KEY: sessions[person].secretAccessKey,
    AWS_ENDPOINT_URL: emulator,
    AWS_ENDPOINT_URL_LAMBDA: front.url,
    AWS_EC2_METADATA_DISABLED: 'true',
  });
  const prepareByHand = (): void => repository.prepareByHand(standIns.url);
  return { place, repository, signedIn, builds, prepareByHand, close };
}

/** The roles that Identity Center makes for the permission set Developer, and sessions of them. */
async function signIn(emulator: string, place: SandboxPlace): Promise<Record<Person, Session>> {
  const [dev, prod] = await Promise.all(
    [place.account, place.prod].map((account) => developerIn(emulator, account, place.region)),
  );
  const alice = dev!('alice@example.com', 'ASIAALICE');
  return {
    alice,
    bob: dev!('bob@example.com', 'ASIABOB'),
    'alice in prod': prod!('alice@example.com', 'ASIAALICEPROD'),
    'alice yesterday': { ...alice, accessKeyId: 'ASIAYESTERDAY', expired: true },
  };
}

/** Whom a role of Identity Center trusts: whoever its own provider has signed in. */
function signedIn(account: string): string {
  const Federated = `arn:aws:iam::${account}:saml-provider/AWSSSO_0123456789abcdef_DO_NOT_DELETE`;
  const Condition = { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } };
  const Action = ['sts:AssumeRoleWithSAML', 'sts:TagSession'];
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Federated }, Action, Condition }],
  });
}

async function developerIn(emulator: string, account: string, region: string) {
  const RoleName = 'AWSReservedSSO_Developer_0123456789abcdef';
  const Path = `${IDENTITY_CENTER_PATH}${region}/`;
  const { Role } = await new IAMClient(clientAt(emulator, account, region)).send(
    new CreateRoleCommand({ RoleName, Path, AssumeRolePolicyDocument: signedIn(account) }),
  );
  return (user: string, accessKeyId: string): Session => ({
    accessKeyId,
    secretAccessKey: `the secret of ${accessKeyId}`,
    account,
    userArn: `arn:aws:sts::${account}:assumed-role/${RoleName}/${user}`,
    userId: `${Role!.RoleId}:${user}`,
  });
}
