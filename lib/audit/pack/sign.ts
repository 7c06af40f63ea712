import { createHash, createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { GetPublicKeyCommand, KMSClient, SignCommand, type SigningAlgorithmSpec } from '@aws-sdk/client-kms';
import { InputError, SurroundingsError } from '../../errors';

/** One signature of an envelope. */
export interface Signature {
  readonly keyid: string;
  readonly sig: string;
  readonly publicKey: string;
  readonly algorithm: string;
}

/** Signs the manifest of a pack. */
export interface Signer {
  readonly kind: 'kms' | 'key';
  readonly sign: (bytes: Buffer) => Promise<Signature>;
}

/**
 * A signer with an Ed25519 private key in a PEM file (`openssl genpkey -algorithm ed25519 -out FILE`).
 *
 * @throws InputError where the file holds none.
 */
export function fileSigner(file: string): Signer {
  const key = readKey(file);
  const publicKey = pem(createPublicKey(key));
  return {
    kind: 'key',
    sign: (bytes) =>
      Promise.resolve({
        keyid: keyIdOf(publicKey),
        sig: sign(null, bytes, key).toString('base64'),
        publicKey,
        algorithm: 'ed25519',
      }),
  };
}

function readKey(file: string): KeyObject {
  let key: KeyObject;
  try {
    key = createPrivateKey(readFileSync(file));
  } catch (error) {
    throw InputError.at(file, undefined, `holds no private key (${(error as Error).message}); ${MAKE_ONE}`);
  }
  if (key.asymmetricKeyType === 'ed25519') return key;
  throw InputError.at(file, undefined, `holds a key of type ${key.asymmetricKeyType}; ${MAKE_ONE}`);
}

const MAKE_ONE = 'make one with openssl genpkey -algorithm ed25519 -out FILE';

/** Algorithms that a key of KMS may sign with here, and how a signature is checked without KMS. */
const ALGORITHMS: Readonly<Record<string, string>> = {
  ECDSA_SHA_256: 'sha256',
  ECDSA_SHA_384: 'sha384',
  RSASSA_PKCS1_V1_5_SHA_256: 'sha256',
};

/** Kind of key by how an algorithm is called: the name is not signed, and must not say something else than the key. */
const KEY_TYPES: Readonly<Record<string, string>> = { ed2: 'ed25519', ECD: 'ec', RSA: 'rsa' };

/** A signer with an asymmetric key of KMS, which never leaves it. */
export function kmsSigner(keyId: string, client = new KMSClient({})): Signer {
  return {
    kind: 'kms',
    async sign(bytes) {
      const { PublicKey, SigningAlgorithms = [] } = await reach(keyId, () =>
        client.send(new GetPublicKeyCommand({ KeyId: keyId })),
      );
      const algorithm = SigningAlgorithms.find((one) => one in ALGORITHMS);
      if (!PublicKey || !algorithm)
        throw InputError.at(
          'arguments',
          '--kms-key',
          `${keyId} signs with ${SigningAlgorithms.join(', ') || 'nothing'}; right is a key for SIGN_VERIFY of ECC_NIST_P256, ECC_NIST_P384 or RSA`,
        );
      const { Signature } = await reach(keyId, () => client.send(signCommand(keyId, bytes, algorithm)));
      const publicKey = pem(createPublicKey({ key: Buffer.from(PublicKey), format: 'der', type: 'spki' }));
      return { keyid: keyIdOf(publicKey), sig: Buffer.from(Signature!).toString('base64'), publicKey, algorithm };
    },
  };
}

function signCommand(KeyId: string, bytes: Buffer, SigningAlgorithm: SigningAlgorithmSpec): SignCommand {
  const Message = createHash(ALGORITHMS[SigningAlgorithm]).update(bytes).digest();
  return new SignCommand({ KeyId, Message, MessageType: 'DIGEST', SigningAlgorithm });
}

async function reach<T>(keyId: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const { name, message } = error as Error;
    throw new SurroundingsError(`KMS did not sign with ${keyId} (${name}: ${message}).`, { cause: error });
  }
}

function pem(key: KeyObject): string {
  return key.export({ format: 'pem', type: 'spki' }).toString();
}

/** What a reader compares with the key that they know: the digest of the public key. */
export function keyIdOf(publicKey: string): string {
  return `sha256:${createHash('sha256').update(publicKey).digest('hex')}`;
}

/** Whether a signature is one of these bytes by its own public key. */
export function holds({ keyid, sig, publicKey, algorithm }: Signature, bytes: Buffer): boolean {
  if (keyIdOf(publicKey) !== keyid) return false;
  const hash = algorithm === 'ed25519' ? null : ALGORITHMS[algorithm];
  const key = createPublicKey(publicKey);
  if (hash === undefined || KEY_TYPES[algorithm.slice(0, 3)] !== key.asymmetricKeyType) return false;
  const signature = Buffer.from(sig, 'base64');
  return signature.toString('base64') === sig && verify(hash, bytes, key, signature);
}
