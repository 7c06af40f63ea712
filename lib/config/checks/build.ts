import { BUILD_IMAGE_RIGHT, buildImageProblem } from '../../contract/build-images';
import type { Cursor, Finding } from '../cursor';

/** Builds run in images of the tooling account and home region, or in those of CodeBuild itself. */
export function checkBuild(file: Cursor): Finding[] {
  const tooling = file.at('organization', 'accounts', 'tooling').text;
  const region = file.at('organization', 'region').text;
  if (tooling === undefined || region === undefined) return [];
  return file
    .at('applications')
    .items()
    .map((application) => application.at('build', 'image'))
    .flatMap((at) => {
      const problem = at.text === undefined ? undefined : buildImageProblem(at.text, tooling, region);
      return problem === undefined ? [] : [at.finding(`${problem}; write ${BUILD_IMAGE_RIGHT}`)];
    });
}
