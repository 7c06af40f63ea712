import { BOOTSTRAP_QUALIFIER } from '../names';

/** Names that a command line cannot take for an option, nor a shell for anything else. */
export const SAFE_NAME = /^\w[\w./-]*$/;

/** Bucket that the hardened bootstrap of an account and region keeps file assets and templates in. */
export function assetBucketName(account: string, region: string): string {
  return `cdk-${BOOTSTRAP_QUALIFIER}-assets-${account}-${region}`;
}
