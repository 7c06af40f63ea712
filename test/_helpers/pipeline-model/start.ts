import type { PipelineDefinition } from './definition';
import { freshState, runOut, Scene, type SceneState } from './scene';

/** A pipeline that released once, everybody told of it, with the next change just pushed. */
export async function secondRelease(definition: PipelineDefinition): Promise<SceneState> {
  const scene = new Scene(freshState(), definition);
  scene.commit('r1', 'Zoe <zoe@example.com>', 'First');
  await runOut(scene);
  await scene.drainNotices();
  scene.commit('r2', 'Alice <alice@example.com>', 'Second');
  return scene.state;
}
