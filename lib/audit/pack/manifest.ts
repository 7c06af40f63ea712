import { createHash } from 'node:crypto';
import { dsse } from '@sigstore/core';
import { z } from 'zod';
import type { Signer } from './sign';

/** The media type of the payload: an in-toto statement. */
const PAYLOAD_TYPE = 'application/vnd.in-toto+json';
const STATEMENT_TYPE = 'https://in-toto.io/Statement/v1';
const PREDICATE_TYPE = 'https://github.com/cdk-guarded-environments/audit-pack/v1';

const hash = z.string().regex(/^[0-9a-f]{64}$/);

const statementSchema = z.strictObject({
  _type: z.literal(STATEMENT_TYPE),
  subject: z.array(z.strictObject({ name: z.string(), digest: z.strictObject({ sha256: hash }) })),
  predicateType: z.literal(PREDICATE_TYPE),
  predicate: z.strictObject({
    time: z.string(),
    generator: z.strictObject({ name: z.string(), version: z.string() }),
    subject: z.string(),
    verdict: z.string(),
    /** `unsigned` where nobody signed. */
    signed: z.enum(['kms', 'key', 'unsigned']),
  }),
});

const envelopeSchema = z.strictObject({
  payloadType: z.literal(PAYLOAD_TYPE),
  payload: z.base64(),
  signatures: z.array(
    z.strictObject({
      keyid: z.string(),
      sig: z.base64(),
      /** The public key, so that the signature can be checked offline; whose it is, the reader must know. */
      publicKey: z.string(),
      algorithm: z.string(),
    }),
  ),
});

/** Digests of the files of a pack. */
export type PackStatement = z.output<typeof statementSchema>;

/** A DSSE envelope around the statement. */
export type Envelope = z.output<typeof envelopeSchema>;

/** SHA-256 in hex. */
export function sha256(bytes: string | Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** What a manifest says about the pack. */
export interface Described {
  readonly time: string;
  readonly generator: { readonly name: string; readonly version: string };
  readonly subject: string;
  readonly verdict: string;
}

/** The manifest of a pack: an in-toto statement in a DSSE envelope, signed where there is a signer. */
export async function manifestText(
  files: Readonly<Record<string, string>>,
  described: Described,
  signer: Signer | undefined,
): Promise<string> {
  const statement: PackStatement = {
    _type: STATEMENT_TYPE,
    subject: Object.keys(files)
      .sort()
      .map((name) => ({ name, digest: { sha256: sha256(files[name]) } })),
    predicateType: PREDICATE_TYPE,
    predicate: { ...described, signed: signer?.kind ?? 'unsigned' },
  };
  const payload = Buffer.from(JSON.stringify(statement));
  const signatures = signer ? [await signer.sign(signedBytes(payload))] : [];
  const envelope: Envelope = { payloadType: PAYLOAD_TYPE, payload: payload.toString('base64'), signatures };
  return `${JSON.stringify(envelope, undefined, 2)}\n`;
}

/** What is signed: DSSE's pre-authentication encoding of the payload. */
export function signedBytes(payload: Buffer): Buffer {
  return dsse.preAuthEncoding(PAYLOAD_TYPE, payload);
}

/** A manifest as it was read. */
export interface ReadManifest {
  readonly envelope: Envelope;
  readonly statement: PackStatement;
  readonly payload: Buffer;
}

/**
 * Reads a manifest strictly: the text must be, byte for byte, what the envelope and the statement in it are written as.
 *
 * @throws where it is anything else.
 */
export function readManifest(text: string): ReadManifest {
  const envelope = envelopeSchema.parse(JSON.parse(text));
  if (`${JSON.stringify(envelope, undefined, 2)}\n` !== text) throw new Error('is not written as a manifest is');
  const payload = Buffer.from(envelope.payload, 'base64');
  if (payload.toString('base64') !== envelope.payload) throw new Error('its payload is not written as base64 is');
  const told = payload.toString('utf8');
  const statement = statementSchema.parse(JSON.parse(told));
  if (JSON.stringify(statement) !== told) throw new Error('its statement is not written as one is');
  return { envelope, statement, payload };
}
