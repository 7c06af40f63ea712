import { errorName } from '../failure';

/** How services say that there is nothing of that name. */
const NAMES = [
  'NoSuchBucket',
  'NotFoundException',
  'ResourceNotFoundException',
  'RepositoryNotFoundException',
  'InvalidNetworkInterfaceID.NotFound',
];

/** Whether an error says that what should go is gone. */
export function isGone(error: unknown): boolean {
  return NAMES.includes(errorName(error));
}

/** The names of those errors. */
isGone.names = NAMES as readonly string[];
