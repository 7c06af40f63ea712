import { type Answer, pass, refuse } from './answer';

const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** What is about to be deployed must be, bit for bit, what was verified and approved. */
export function checkDigest(verified: string | undefined, presented: string): Answer {
  if (!verified) return refuse('The change record holds no digest: the change was never verified.', RELEASE_AGAIN);
  if (!DIGEST.test(presented))
    return refuse(`"${presented.slice(0, 80)}" is no digest (sha256: and 64 hex digits).`, RELEASE_AGAIN);
  if (verified !== presented)
    return refuse(`The digest changed: ${verified} was verified, ${presented} would be deployed.`, RELEASE_AGAIN);
  return pass(`The digest is the verified one, ${presented}.`);
}

const RELEASE_AGAIN = 'Start a new release from the repository and find out who changed the artifact.';
