import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type PlatformConfig, readPlatform } from '../../../lib/config';
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
  readonly leave: () => void;
}

/** Begins a walk with empty accounts, for one of the platforms of this checkout. */
export async function beginWalk(file: string): Promise<Walk> {
  const emulator = process.env.EMULATOR_URL!;
  await fetch(`${emulator}/_ministack/reset`, { method: 'POST' });
  const platform = join(ROOT, file);
  const { config } = readPlatform(platform);
  const [application] = config.applications;
  const product = new Product(application!.name);
  const played = await openCloud(emulator, config, {
    repository: () => product.folder,
    policy: (codeKey) => quickPolicy(join(team.folder, 'cdk.out'), codeKey),
    tell: tellWalk,
    before: async (_, action) => {
      if (action !== 'Bake') return;
      for (const { account } of application!.environments) await traffic(played.cloud, emulator, account, 'OK');
    },
  });
  const team = new Team(played, platform);
  const walker = new Walker(played, team, config);
  const releases = new Releases(played, application!.name, config.organization.accounts.tooling);
  const leave = (): void => {
    if (process.env.WALK_LOG) writeFileSync(process.env.WALK_LOG, played.log.join('\n')); // for whoever looks closer
    team.leave();
    product.leave();
    played.pipelines.close();
    played.front.close();
  };
  return { config, played, team, walker, product, releases, leave };
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
