import { expect, test } from '../support/test.ts';

test('a room is kept quiet, at the top, and out of sight, on every screen', async ({ world }) => {
  const ada = await world.founder();
  const ben = await world.member('Ben Ito');
  const general = await ada.room('general');
  const tides = await ben.makes('tides');
  await ben.opens(tides);
  const link = ben.roomLink('general');
  await ben.page.goto(`${general.path}?panel=people`);
  await ben.people.getByRole('link', { name: 'What reaches me' }).click();
  await ben.page.getByLabel('What calls me').check();
  await ben.page.getByLabel('Favourite').check();
  await ben.page.getByRole('button', { name: 'Save' }).click();
  await expect(ben.heading).toHaveText('general');
  await expect(ben.sidebar.getByRole('heading', { name: 'Favourites' })).toBeVisible();
  await ben.opens(tides);
  await ada.posts(general, 'For everyone');
  await ada.posts(general, '@ben, for you');
  await expect(link).toHaveText(/1 unread.*1 calls you/);
  // From another place of the same person.
  await ben.asks('room.involve', { room: general.id, involvement: 'hidden', favourite: true });
  await expect(link).toHaveCount(0);
  await expect(ben.sidebar.getByRole('heading', { name: 'Favourites' })).toHaveCount(0);
  await ben.page.goto('/rooms');
  await ben.page.getByRole('link', { name: 'Open general' }).click();
  await expect(ben.heading).toHaveText('general');
  await expect(link).toBeVisible();
});

test('it is chosen without script', async ({ world }) => {
  const ada = await world.founder('Ada Marsh', { javaScriptEnabled: false });
  const general = await ada.room('general');
  await ada.page.goto(`${general.path}?panel=people`);
  await ada.people.getByRole('link', { name: 'What reaches me' }).click();
  await ada.page.getByLabel('Favourite').check();
  await ada.page.getByRole('button', { name: 'Save' }).click();
  await expect(ada.sidebar.getByRole('heading', { name: 'Favourites' })).toBeVisible();
});
