import { generateKeyPairSync } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { type Evidence, fileSigner, type PackProblem, verifyPack, writePack } from '../../../lib/audit';
import { evidenceText, MANIFEST, PACK_FILES, packTexts } from '../../../lib/audit/pack/files';
import { manifestText, sha256 } from '../../../lib/audit/pack/manifest';
import { lineWorld } from '../prover/checker/theorems/_lines';
import { smallPack } from './small-pack';

const folder = () => mkdtempSync(join(tmpdir(), 'pack-'));
const NINE = [...PACK_FILES, MANIFEST].sort();
const small = smallPack();
const { world } = small.sources;
const [unsigned, signed] = [folder(), folder()];
const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const keyFile = join(folder(), 'key.pem');
const pem = publicKey.export({ format: 'pem', type: 'spki' }).toString();

beforeAll(async () => {
  writeFileSync(keyFile, privateKey.export({ format: 'pem', type: 'pkcs8' }));
  await writePack(unsigned, small, undefined);
  await writePack(signed, small, fileSigner(keyFile));
});

test('a file that somebody put beside the pack is told', async () => {
  const directory = folder();
  cpSync(signed, directory, { recursive: true });
  writeFileSync(join(directory, 'report-final.html'), '<h1>All is well</h1>');
  expect(verifyPack(directory).problems).toMatchObject([
    { file: 'report-final.html', claim: 'it is a file of the pack' },
  ]);
});

test('a signature that bears the name of an algorithm of another kind of key does not hold', () => {
  const directory = folder();
  cpSync(signed, directory, { recursive: true });
  const file = join(directory, MANIFEST);
  for (const other of ['ECDSA_SHA_256', 'RSASSA_PKCS1_V1_5_SHA_256', 'none', 'ed448']) {
    writeFileSync(file, readFileSync(join(signed, MANIFEST), 'utf8').replace('"ed25519"', `"${other}"`));
    expect(verifyPack(directory).problems).toMatchObject([{ file: MANIFEST, why: 'the signature does not hold' }]);
  }
});

test('two runs on the same input write the same bytes', () => {
  const again = smallPack({ world: JSON.parse(JSON.stringify(world)) as typeof world });
  expect(packTexts(again)).toEqual(packTexts(small));
});

test('a signed pack names its key; another key, or none, is not the one that was asked for', () => {
  const { valid, signedBy } = verifyPack(signed, { publicKey: pem });
  expect([valid, signedBy]).toEqual([true, [`sha256:${sha256(pem)}`]]);
  const other = generateKeyPairSync('ed25519').publicKey.export({ format: 'pem', type: 'spki' }).toString();
  for (const directory of [signed, unsigned])
    expect(verifyPack(directory, { publicKey: other }).problems).toMatchObject([{ file: MANIFEST }]);
});

/** What verify says of a copy in which one byte is another. */
function flipped(from: string, name: string, at: number, bit: number): readonly PackProblem[] {
  const directory = folder();
  cpSync(from, directory, { recursive: true });
  const bytes = readFileSync(join(directory, name));
  bytes[at % bytes.length] ^= 1 << bit;
  writeFileSync(join(directory, name), bytes);
  return verifyPack(directory).problems;
}

test.each([
  ['unsigned', unsigned],
  ['signed', signed],
])('any byte of any file of the %s pack flipped: verify names the file and a claim', (_, from) => {
  const position = fc.tuple(fc.constantFrom(...NINE), fc.nat(1e7), fc.nat(7));
  fc.assert(
    fc.property(position, ([name, at, bit]) => {
      // Another digest in an unsigned manifest is told of the file that it is not the digest of.
      const own = flipped(from, name, at, bit).filter((problem) => problem.file === name || name === MANIFEST);
      expect(own.length).toBeGreaterThan(0);
      expect(own[0].claim).not.toBe('');
    }),
    { numRuns: 60 },
  );
});

/** Somebody who changes evidence and makes every other file, digests included, fit it again. */
async function forged(change: (evidence: Evidence) => Evidence): Promise<readonly PackProblem[]> {
  const evidence = change(JSON.parse(evidenceText(small.evidence)) as Evidence);
  const directory = folder();
  await writePack(directory, { ...small, evidence }, undefined);
  return verifyPack(directory).problems;
}

const THEOREM = 'no-human-write-to-prod';
const told = (evidence: Evidence) => evidence.theorems.find((one) => one.id === THEOREM)!.verdict;

