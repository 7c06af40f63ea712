import type { World } from '../../world/model';
import { NO_ASSETS, type AssetDigests } from '../assets';
import { alarmFacts } from './alarms';
import { compareFacts } from './compare';
import type { ControlGroup, Fact } from './fact';
import { peopleFacts, runningFacts, sanctionFacts } from './people';
import { pipelineFacts } from './pipelines';
import { recordFacts } from './records';

/**
 * What changes in the structure of change control: pipelines with their approvals, gates and waves, the alarms that
 * roll back, records and notices, who is who, and what runs as which role. Each change is told with what it means;
 * whatever is neither shown to be the same nor to be stronger counts against the new side.
 */
export function controlDifference(older: World, newer: World, assets: AssetDigests = NO_ASSETS): ControlGroup[] {
  return controlDifferencesFrom(older, assets)(newer);
}

/** The same of one older side and many newer ones: what holds of the older is gathered once. */
export function controlDifferencesFrom(
  older: World,
  assets: AssetDigests = NO_ASSETS,
): (newer: World) => ControlGroup[] {
  const known = new Map<boolean, Fact[]>();
  return (newer) => {
    const described = newer.stacks !== undefined;
    const before = known.get(described) ?? factsOf(older, newer, assets);
    known.set(described, before);
    return [...onlyOneDescribed(older, newer), ...compareFacts(before, factsOf(newer, older, assets))];
  };
}

function factsOf(world: World, other: World, assets: AssetDigests): Fact[] {
  const always = [...peopleFacts(world), ...runningFacts(world), ...sanctionFacts(world)];
  if (!world.stacks || !other.stacks) return always;
  return [...pipelineFacts(world, assets), ...alarmFacts(world), ...recordFacts(world), ...always];
}

/** Snapshots hold no templates: beside an assembly that defines pipelines nobody can say what changes in them. */
function onlyOneDescribed(older: World, newer: World): ControlGroup[] {
  const [described, side] = older.stacks ? [older, 'new'] : [newer, 'old'];
  if (Boolean(older.stacks) === Boolean(newer.stacks)) return [];
  const pipelines = pipelineFacts(described, NO_ASSETS).filter(({ key }) => key === 'pipeline');
  return pipelines.map(({ of, where }) => ({
    of,
    changes: [
      {
        judgement: 'unknown',
        subject: `the pipeline, which a snapshot (the ${side} side) does not describe`,
        places: [],
        old: older.stacks ? 'described' : null,
        new: newer.stacks ? 'described' : null,
        where: [where],
      },
    ],
  }));
}
