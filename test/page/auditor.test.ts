import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { readPack } from '../../lib/audit';
import { readable } from '../../lib/change/tell';
import { COMMIT, NIGHT, STRANGER } from '../lib/audit/auditors-case';
import { handedOver } from '../lib/audit/handed-over';

const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];
const SHOTS = process.env.SCREENSHOTS ?? mkdtempSync(join(tmpdir(), 'shots-'));

let browser: Browser;
let folder: string;

beforeAll(async () => {
  folder = handedOver();
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ARGS });
}, 300_000);
afterAll(() => browser.close());

describe.each([
  ['desktop', 1280, 900],
  ['phone', 390, 844],
])('an auditor with the pack alone, on a %s', (name, width, height) => {
  let page: Page;

  beforeAll(async () => {
    page = await browser.newPage({ viewport: { width, height } });
    await page.goto(pathToFileURL(join(folder, 'report.html')).href);
    await page.screenshot({ path: join(SHOTS, `${name}-first.png`) });
  });

  const goTo = async (hash: string): Promise<string> => {
    await page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
    const part = page.locator(`[id="${hash.slice(1)}"]`);
    await part.scrollIntoViewIfNeeded();
    await page.screenshot({ path: join(SHOTS, `${name}-${hash.slice(1)}.png`) });
    return part.innerText();
  };

  test('reads on the first screen that writes without an execution are there, and comes to them by a link', async () => {
    const link = page.locator('header a[href="#without-execution"]');
    expect(await link.innerText()).toMatch(/2 writes/);
    await link.click();
    await page.screenshot({ path: join(SHOTS, `${name}-without-execution.png`) });
    const rows = await page.locator('main').innerText();
    for (const text of [readable(NIGHT), STRANGER]) expect(rows).toContain(text);
  });

  test('sees tables scroll in boxes of their own, never the page', async () => {
    const wide = await page.evaluate<number[]>(
      "[document.documentElement.scrollWidth, [...document.querySelectorAll('table')].filter((one) => !one.closest('.scroll')).length]",
    );
    expect(wide).toEqual([width, 0]);
    if (width > 500) return;
    const boxes = await page.evaluate<number>(
      "[...document.querySelectorAll('.scroll')].filter((one) => one.scrollWidth > one.clientWidth).length",
    );
    expect(boxes).toBeGreaterThan(3);
  });

  test('follows a change from its commit to its outcome', async () => {
    const change = readPack(folder).changes.find((one) => one.record?.revision === COMMIT)!;
    const card = await goTo(`#change-${change.id}`);
    for (const text of [
      COMMIT,
      'Alice',
      'rita@example.com',
      'bob@example.com',
      'Prod-the-rest',
      'All waves are healthy.',
    ])
      expect(card).toContain(text);
    expect(card).toContain('orders-prod-eu-west-1-orders');
  });

  test('finds who can change prod, and the ways to it', async () => {
    for (const id of ['ways', 'access']) expect((await goTo(`#${id}`)).length).toBeGreaterThan(3);
  });
});

test('the page holds nothing that the evidence does not say', () => {
  expect(readFileSync(join(folder, 'report.html'), 'utf8')).not.toMatch(/https?:\/\/(?!www\.w3\.org)/);
});
