import { BUILD_IMAGE_RIGHT, buildImageProblem } from '../../contract/build-images';
import type { Cursor, Finding } from '../cursor';
import { toolingAt } from '../tooling';

/** Builds run in images of their tooling account and the home region, or in those of CodeBuild itself. */
export function checkBuild(file: Cursor): Finding[] {
  const region = file.at('organization', 'region').text;
  if (region === undefined) return [];
  return file
    .at('applications')
    .items()
    .flatMap((application) => {
      const at = application.at('build', 'image');
      const tooling = toolingAt(file, application).text;
      if (at.text === undefined || tooling === undefined) return [];
      const problem = buildImageProblem(at.text, tooling, region);
      return problem === undefined ? [] : [at.finding(`${problem}; write ${BUILD_IMAGE_RIGHT}`)];
    });
}
