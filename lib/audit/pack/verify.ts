import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkTheorems } from '../../prover/checker/check-theorems';
import { checkedActions } from '../../prover/certificate/certify';
import type { Certificate } from '../../prover/checker/input';
import type { World } from '../../world/model';
import { draw } from '../changes/sample';
import { evaluateControls } from '../controls/evaluate';
import { deployedFacts } from '../evidence/deployed';
import { factsOf } from '../evidence/facts';
import { type Evidence, evidenceSchema } from '../evidence/schema';
import { claimsThatDiffer, firstDifference } from './claims';
import { certificateText, DERIVED, evidenceText, MANIFEST, PACK_FILES, type PackFile } from './files';
import { readManifest, type ReadManifest, sha256, signedBytes } from './manifest';
import { holds, keyIdOf } from './sign';

/** One claim of a pack that does not hold. */
export interface PackProblem {
  readonly file: string;
  readonly claim: string;
  readonly why: string;
}

/** What a pack is worth. */
export interface PackVerdict {
  readonly valid: boolean;
  readonly problems: readonly PackProblem[];
  /** Ids of the keys that signed it; empty where nobody did. */
  readonly signedBy: readonly string[];
}

/** What the reader knows beforehand. */
export interface Expected {
  /** PEM of the public key that the pack must be signed with. */
  readonly publicKey?: string;
}

/**
 * Verifies a pack with nothing but the pack: signatures and digests, the certificate by its checker, every verdict anew
 * from the world that the certificate is about, the controls from the evidence, and every other file from the evidence.
 */
export function verifyPack(directory: string, expected: Expected = {}): PackVerdict {
  return new Verification(directory, expected).run();
}

class Verification {
  private readonly problems: PackProblem[] = [];
  private signedBy: readonly string[] = [];

  public constructor(
    private readonly directory: string,
    private readonly expected: Expected,
  ) {}

  public run(): PackVerdict {
    const texts = new Map<string, string>();
    for (const name of [...PACK_FILES, MANIFEST]) this.load(name, texts);
    this.strangers();
    const manifest = this.manifest(texts.get(MANIFEST), texts);
    const evidence = this.evidence(texts.get('evidence.json'));
    if (manifest && evidence) this.described(manifest, evidence);
    if (evidence) this.derived(evidence, texts);
    if (evidence) this.recomputed(evidence, texts.get('certificate.json'));
    return { valid: this.problems.length === 0, problems: this.problems, signedBy: this.signedBy };
  }

  private tell(file: string, claim: string, why: string): void {
    this.problems.push({ file, claim, why });
  }

  private load(name: string, texts: Map<string, string>): void {
    try {
      const bytes = readFileSync(join(this.directory, name));
      const text = bytes.toString('utf8');
      // Bytes that are no UTF-8 would be read as something else than what stands there.
      if (!Buffer.from(text).equals(bytes)) this.tell(name, 'it is text', 'it holds bytes that are no UTF-8');
      texts.set(name, text);
    } catch (error) {
      this.tell(name, 'the pack is whole', `it cannot be read (${(error as NodeJS.ErrnoException).code})`);
    }
  }

  /** What somebody put beside the pack would be read as part of it. */
  private strangers(): void {
    const own: readonly string[] = [...PACK_FILES, MANIFEST];
    for (const name of filesOf(this.directory).filter((one) => !own.includes(one)))
      this.tell(
        name,
        'it is a file of the pack',
        'the pack has no such file, and nobody vouches for it: keep it elsewhere',
      );
  }

  private manifest(text: string | undefined, texts: ReadonlyMap<string, string>): ReadManifest | undefined {
    if (text === undefined) return undefined;
    try {
      const read = readManifest(text);
      this.signatures(read);
      this.digests(read, texts);
      return read;
    } catch (error) {
      this.tell(MANIFEST, 'the manifest names what the pack holds', (error as Error).message.split('\n')[0]);
      return undefined;
    }
  }

  private signatures({ envelope, statement, payload }: ReadManifest): void {
    const { signatures } = envelope;
    const bad = signatures.filter((one) => !holdsSafely(one, signedBytes(payload)));
    for (const one of bad) this.tell(MANIFEST, `it is signed by ${one.keyid}`, 'the signature does not hold');
    const { signed } = statement.predicate;
    if ((signed === 'unsigned') !== (signatures.length === 0))
      this.tell(
        MANIFEST,
        `it is ${signed === 'unsigned' ? signed : 'signed'}`,
        `it holds ${signatures.length} signatures`,
      );
    const good = signatures.filter((one) => !bad.includes(one)).map((one) => one.keyid);
    const { publicKey } = this.expected;
    if (publicKey !== undefined && !good.includes(keyIdOf(publicKey)))
      this.tell(MANIFEST, `it is signed by ${keyIdOf(publicKey)}`, `it is signed by ${good.join(', ') || 'nobody'}`);
    this.signedBy = good;
  }

