/** Adaptive waits between five tries, and no try that hangs: the gate answers well within its time. */
export const PATIENCE = {
  maxAttempts: 5,
  requestHandler: { connectionTimeout: 2000, requestTimeout: 5000, throwOnRequestTimeout: true },
} as const;