test('a forger who makes every digest fit again is told by the claim that does not come out', async () => {
  const other = told(small.evidence) === 'proved' ? 'refuted' : 'proved';
  const theorems = (evidence: Evidence) =>
    evidence.theorems.map((one) => (one.id === THEOREM ? { ...one, verdict: other } : one));
  expect(
    await forged((evidence) => ({ ...evidence, theorems: theorems(evidence) as Evidence['theorems'] })),
  ).toContainEqual({
    file: 'evidence.json',
    claim: `theorems (${THEOREM}).verdict is "${other}"`,
    why: `worked out anew it is "${told(small.evidence)}"`,
  });
  const passing = (evidence: Evidence) => evidence.controls.map((one) => ({ ...one, verdict: 'pass' as const }));
  expect(await forged((evidence) => ({ ...evidence, controls: passing(evidence) }))).toContainEqual(
    expect.objectContaining({ claim: 'controls (CC6.2).verdict is "pass"' }),
  );
  expect(await forged((evidence) => ({ ...evidence, access: [] }))).not.toEqual([]);
});

test('what is deployed is worked out anew as well', async () => {
  const policies = [{ ...policy, name: 'Extra' }];
  const pack = smallPack({ deployed: { ...world, policies }, world: { ...world, policies: [policy] } });
  expect(pack.evidence.deployed!.drift).toMatchObject([{ kind: 'control policy', found: 'not deployed' }]);
  const directory = folder();
  await writePack(directory, pack, undefined);
  expect(verifyPack(directory).problems).toEqual([]);
  const { deployed } = pack.evidence;
  await writePack(
    directory,
    { ...pack, evidence: { ...pack.evidence, deployed: { ...deployed!, drift: [] } } },
    undefined,
  );
  expect(verifyPack(directory).problems).toContainEqual(expect.objectContaining({ file: 'evidence.json' }));
});

const policy: (typeof world.policies)[number] = {
  ...{ type: 'SERVICE_CONTROL_POLICY', name: 'Ceiling', where: 'policies[0]', targets: ['r-root'] },
  policy: { kind: 'scp', version: '2012-10-17', statements: [] },
};

test('a certificate about another input, or one that was changed, is refused', async () => {
  const directory = folder();
  const open = { ...small.certificate, open: [world.managementAccountId] };
  await writePack(directory, { ...small, certificate: open }, undefined);
  const { problems } = verifyPack(directory);
  expect(problems).toContainEqual(
    expect.objectContaining({ claim: 'the checker accepts what is claimed for no-human-write-to-prod' }),
  );
});

test('of each theorem it is told which claim of the certificate does not hold', async () => {
  const pack = smallPack({ world: lineWorld() });
  const { certificate } = pack;
  const lie = { says: 'nothing is wrong with', of: ['somebody'], by: { kind: 'guarded' as const } };
  const changed = Object.entries(certificate.theorems!).map(([id, claims]) => [id, [lie, ...claims.slice(1)]]);
  const directory = folder();
  const lies = {
    theorems: Object.fromEntries(changed) as typeof certificate.theorems,
    open: [world.managementAccountId],
    ceiling: { ...certificate.ceiling, claims: [] },
  };
  await writePack(directory, { ...pack, certificate: { ...certificate, ...lies } }, undefined);
  const { problems } = verifyPack(directory);
  for (const { id, verdict } of pack.evidence.theorems.filter((one) => one.verdict === 'proved'))
    expect([verdict, problems]).toEqual([
      'proved',
      expect.arrayContaining([expect.objectContaining({ claim: `the checker accepts what is claimed for ${id}` })]),
    ]);
  expect(problems.map((one) => one.why).join()).toMatch(
    /claimed is nothing is wrong with somebody, and there is no such thing/,
  );
});

test('a pack without one of its files, or with a manifest that leaves one out, is not whole', async () => {
  const directory = folder();
  const files = packTexts(small);
  const rest = Object.fromEntries(Object.entries(files).filter(([name]) => name !== 'changes.csv'));
  for (const [name, text] of Object.entries(rest)) writeFileSync(join(directory, name), text);
  const { time, generator, subject, verdict } = small.evidence;
  const described = { time, generator, subject: subject.digest, verdict };
  writeFileSync(join(directory, MANIFEST), await manifestText(rest, described, undefined));
  expect(verifyPack(directory).problems.map(({ file, claim }) => [file, claim])).toEqual([
    ['changes.csv', 'the pack is whole'],
    ['changes.csv', 'the manifest names it'],
  ]);
});
