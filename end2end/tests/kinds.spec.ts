import { expect, test } from '../support/test.ts';

test('two people talk alone, and what calls for one of them shows', async ({ world }) => {
  const ada = await world.founder();
  const ben = await world.member('Ben Ito');
  const room = await ada.room('general');
  await ben.opens(room);
  await ada.page.goto('/people');
  await ada.page.getByRole('checkbox', { name: 'Ben Ito' }).check();
  await ada.page.getByRole('button', { name: 'Write to them' }).click();
  await expect(ada.heading).toHaveText('Ben Ito');
  await ada.isAlive();
  await ada.says('Just us');
  await ben.seesUnread('Ada Marsh', 1);
  await expect(ben.roomLink('Ada Marsh').locator('.badge')).toHaveText('1 calls you');
  await ben.roomLink('Ada Marsh').click();
  await expect(ben.heading).toHaveText('Ada Marsh');
  await ben.sees('Just us');
  await expect(ben.sidebar.locator('.badge')).toHaveCount(0);
  await ben.says('And the tide');
  await ada.sees('And the tide');
});

test('a closed room is there for who is invited, until they are taken out', async ({ world, watch }) => {
  watch.expects(/status of 404/);
  const ada = await world.founder();
  const ben = await world.member('Ben Ito');
  const eve = await world.member('Eve Sand');
  await Promise.all([ben.opens(await ada.room('general')), eve.opens(await ada.room('general'))]);
  await ada.page.goto('/rooms/new');
  await ada.page.getByLabel('Name').fill('captains');
  await ada.page.getByRole('checkbox', { name: /Only for who is invited/ }).check();
  await ada.page.getByRole('button', { name: 'Make the room' }).click();
  await expect(ada.heading).toHaveText('captains');
  const path = new URL(ada.page.url()).pathname;
  await ada.page.getByRole('link', { name: /member/ }).click();
  await ada.people.getByRole('link', { name: 'Add people' }).click();
  await ada.page.getByRole('button', { name: 'Add Ben Ito' }).click();
  await ben.roomLink('captains').click();
  await expect(ben.heading).toHaveText('captains');
  await eve.page.goto(path);
  await expect(eve.page.getByRole('heading', { name: 'Nothing here' })).toBeVisible();

  await ada.page.goto(`${path}?panel=people`);
  await ada.people.getByRole('button', { name: 'Take Ben Ito out' }).click();
  await expect(ada.people.getByText('Ben Ito')).toHaveCount(0);
  await expect(ben.sidebar.getByRole('link', { name: 'captains' })).toHaveCount(0);
});
