import { ANALYTICS } from './analytics';
import { COMPUTE } from './compute';
import { DATABASE } from './database';
import { DELIVERY } from './delivery';
import { INTEGRATION } from './integration';
import { LEARNING } from './learning';
import { MANAGEMENT } from './management';
import { NETWORK } from './network';
import { SECURITY } from './security';
import { STORAGE } from './storage';

/** The lists of reviewed properties by family. */
export const PROPERTIES: Readonly<Record<string, string>> = {
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