  private digests({ statement }: ReadManifest, texts: ReadonlyMap<string, string>): void {
    const named = new Map(statement.subject.map(({ name, digest }) => [name, digest.sha256]));
    for (const name of PACK_FILES) if (!named.has(name)) this.tell(name, 'the manifest names it', 'it does not');
    for (const [name, digest] of named) {
      const text = texts.get(name);
      if (!PACK_FILES.includes(name as PackFile)) this.tell(name, 'it is a file of a pack', 'no such file is');
      else if (text !== undefined && sha256(text) !== digest)
        this.tell(name, 'it is the file that the manifest names', `its digest is ${sha256(text)}, named is ${digest}`);
    }
  }

  private evidence(text: string | undefined): Evidence | undefined {
    if (text === undefined) return undefined;
    try {
      const evidence = evidenceSchema.parse(JSON.parse(text));
      if (evidenceText(evidence) !== text)
        this.tell('evidence.json', 'it is written as evidence is', firstDifference(evidenceText(evidence), text));
      return evidence;
    } catch (error) {
      this.tell('evidence.json', 'it is evidence of version 1', (error as Error).message.slice(0, 300));
      return undefined;
    }
  }

  private described({ statement }: ReadManifest, { time, generator, subject, verdict }: Evidence): void {
    const told = { time, generator, subject: subject.digest, verdict };
    for (const [key, own] of Object.entries(told)) {
      const value = statement.predicate[key as keyof typeof told];
      if (JSON.stringify(own) !== JSON.stringify(value))
        this.tell(MANIFEST, `${key} is ${JSON.stringify(value)}`, `evidence.json says ${JSON.stringify(own)}`);
    }
  }

  private derived(evidence: Evidence, texts: ReadonlyMap<string, string>): void {
    for (const [name, render] of Object.entries(DERIVED)) {
      const text = texts.get(name);
      const made = render(evidence);
      if (text !== undefined && text !== made)
        this.tell(name, 'it is made from evidence.json', firstDifference(made, text));
    }
  }

  private recomputed(evidence: Evidence, text: string | undefined): void {
    const { controls, ...shown } = evidence;
    this.compare('controls', evaluateControls(shown), controls);
    const drawn = draw(evidence.changes, evidence.sample.size, evidence.sample.seed).map((one) => one.id);
    this.compare('sample', { ...evidence.sample, of: evidence.changes.length, changes: drawn }, evidence.sample);
    if (text === undefined) return;
    try {
      const { input, deployed, ...certificate } = JSON.parse(text) as Certificate & { input: World; deployed?: World };
      if (certificateText({ certificate, world: input, deployed }) !== text)
        this.tell('certificate.json', 'it is written as a certificate is', 'its text is another');
      this.proof(evidence, certificate, input);
      this.compare('deployed', deployed && deployedFacts(input, deployed), evidence.deployed);
    } catch (error) {
      this.tell('certificate.json', 'it is a certificate with its input', (error as Error).message.slice(0, 300));
    }
  }

  private proof(evidence: Evidence, certificate: Certificate, input: World): void {
    for (const { id, problems } of checkTheorems(certificate, input, checkedActions()))
      for (const why of problems) this.tell('certificate.json', `the checker accepts what is claimed for ${id}`, why);
    const { facts, certificate: made } = factsOf(input);
    for (const { claim, why } of claimsThatDiffer(made, certificate, 'certificate'))
      this.tell('certificate.json', claim, why);
    for (const key of Object.keys(facts) as (keyof typeof facts)[]) this.compare(key, facts[key], evidence[key]);
  }

  private compare(what: string, made: unknown, told: unknown): void {
    for (const { claim, why } of claimsThatDiffer(made, told, what)) this.tell('evidence.json', claim, why);
  }
}

/** Names in a folder; a folder that cannot be read holds no pack, which each missing file tells. */
function filesOf(directory: string): string[] {
  try {
    return readdirSync(directory).sort();
  } catch {
    return [];
  }
}

/** A key or a signature that cannot be read is one that does not hold. */
function holdsSafely(...[signature, bytes]: Parameters<typeof holds>): boolean {
  try {
    return holds(signature, bytes);
  } catch {
    return false;
  }
}
