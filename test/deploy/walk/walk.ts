import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type PlatformConfig, readPlatform } from '../../../lib/config';
import { ONE_REQUEST } from '../cloud/emulator';
import { type Existing, openCloud, type Played, type Theirs } from '../cloud/open';
import { quickPolicy } from './pace';
import { Product } from './product';
import { Releases } from './release';
import { ROOT, Team } from './team';
import { tellWalk } from './tell';
import { traffic } from './traffic';
import { Walker } from './walker';

/** A platform team, and the cloud that it finds. */
export interface Ground {
  readonly config: PlatformConfig;
  readonly played: Played;
  readonly team: Team;
  readonly walker: Walker;
  /** Applications whose alarms fire while their next wave bakes; then all is well again. */
  readonly ailing: Set<string>;
  /** What the code host holds, by the names of the repositories. */
  readonly hosted: Map<string, string>;
  readonly leave: () => void;
}

/** A platform team and a product team: everything that one walk needs. */
export interface Walk extends Ground {
  readonly product: Product;
  readonly releases: Releases;
  /** Releases of the platform itself, where it has a pipeline. */
  readonly platformReleases: Releases;
  /** What the alarms of the application say while the next wave bakes; then all is well again. */
  readonly mood: { alarms: 'OK' | 'ALARM' };
}

/** Begins a walk with empty accounts, for one of the platforms of this checkout, with more at the end of its file. */
export async function beginWalk(file: string, more = ''): Promise<Walk> {
  const ground = await openGround(file, more);
  const { config, played, hosted } = ground;
  const [application] = config.applications;
  const product = new Product(application!.name);
  hosted.set(application!.repository.name, product.origin);
  const { tooling } = config.organization.accounts;
  const releases = new Releases(played, application!.name, tooling);
  const platformReleases = new Releases(played, 'platform', tooling);
  const leave = (): void => {
    ground.leave();
    product.leave();
  };
  return { ...ground, product, releases, platformReleases, mood: moodOf(ground, application!.name), leave };
}

function moodOf({ ailing }: Ground, application: string): Walk['mood'] {
  return {
    get alarms() {
      return ailing.has(application) ? 'ALARM' : 'OK';
    },
    set alarms(state) {
      if (state === 'ALARM') ailing.add(application);
      else ailing.delete(application);
    },
  };
}

/** Empty accounts in an organization, and a platform team before them; what products there are is for the walk to say. */
export async function openGround(file: string, more = '', existing: Existing = {}): Promise<Ground> {
  const emulator = process.env.EMULATOR_URL!;
  await fetch(`${emulator}/_ministack/reset`, { method: 'POST', headers: ONE_REQUEST });
  const platform = resolve(ROOT, file);
  const config = configOf(platform, more);
  const hosted = new Map<string, string>();
  const ailing = new Set<string>();
  const theirs: Theirs = {
    repository: (_, name) => hosted.get(name),
    policy: (codeKey) => quickPolicy(join(team.folder, 'cdk.out'), codeKey),
    tell: tellWalk,
    before: async (pipeline, action) => {
      if (action === 'Bake') await use({ played, ailing }, emulator, pipeline);
    },
  };
  const played = await openCloud(emulator, config, theirs, existing);
  const team = new Team(played, platform, more);
  if (config.platform) hosted.set(config.platform.repository.name, team.repository.origin);
  const leave = (): void => {
    if (process.env.WALK_LOG) writeFileSync(process.env.WALK_LOG, played.log.join('\n')); // for whoever looks closer
    team.leave();
    played.pipelines.close();
    played.front.close();
  };
  return { config, played, team, walker: new Walker(played, team, config), ailing, hosted, leave };
}

/** People use what a pipeline brought: its own alarms say how they fare, those of other applications are left alone. */
async function use(
  { played, ailing }: Pick<Ground, 'played' | 'ailing'>,
  emulator: string,
  pipeline: string,
): Promise<void> {
  const state = ailing.delete(pipeline) ? 'ALARM' : 'OK';
  const others = played.pipelines.names().filter((name) => name !== pipeline);
  const stateOf = (alarm: string) => {
    if (alarm.startsWith(`${pipeline}-`)) return state;
    return others.some((name) => alarm.startsWith(`${name}-`)) ? undefined : 'OK';
  };
  for (const account of played.cloud.organization.accounts()) await traffic(played.cloud, emulator, account, stateOf);
}

function configOf(platform: string, more: string): PlatformConfig {
  if (more === '') return readPlatform(platform).config;
  const folder = mkdtempSync(join(tmpdir(), 'guarded-file-'));
  const file = join(folder, 'platform.yaml');
  writeFileSync(file, readFileSync(platform, 'utf8') + more);
  const { config } = readPlatform(file);
  rmSync(folder, { recursive: true });
  return config;
}
