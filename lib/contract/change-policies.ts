/** The policy of one application, beside the code of its handlers. */
export const POLICY_FILE = 'policy.json';

/** Policies by application, beside the code of handlers that serve many. */
export const POLICIES_FILE = 'policies.json';

/** Environment variable of handlers that serve one application alone: they read no policies of others. */
export const SERVED_ALONE = 'APPLICATION';
