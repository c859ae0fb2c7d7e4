import { devices } from '@playwright/test';

import { expect, test } from '../support/test.ts';

const { defaultBrowserType: _, ...phone } = devices['Pixel 7'];

test('under a thumb Enter begins a line and the button sends', async ({ world }) => {
  const ada = await world.founder('Ada Marsh', phone);
  await ada.opens(await ada.room('general'));
  await ada.composer.tap();
  await ada.page.keyboard.type('One');
  await ada.page.keyboard.press('Enter');
  await ada.page.keyboard.type('Two');
  await expect(ada.composer).toHaveValue('One\nTwo');
  await ada.page.getByRole('button', { name: 'Send', exact: true }).tap();
  await ada.sees('One Two');
  await expect(ada.composer).toBeFocused();
});

test('the drawer leads to another room and is out of the way then', async ({ world }) => {
  const ada = await world.founder('Ada Marsh', phone);
  const tides = await ada.makes('tides');
  await ada.posts(tides, 'High water at nine');
  await ada.opens(await ada.room('general'));
  await expect(ada.sidebar).toBeHidden();
  await ada.page.getByRole('button', { name: 'Open rooms' }).tap();
  await ada.roomLink('tides').tap();
  await expect(ada.heading).toHaveText('tides');
  await expect(ada.sidebar).toBeHidden();
  await ada.sees('High water at nine');
});

test('the button of the drawer tells that another room has news', async ({ world }) => {
  const ada = await world.founder('Ada Marsh', phone);
  const ben = await world.member('Ben Ito');
  const tides = await ada.makes('tides');
  await ben.joins(tides);
  await ada.opens(await ada.room('general'));
  const dot = () => ada.page.getByRole('button', { name: 'Open rooms' }).evaluate((button) => getComputedStyle(button, '::after').content);
  expect(await dot()).toBe('none');
  await ben.posts(tides, 'News');
  await expect.poll(dot).not.toBe('none');
});

test('everything that is pressed is large enough for a thumb', async ({ world }) => {
  const ada = await world.founder('Ada Marsh', phone);
  const room = await ada.room('general');
  await ada.posts(room, 'Hello');
  const small = () =>
    ada.page.evaluate(() =>
      [...document.querySelectorAll('a, button, input, textarea')]
        .filter((element) => element.checkVisibility() && !element.closest('.message') && !element.matches('.skip-link'))
        .map((element) => ({ what: element.outerHTML.slice(0, 90), box: element.getBoundingClientRect() }))
        .filter(({ box }) => box.width > 1 && box.height < 44)
        .map(({ what, box }) => `${Math.round(box.height)}: ${what}`),
    );
  await ada.opens(room);
  expect(await small(), 'room').toEqual([]);
  await ada.page.getByRole('button', { name: 'Open rooms' }).tap();
  await expect(ada.sidebar).toBeVisible();
  expect(await small(), 'drawer').toEqual([]);
});
