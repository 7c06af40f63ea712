import { BUILD_IMAGE_RIGHT, buildImageProblem } from '../../contract/build-images';
import type { Cursor, Finding } from '../cursor';
import { toolingIn } from '../tooling';

/** Builds run in images of their tooling account and the home region, or in those of CodeBuild itself. */
export function checkBuild(file: Cursor): Finding[] {
  const region = file.at('organization', 'region').text;
  if (region === undefined) return [];
  return file
    .at('applications')
    .items()
    .flatMap((application) => {
      const at = application.at('build', 'image');
      const tooling = toolingIn(file, application);
      if (at.text === undefined || tooling === undefined) return [];
      const problem = buildImageProblem(at.text, tooling, region);
      return problem === undefined ? [] : [at.finding(`${problem}; write ${BUILD_IMAGE_RIGHT}`)];
    });
}
