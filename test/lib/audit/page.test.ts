import { createHash } from 'node:crypto';
import { reportPage } from '../../../lib/audit/render/page/page';
import { changePage } from '../../../lib/page/change-page';
import { blankRecord } from '../../../lib/change/record';
import { ATTACKS, attacked } from './attacks';
import { smallPack } from './small-pack';

const { evidence } = smallPack();

/** Elements and attributes of a page, as a parser finds them: names alone. */
function skeleton(page: string): string[] {
  const withoutText = page.replace(/<(script|style)\b([^>]*)>[\s\S]*?<\/\1>/g, '<$1$2></$1>');
  const tags = [...withoutText.matchAll(/<([a-z!][a-z0-9]*)((?:\s+[a-zA-Z-]+(?:="[^"]*")?)*)\s*\/?>/g)];
  return [
    ...new Set(tags.flatMap(([, tag, attributes]) => [tag, ...names(attributes).map((name) => `${tag}@${name}`)])),
  ];
}

/** Of attributes, whatever their values say. */
const names = (attributes: string) =>
  [...attributes.replace(/"[^"]*"/g, '""').matchAll(/\s([a-zA-Z-]+)(?==|\s|$)/g)].map(([, name]) => name);

test('text of people is nowhere markup: no element and no attribute comes of it', () => {
  const page = reportPage(attacked(evidence));
  const harmful = skeleton(page).filter((one) => /^(img|iframe|b)$|@on|@src/.test(one));
  expect(harmful).toEqual([]);
  // The data of the cells is JSON, in which no closing tag can stand.
  const data = /<script type="application\/json" id="data">([\s\S]*?)<\/script>/.exec(page)![1];
  expect(data).not.toContain('<');
  const shown = page.replace(data, '');
  for (const attack of ATTACKS.filter((one) => /[<"']/.test(one))) expect(shown).not.toContain(attack);
  expect(page.match(/<script/g)).toHaveLength(2);
  expect(page).not.toMatch(/[\u202e\u0000]/);
});

test('the page may run its own script, use its own style, and load nothing', () => {
  const page = reportPage(evidence);
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)![1];
  expect(policy).toContain("default-src 'none'");
  for (const [, tag, text] of page.matchAll(/<(style|script)>([\s\S]*?)<\/\1>/g))
    expect(policy).toContain(`${tag}-src 'sha256-${createHash('sha256').update(text).digest('base64')}'`);
  expect(page).not.toMatch(/\b(src|href)="(?!#|data:)/);
  expect(page.replace(/<script type="application\/json"[\s\S]*?<\/script>/, '')).not.toMatch(/https?:\/\//);
});

const levels = (page: string) => [...page.matchAll(/<h([1-6])/g)].map(([, level]) => Number(level));

test('what machines write at run time is told, since nobody else tells that it was looked at', () => {
  const running = [{ by: 'arn:aws:iam::333333333333:role/orders', action: 's3:PutObject', account: '3', count: 1234 }];
  const page = reportPage({ ...evidence, population: { ...evidence.population, running } });
  expect(page).toMatch(/What machines write[\s\S]*role\/orders[\s\S]*s3:PutObject[\s\S]*1234/);
});

test('the first screen says what people may in words, and counts what is taken for granted, which opens to its words', () => {
  const notes = ['first thing', 'second thing'].map((statement) => ({ id: statement, statement }));
  const header = /<header>[\s\S]*<\/header>/.exec(reportPage({ ...evidence, assumptions: notes }))![0];
  expect(header).toMatch(
    /<details><summary>2 things, in words<\/summary><ul><li>First thing\.<\/li><li>Second thing\./,
  );
  expect(header.indexOf('id="exceptions"')).toBeLessThan(header.indexOf('id="assumptions"'));
});

test('titles follow each other level by level, on the page of a pack and on that of an approver', () => {
  const blank = blankRecord({ change: 'o-2', number: 2, application: 'o', pipeline: 'o', execution: 'e' });
  for (const page of [changePage(blank), reportPage(attacked(evidence))]) {
    const found = levels(page);
    expect(found[0]).toBe(1);
    expect(found.filter((level, at) => at > 0 && level > found[at - 1] + 1)).toEqual([]);
  }
});

test("an approver's page of a change takes text as text, and runs nothing", () => {
  const blank = blankRecord({
    change: 'orders-2',
    number: 2,
    application: 'orders',
    pipeline: 'orders',
    execution: 'e',
  });
  const history = ATTACKS.map((text, at) => ({ id: String(at), kind: 'x', at: '2026-11-24T09:00:00Z', text }));
  const page = changePage({ ...blank, history, trigger: ATTACKS[0] });
  expect(skeleton(page).filter((one) => /^(img|iframe|script|svg|b)$|@on|@src/.test(one))).toEqual([]);
});
