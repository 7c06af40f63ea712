import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { type Evidence, evidenceJsonSchema } from '../../../lib/audit';
import { driftSarif, findingsSarif } from '../../../lib/audit/render/sarif';
import { assessmentResults, componentDefinition } from '../../../lib/audit/render/oscal';
import { accessCsv, changesCsv } from '../../../lib/audit/render/csv';
import { reportPage } from '../../../lib/audit/render/page/page';
import { attacked } from './attacks';
import { smallPack } from './small-pack';

const { evidence } = smallPack();
const drift = [{ where: 'a/b', expected: 'nothing', found: 'a role', kind: 'role' }];
/** Every kind of finding at once. */
const full: Evidence = {
  ...attacked(evidence),
  deployed: { digest: 'sha256:0', verdict: 'unknown', theorems: [], drift, notCompared: [] },
};

/** What a published schema has against a document. */
function problems(schema: string, document: string): unknown {
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: schema.startsWith('oscal') });
  addFormats(ajv);
  const file = join(__dirname, '../../fixtures/audit', schema);
  // The SARIF schema names draft 4, of which it uses nothing that a later draft reads otherwise but the name of its id.
  const rules = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  delete rules.$schema;
  delete rules.id;
  const validate = ajv.compile(rules);
  return validate(JSON.parse(document)) ? [] : validate.errors;
}

const BOTH: readonly (readonly [string, Evidence])[] = [
  ['as it is', evidence],
  ['with every kind of finding', full],
];

describe.each(BOTH)('evidence %s', (_, shown) => {
  test('is SARIF 2.1.0', () => {
    expect(problems('sarif-2.1.0.json', findingsSarif(shown))).toEqual([]);
    expect(problems('sarif-2.1.0.json', driftSarif(drift, shown.generator))).toEqual([]);
  });

  test('is OSCAL 1.2 assessment results and a component definition', () => {
    expect(problems('oscal-1.2.1-assessment-results.json', assessmentResults(shown))).toEqual([]);
    expect(problems('oscal-1.2.1-component-definition.json', componentDefinition(shown))).toEqual([]);
  });

  test('fits its own JSON Schema', () => {
    const ajv = new Ajv({ strict: false });
    expect([ajv.validate(evidenceJsonSchema(), shown), ajv.errors]).toEqual([true, null]);
  });
});

test('the schemas refuse what is no such document', () => {
  const broken = assessmentResults(evidence).replace(/"uuid": "[^"]*"/, '"uuid": "x"');
  expect(problems('oscal-1.2.1-assessment-results.json', broken)).not.toEqual([]);
  expect(problems('sarif-2.1.0.json', findingsSarif(evidence).replace('"2.1.0"', '"2.2.0"'))).not.toEqual([]);
});

test('every finding of the evidence is one of SARIF, and what was acknowledged is suppressed', () => {
  const { runs } = JSON.parse(findingsSarif(full)) as {
    runs: { results: { ruleId: string; suppressions?: unknown[] }[] }[];
  };
  const rules = runs[0].results.map((one) => one.ruleId);
  for (const rule of ['change-without-execution', 'change-with-objections', 'evidence-lost', 'drift'])
    expect(rules).toContain(rule);
  expect(runs[0].results.filter((one) => one.suppressions).map((one) => one.ruleId)).toEqual(['acknowledged']);
});

test('what is not decided is told with who comes in by it, how, and what to change', () => {
  const unknown = {
    why: 'it is open',
    where: 'a/b',
    who: 'whoever calls',
    way: ['call it', 'act'],
    change: 'a/b, Door',
  };
  const theorems = [{ ...evidence.theorems[0], verdict: 'unknown' as const, unknowns: [unknown] }];
  const told = { ...evidence, theorems };
  const words = ['whoever calls', '1. call it; 2. act', 'a/b, Door'];
  for (const text of [findingsSarif(told), reportPage(told)]) for (const word of words) expect(text).toContain(word);
});

test('a spreadsheet runs nothing of a CSV, and each cell is one', () => {
  const formula = { ...evidence.access[0], name: '=HYPERLINK("http://x")', where: 'a,b\n"c"' };
  const text = accessCsv({ ...evidence, access: [formula] });
  expect(text.split('\r\n')[1]).toContain(`"'=HYPERLINK(""http://x"")"`);
  expect(text).toContain('"a,b\n""c"""');
  expect(changesCsv(full).split('\r\n').filter(Boolean).length).toBeGreaterThanOrEqual(3);
});
