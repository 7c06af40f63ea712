import { type ScanPolicy, readScan } from '../../../lib/change/image-scan';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const NOW = Date.parse('2026-11-28T12:00:00Z');
const CRITICAL: ScanPolicy = { block: 'CRITICAL', accept: [] };

const openssl = { name: 'CVE-2026-1', severity: 'CRITICAL', attributes: [{ key: 'package_name', value: 'openssl' }] };
const inspector = {
  title: 'CVE-2026-2 - zlib',
  severity: 'HIGH',
  packageVulnerabilityDetails: {
    vulnerabilityId: 'CVE-2026-2',
    vulnerablePackages: [{ name: 'zlib', version: '1.2' }],
  },
};

/** An answer of ECR: each finding is counted, unless the counts are given. */
function answer(found: object = {}, status = 'COMPLETE', description?: string): object {
  const { findings = [], enhancedFindings = [] } = found as Record<string, { severity: string }[]>;
  const findingSeverityCounts: Record<string, number> = {};
  for (const { severity } of [...findings, ...enhancedFindings])
    findingSeverityCounts[severity] = (findingSeverityCounts[severity] ?? 0) + 1;
  return {
    imageScanStatus: { status, description },
    imageScanFindings: { imageScanCompletedAt: '2026-11-28T11:00:00Z', findingSeverityCounts, ...found },
  };
}

const read = (given: object, policy = CRITICAL) => readScan(DIGEST, given, policy, NOW);
const blocking = (given: object, policy = CRITICAL) => {
  const scan = read(given, policy);
  return scan.state === 'done' ? scan.blocking : scan;
};

test('nothing found lets an image pass, with its digest', () => {
  expect(read(answer())).toEqual({ state: 'done', blocking: [], image: { digest: DIGEST, counts: {}, accepted: [] } });
});

test('a finding of the severity that blocks is told with its package, of basic and of enhanced scanning', () => {
  expect(blocking(answer({ findings: [openssl] }))).toEqual(['CRITICAL CVE-2026-1 in openssl']);
  const high: ScanPolicy = { block: 'HIGH', accept: [] };
  expect(blocking(answer({ enhancedFindings: [inspector] }, 'ACTIVE'), high)).toEqual(['HIGH CVE-2026-2 in zlib 1.2']);
});

test('findings below the severity are counted alone, as are those that nobody has judged', () => {
  const undefinedOne = { name: 'CVE-2026-3', severity: 'UNDEFINED' };
  const found = read(answer({ findings: [{ ...openssl, severity: 'HIGH' }, undefinedOne] }));
  expect(found).toMatchObject({ state: 'done', blocking: [], image: { counts: { HIGH: 1, UNDEFINED: 1 } } });
});

test('a finding that is accepted passes by its name alone, and its reason is kept', () => {
  const accept = [{ finding: 'CVE-2026-1', reason: 'The code is never called.' }];
  const other = { ...openssl, name: 'CVE-2026-11' };
  const found = read(answer({ findings: [openssl, other] }), { block: 'CRITICAL', accept });
  expect(found).toMatchObject({ blocking: ['CRITICAL CVE-2026-11 in openssl'], image: { accepted: accept } });
});

test.each<[string, object]>([
  ['a severity of another name', answer({ findings: [{ ...openssl, severity: 'APOCALYPTIC' }] })],
  ['no severity', { ...answer({ findings: [{ name: 'CVE-2026-1' }], findingSeverityCounts: {} }) }],
])('%s blocks', (_, given) => {
  expect(blocking(given)).toHaveLength(1);
});

test.each<[string, object, RegExp]>([
  ['findings that are counted and not listed', answer({ findingSeverityCounts: { CRITICAL: 2 } }), /counts 2 CRITICAL/],
  ['a count that is no number', answer({ findingSeverityCounts: { LOW: 'many' } }), /counts -1 LOW/],
  ['a scan that failed', answer({}, 'FAILED', 'An internal error'), /FAILED: An internal error/],
  ['a scan that ended long ago', answer({}, 'SCAN_ELIGIBILITY_EXPIRED'), /SCAN_ELIGIBILITY_EXPIRED/],
  ['a state that nobody knows', answer({}, 'SPLENDID'), /SPLENDID/],
  ['no state', {}, /undefined/],
])('%s is no result', (_, given, why) => {
  expect(read(given)).toEqual({ state: 'failed', why: expect.stringMatching(why) });
});

test('a scan that never ends has a result as soon as it says when it looked: at first it lists nothing', () => {
  const begun = { imageScanStatus: { status: 'ACTIVE' }, imageScanFindings: { findings: [] } };
  expect([begun, { ...begun, imageScanFindings: undefined }].map((given) => read(given).state)).toEqual([
    ...['running', 'running'],
  ]);
  // It looks again whenever something becomes known, so that it is never old.
  expect(read(answer({ imageScanCompletedAt: '2026-11-01T11:00:00Z' }, 'ACTIVE')).state).toBe('done');
});

test('a scan that goes on is waited for; an old one is no result', () => {
  expect(['IN_PROGRESS', 'PENDING'].map((status) => read(answer({}, status)).state)).toEqual(['running', 'running']);
  expect(read(answer({ imageScanCompletedAt: '2026-11-26T11:00:00Z' })).state).toBe('missing');
  expect(read(answer({ imageScanCompletedAt: NOW / 1000 - 60 })).state).toBe('done');
  expect(read(answer({ imageScanCompletedAt: undefined })).state).toBe('missing');
});

test('an image whose content no scan reads is a finding of its own, which can be accepted', () => {
  const basic = answer({}, 'FAILED', 'UnsupportedImageError: The operating system is not supported');
  expect(blocking(basic)).toEqual([expect.stringContaining('UNSUPPORTED_IMAGE in UnsupportedImageError')]);
  expect(blocking(answer({}, 'UNSUPPORTED_IMAGE'))).toHaveLength(1);
  const accept = [{ finding: 'UNSUPPORTED_IMAGE', reason: 'One binary, built from scratch.' }];
  expect(blocking(basic, { block: 'CRITICAL', accept })).toEqual([]);
});
