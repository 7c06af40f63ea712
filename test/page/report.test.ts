import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readFileSync } from 'node:fs';
import type { AxeResults } from 'axe-core';
import { chromium, type Browser, type Page } from 'playwright-core';
import type { Evidence } from '../../lib/audit';
import { reportPage } from '../../lib/audit/render/page/page';
import { attacked } from '../lib/audit/attacks';
import { examplePack } from '../lib/audit/example-pack';
import { largeEvidence } from './large';

const folder = mkdtempSync(join(tmpdir(), 'page-'));
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const { evidence } = examplePack();
const ARGS = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
];
let browser: Browser;

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ARGS });
});
afterAll(() => browser.close());

interface Opened {
  readonly page: Page;
  /** What the console said that is no mere message. */
  readonly errors: string[];
  /** Addresses that the page asked for beside itself. */
  readonly requests: string[];
}

async function open(shown: Evidence, width: number, height: number, hash = ''): Promise<Opened> {
  const file = join(folder, `${width}.html`);
  writeFileSync(file, reportPage(shown));
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: width < 500 ? 'dark' : 'light',
  });
  const page = await context.newPage();
  const errors: string[] = [];
  const requests: string[] = [];
  const own = pathToFileURL(file).href;
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('dialog', (dialog) => {
    errors.push(dialog.message());
    void dialog.dismiss();
  });
  page.on('request', (request) => request.url().startsWith(own) || requests.push(request.url()));
  await page.goto(`${own}${hash}`);
  return { page, errors, requests };
}

const WIDTHS = [
  ['desktop', 1280, 900],
  ['phone', 390, 844],
] as const;

describe.each(WIDTHS)('the page of the shipped example on a %s', (_, width, height) => {
  let opened: Opened;
  beforeAll(async () => {
    opened = await open(evidence, width, height);
  });

  test('says nothing on the console, asks for nothing, and is no wider than the screen', async () => {
    const wide = await opened.page.evaluate<number>('document.documentElement.scrollWidth');
    expect([opened.errors, opened.requests, wide]).toEqual([[], [], width]);
  });

  test('axe finds nothing serious', async () => {
    // Through the debugger, past the policy of the page, which lets no other script run.
    const session = await opened.page.context().newCDPSession(opened.page);
    await session.send('Runtime.evaluate', { expression: axe });
    const found = (await opened.page.evaluate('axe.run(document)')) as AxeResults;
    const serious = found.violations.filter((one) => one.impact === 'serious' || one.impact === 'critical');
    expect(serious.map((one) => `${one.id}: ${one.nodes[0].html}`)).toEqual([]);
    expect(found.passes.length).toBeGreaterThan(20);
  });

  test('the first screen says the verdict, the date and the digest', async () => {
    const text = await opened.page.locator('header').innerText();
    expect(text.toLowerCase()).toContain(evidence.verdict);
    expect(text).toContain(evidence.time);
    expect(text).toContain(evidence.subject.digest);
  });

  test('a cell opens by the keyboard to the statements that decide it, and has an address', async () => {
    const { page } = opened;
    const at = evidence.access.findIndex((one) => one.level === 'sanctioned writes');
    await page.locator(`[data-access="${at}"]`).focus();
    await page.keyboard.press('Enter');
    await page.locator('dialog[open]').waitFor();
    expect(await page.evaluate('location.hash')).toBe(`#access-${at}`);
    const [group] = evidence.accessDetails[evidence.access[at].detail].groups;
    const text = await page.locator('dialog').innerText();
    expect(text).toContain(group.because[0].statement);
    expect(text).toContain(group.example!.resource);
    await page.keyboard.press('Escape');
    expect(await page.locator('dialog[open]').count()).toBe(0);
  });
});

test('a deep link opens what it names', async () => {
  const { page } = await open(evidence, 1280, 900, '#access-0');
  expect(await page.locator('dialog[open]').innerText()).toContain(evidence.access[0].principal);
});

test('every number on the first screen is one of the evidence', async () => {
  const { page } = await open(evidence, 1280, 900);
  const text = await page.locator('header > p').last().innerText();
  const count = (verdict: string) => evidence.controls.filter((one) => one.verdict === verdict).length;
  const numbers = [...text.matchAll(/\d+/g)].map(([number]) => Number(number));
  expect(numbers).toEqual([evidence.controls.length, count('pass'), count('fail'), count('not evaluable here'), 0, 0]);
});

test('text of people does nothing in a browser', async () => {
  const { page, errors, requests } = await open(attacked(evidence), 1280, 900);
  await page.evaluate("location.hash = 'access-0'");
  await page.locator('dialog[open]').waitFor();
  expect([errors, requests]).toEqual([[], []]);
  expect(await page.locator('img, iframe, main script, dialog script').count()).toBe(0);
});

test('an organization of a hundred accounts is filtered to what is looked for', async () => {
  const { page } = await open(largeEvidence(evidence, 100), 1280, 900);
  await page.locator('#search').fill('orders-prod-77');
  await page
    .locator('#status')
    .getByText(/^[1-9]\d* of \d+ entries$/)
    .waitFor();
});
