import { describeAssembly } from '../../../../../lib/world/assembly';
import type { World } from '../../../../../lib/world/model';
import { goodLine, lineFolder, type Line, type Stage } from '../../delivery/_line';

/** The world of a delivery line that holds, or of one that was changed. */
export function lineWorld(change: (line: Line) => void = () => undefined): World {
  const line = goodLine();
  change(line);
  return describeAssembly(lineFolder(line));
}

/** A stage of a line. */
export function stageOf({ pipeline }: Line, name: string): Stage {
  return pipeline.Properties.Stages.find((one) => one.Name === name)!;
}

/** Puts the stages into another order, or leaves some out. */
export function order(...names: readonly string[]): (line: Line) => void {
  return (line) => {
    line.pipeline.Properties.Stages = names.map((name) => stageOf(line, name));
  };
}

/** Changes the configuration of the only action of a stage. */
export function configured(stage: string, key: string, old: string | RegExp, instead: string): (line: Line) => void {
  return (line) => {
    const { Configuration } = stageOf(line, stage).Actions[0];
    const changed = Configuration[key].replace(old, instead);
    if (changed === Configuration[key]) throw new Error(`${stage} has no ${String(old)} in ${key}`);
    Configuration[key] = changed;
  };
}
