import type { Note } from '../result';

/** What keeping authors and approvers apart rests on: git lets whoever commits write any name. */
export const GIT_IDENTITIES: Note = {
  id: 'git-identities',
  statement:
    'the repository sees to it that authors, committers and co-authors of commits are who they say (signed commits, or pushes ' +
    "under one's own addresses alone): git itself takes any name",
};
