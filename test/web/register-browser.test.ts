import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Manifest, type Registering, registering } from './registering.ts';

/**
 * Playwright's own browser is not downloaded here; without a system one the same flow is
 * still tested in register.test.ts.
 */
const BROWSER = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
);

const NAME =
  BROWSER === undefined
    ? 'the register page in Chromium (not run: this machine has none; register.test.ts does the same without)'
    : 'the register page in Chromium';

describe.runIf(BROWSER !== undefined)(NAME, () => {
  let browser: Browser;
  let world: Registering;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    world = await registering();
    browser = await chromium.launch({ executablePath: BROWSER ?? '', args: ['--no-sandbox'] });
    page = await browser.newPage({ viewport: { width: 900, height: 900 } });
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    // GitHub's own page, where a person confirms: the stand-in has none, so its answer is made here.
    await page.route(`${world.github.url}/organizations/acme/settings/apps/new*`, async (route) => {
      const manifest = new URLSearchParams(route.request().postData() ?? '').get('manifest') ?? '';
      await route.fulfill({
        status: 200,
        contentType: 'text/html',
        body: `<a href="${world.confirm(JSON.parse(manifest) as Manifest)}">Create</a>`,
      });
    });
  });

  afterAll(async () => {
    await browser?.close();
    await world?.close();
  });

  it('leads from the address over GitHub to a written .env, and shows no secret', async () => {
    await page.goto(world.page.url);
    await page.getByLabel('Public address').fill('https://handback.acme.example');
    await shoot('1-address');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByText('https://handback.acme.example').waitFor();
    await shoot('2-offer');
    await page.getByRole('button', { name: /Create the App/ }).click();
    await page.getByRole('link', { name: 'Create' }).click();
    await page.getByRole('heading', { name: 'Handback acme is registered' }).waitFor();
    await shoot('3-registered');
    expect(await page.getByRole('link', { name: 'Install it' }).getAttribute('href')).toContain('/installations/new');
    expect(await page.content()).not.toMatch(/PRIVATE KEY|WEBHOOK_SECRET/);
    expect(await readFile(world.envFile, 'utf8')).toContain('APP_ID=');
    expect(complaints).toEqual([]);
  });

  it('does not send an address that is no https address', async () => {
    await page.goto(world.page.url);
    await page.getByLabel('Public address').fill('handback');
    await page.getByRole('button', { name: 'Continue' }).click();
    expect(new URL(page.url()).search).toBe('');
  });

  const folder = process.env['SCREENSHOTS'];
  const shoot = (name: string) =>
    folder === undefined ? undefined : page.screenshot({ path: `${folder}/register-${name}.png` });
});
