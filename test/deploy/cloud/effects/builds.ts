import { Refusal } from '../refusal';
import type { Effect } from './effect';

/** Most characters of a buildspec that stands in its project. */
const LONGEST_BUILDSPEC = 25_600;

/** The limit is CodeBuild's; no documentation gives its words, these are how CloudFormation tells of a refused request. */
export const PROJECT: Effect = {
  put: ({ wanted: { properties } }) => {
    const { length } = String(properties.Source?.BuildSpec ?? '');
    if (length > LONGEST_BUILDSPEC)
      throw new Refusal(
        'InvalidInputException',
        `Invalid request provided: buildspec: Member must have length less than or equal to ${LONGEST_BUILDSPEC}`,
      );
  },
};
