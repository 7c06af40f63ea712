import { ANALYTICS } from './analytics';
import { COMPUTE } from './compute';
import { DATABASE } from './database';
import { DELIVERY } from './delivery';
import { INTEGRATION } from './integration';
import { LEARNING } from './learning';
import { MANAGEMENT } from './management';
import type { Row } from './meaning';
import { NETWORK } from './network';
import { SECURITY } from './security';
import { STORAGE } from './storage';

/** The reviewed rows by family of services; each family has its list of reviewed properties beside it. */
export const FAMILIES: Readonly<Record<string, readonly (readonly [type: string, row: Row])[]>> = {
  analytics: ANALYTICS,
  compute: COMPUTE,
  database: DATABASE,
  delivery: DELIVERY,
  integration: INTEGRATION,
  learning: LEARNING,
  management: MANAGEMENT,
  network: NETWORK,
  security: SECURITY,
  storage: STORAGE,
};
