import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { parseDocument } from 'yaml';
import { readPlatform } from '../../../lib/config';
import { permissionSetRole } from '../cloud/effects/organization';
import { ADMINISTRATOR, type Played } from '../cloud/open';
import { Repository } from './repository';

/** This checkout. */
export const ROOT = join(__dirname, '..', '..', '..');

/** How a command ended, and everything that it printed. */
export interface Typed {
  readonly code: number;
  readonly out: string;
}

/** What a clone of the platform's repository holds; the file itself is the team's own. */
const LINKED = ['bin', 'constructs', 'lib', 'dist', 'examples', 'node_modules', 'cdk.json', 'tsconfig.json'];

/** A platform team on its machine: its folder, and the accounts that its people are signed in to. */
export class Team {
  public readonly folder = mkdtempSync(join(tmpdir(), 'guarded-team-'));
  public readonly repository: Repository;
  /** platform.yaml, and what it includes. */
  private readonly files: readonly string[];

  /** @param more What the team writes below the platform.yaml that it takes over. */
  public constructor(
    private readonly played: Played,
    platform: string,
    more = '',
  ) {
    for (const name of LINKED) symlinkSync(join(ROOT, name), join(this.folder, name));
    writeFileSync(join(this.folder, 'package.json'), '{ "name": "our-platform", "private": true }');
    this.files = readPlatform(platform).files.map((file) => relative(dirname(platform), file));
    for (const file of this.files) cpSync(join(dirname(platform), file), join(this.folder, file));
    this.edit((text) => text.replace('workload: .\n', `workload: ./${relative(ROOT, dirname(platform))}\n`) + more);
    this.repository = new Repository(this.folder, ['node_modules', 'cdk.out', '.cdk', '.npm', '.cache', '.signed-in']);
  }

  /** Changes platform.yaml by hand. */
  public edit(change: (text: string) => string, name = 'platform.yaml'): void {
    const file = join(this.folder, name);
    writeFileSync(file, change(readFileSync(file, 'utf8')));
  }

  /** Changes platform.yaml and every file that it includes by hand. */
  public editAll(change: (text: string) => string): void {
    for (const file of this.files) this.edit(change, file);
  }

  /** Types a command, signed in to an account as its administrator. */
  public type(command: string, account: string): Promise<Typed> {
    return this.typeAs(command, this.signedIn(account)).finally(() => this.played.pipelines.run()); // what began meanwhile
  }

  /** Types a command with somebody's variables. */
  public async typeAs(command: string, env: NodeJS.ProcessEnv): Promise<Typed> {
    const ready = process.env.WALK_ASSEMBLY; // what synthesis would make, for whoever works on the walk
    if (ready && command.includes('cdk synth')) {
      cpSync(ready, join(this.folder, 'cdk.out'), { recursive: true });
      return { code: 0, out: '' };
    }
    const child = spawn('bash', ['-c', command], {
      cwd: this.folder,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (out += chunk.toString('utf8')));
    const code = await new Promise<number>((resolve) => child.once('close', (one) => resolve(one ?? 1)));
    return { code, out };
  }

  /** Variables of somebody who administers an account. */
  public signedIn(account: string): NodeJS.ProcessEnv {
    const { home, organization } = this.played.cloud;
    const role =
      account === organization.management
        ? `aws-reserved/sso.amazonaws.com/${home}/${ADMINISTRATOR}`
        : 'OrganizationAccountAccessRole';
    return this.signedInBy(`arn:aws:iam::${account}:role/${role}`, 'petra@example.com');
  }

  /** Variables of somebody who has a permission set in an account. */
  public signedInAs(set: string, account: string, user: string): NodeJS.ProcessEnv {
    return this.signedInBy(permissionSetRole(set, account, this.played.cloud.home), user);
  }

  /** Variables of a session of a role. */
  public signedInBy(role: string, user: string): NodeJS.ProcessEnv {
    const { cloud, front } = this.played;
    const keys = cloud.sessions.issue(role, user);
    return {
      ...{ HOME: this.folder, TMPDIR: tmpdir(), GUARDED_CHECKOUT: ROOT, NODE_NO_WARNINGS: '1', CI: 'true' },
      PATH: [join(ROOT, 'test/deploy/bin'), process.env.PATH].join(':'),
      ...{ AWS_ENDPOINT_URL: front.url, AWS_REGION: cloud.home, AWS_EC2_METADATA_DISABLED: 'true' },
      ...{
        AWS_ACCESS_KEY_ID: keys.accessKeyId,
        AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
        AWS_SESSION_TOKEN: keys.sessionToken,
      },
      // Not in the home of whoever runs this: the command line remembers there whose each access key is.
      CDK_HOME: join(this.folder, '.cdk'),
      ...{
        CDK_DISABLE_CLI_TELEMETRY: 'true',
        CDK_REQUIRE_APPROVAL: 'never',
        npm_config_offline: 'true',
        npm_config_update_notifier: 'false',
      },
    };
  }

  public leave(): void {
    this.repository.leave();
  }
}

/** A platform.yaml whose windows are never shut. */
export function alwaysOpen(text: string): string {
  const document = parseDocument(text);
  const open = [{ days: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'], from: '00:00', to: '24:00' }];
  const { applications = [], platform } = document.toJS() as { applications?: unknown[]; platform?: unknown };
  for (const index of applications.keys()) document.setIn(['applications', index, 'window'], { timeZone: 'UTC', open });
  if (platform) document.setIn(['platform', 'window'], { timeZone: 'UTC', open });
  return String(document);
}
