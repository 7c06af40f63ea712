import type { WayIn } from '../model';

const MERGED = 'get a commit merged: what it holds, and what its build runs, writes the assembly';

/** Who gets by that the assembly is not what would be deployed. */
export const BY_COMMIT: WayIn = {
  who: 'whoever can get a commit merged into the repository that this assembly is built from',
  way: [MERGED, 'approvers read the one content', 'the deployment takes the other'],
};

/** Who gets by what the package's machinery is not: it acts on prod as roles that prod admits. */
export const BY_MACHINERY: WayIn = {
  who: 'whoever can get a commit merged into the repository that the platform is built from',
  way: [MERGED, 'the platform’s own pipeline deploys it', 'the machinery does it with the rights it has in prod'],
};

/** Who comes in by what listens beside the machinery. */
export const BY_CALL: WayIn = {
  who: 'anybody who reaches it: it asks for no signature',
  way: ['call it', 'it acts as its own role in the account of the machinery'],
};

/** What those who are let onto a bus do there. */
export const BY_EVENT: Pick<WayIn, 'way'> = {
  way: [
    'put an event of any source and content on the bus',
    'the rules of the bus take it for one of their own',
    'their targets run in the account of the machinery',
  ],
};
