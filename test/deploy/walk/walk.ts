import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type PlatformConfig, readPlatform } from '../../../lib/config';
import { ONE_REQUEST } from '../cloud/emulator';
import { openCloud, type Played } from '../cloud/open';
import { quickPolicy } from './pace';
import { Product } from './product';
import { Releases } from './release';
import { alwaysOpen, ROOT, Team } from './team';
import { tellWalk } from './tell';
import { traffic } from './traffic';
import { Walker } from './walker';

/** A platform team, a product team, and the cloud that they find: everything that one walk needs. */
export interface Walk {
  readonly config: PlatformConfig;
  readonly played: Played;
  readonly team: Team;
  readonly walker: Walker;
  readonly product: Product;
  readonly releases: Releases;
  /** Releases of the platform itself, where it has a pipeline. */
  readonly platformReleases: Releases;
  /** What the alarms of the application say while the next wave bakes; then all is well again. */
  readonly mood: { alarms: 'OK' | 'ALARM' };
  /** What the code host holds, by the names of the repositories. */
  readonly hosted: Map<string, string>;
  readonly leave: () => void;
}

/** Begins a walk with empty accounts, for one of the platforms of this checkout, with more at the end of its file. */
export async function beginWalk(file: string, more = ''): Promise<Walk> {
  const emulator = process.env.EMULATOR_URL!;
  await fetch(`${emulator}/_ministack/reset`, { method: 'POST', headers: ONE_REQUEST });
  const platform = resolve(ROOT, file);
  const config = configOf(platform, more);
  const [application] = config.applications;
  const product = new Product(application!.name);
  const hosted = new Map<string, string>();
  const mood: Walk['mood'] = { alarms: 'OK' };
  const played = await openCloud(emulator, config, {
    repository: (_, name) => hosted.get(name),
    policy: (codeKey) => quickPolicy(join(team.folder, 'cdk.out'), codeKey),
    tell: tellWalk,
    before: async (_, action) => {
      if (action !== 'Bake') return;
      const state = mood.alarms;
      mood.alarms = 'OK';
      const own = application!.environments.map(({ account }) => account);
      for (const account of played.cloud.organization.accounts())
        await traffic(played.cloud, emulator, account, own.includes(account) ? state : 'OK');
    },
  });
  const team = new Team(played, platform, more);
  hosted.set(application!.repository.name, product.origin);
  if (config.platform) hosted.set(config.platform.repository.name, team.repository.origin);
  const walker = new Walker(played, team, config);
  const { tooling } = config.organization.accounts;
  const releases = new Releases(played, application!.name, tooling);
  const platformReleases = new Releases(played, 'platform', tooling);
  const leave = (): void => {
    if (process.env.WALK_LOG) writeFileSync(process.env.WALK_LOG, played.log.join('\n')); // for whoever looks closer
    team.leave();
    product.leave();
    played.pipelines.close();
    played.front.close();
  };
  return { config, played, team, walker, product, releases, platformReleases, mood, hosted, leave };
}

function configOf(platform: string, more: string): PlatformConfig {
  const folder = mkdtempSync(join(tmpdir(), 'guarded-file-'));
  const file = join(folder, 'platform.yaml');
  writeFileSync(file, readFileSync(platform, 'utf8') + more);
  const { config } = readPlatform(file);
  rmSync(folder, { recursive: true });
  return config;
}

/** Step 3: the connection that was made is named in platform.yaml, and somebody finishes it. */
export async function connect({ config, team, walker }: Walk): Promise<string> {
  const [arn] = /arn:aws:codeconnections:[^"]+/.exec(await walker.take(3))!;
  for (const { repository } of [...config.applications, ...(config.platform ? [config.platform] : [])])
    team.edit((text) => text.replaceAll(repository.connection, arn));
  return arn;
}

/** Step 5: the team writes what is its own, here windows that are always open, and synthesizes. */
export async function write({ team, walker }: Walk): Promise<void> {
  team.edit(alwaysOpen);
  await walker.take(5);
}
