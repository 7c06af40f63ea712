import { explore } from '../../_helpers/pipeline-model/explore';
import { freshState, runOut, Scene, type SceneState } from '../../_helpers/pipeline-model/scene';

/** Disturbances on one way; the nightly check looks deeper. */
const DEPTH = Number(process.env.GUARDED_MODEL_DEPTH ?? 1);

/** A pipeline that released once, with the next change just pushed. */
async function pushed(): Promise<SceneState> {
  const scene = new Scene(freshState());
  scene.commit('r1', 'Zoe <zoe@example.com>', 'First');
  await runOut(scene);
  scene.commit('r2', 'Alice <alice@example.com>', 'Second');
  return scene.state;
}

beforeEach(() => jest.spyOn(console, 'error').mockImplementation(() => undefined));

describe('the pipeline, in every order of events', () => {
  it(`holds every invariant with up to ${DEPTH} disturbances of a second release`, async () => {
    const t = Date.now();
    const found = await explore(await pushed(), { depth: DEPTH });
    process.stderr.write(
      `explored ${found.states} states, ${found.rests} ends, ${found.steps} steps in ${Date.now() - t} ms\n`,
    );
    expect(found.problems).toEqual([]);
  }, 600_000);
});
