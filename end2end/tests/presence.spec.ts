import { expect, test } from '../support/test.ts';

test('who comes is here, and who closes the last tab is away', async ({ world }) => {
  const ada = await world.founder();
  const ben = await world.member('Ben Ito');
  const room = await ada.room('general');
  await ada.opens(room, '?panel=people');
  const row = ada.people.getByRole('listitem').filter({ hasText: 'Ben Ito' });
  await expect(row).toContainText('away');
  await ben.opens(room);
  await expect(row).toContainText('here');
  const second = await ben.context.newPage();
  await second.goto(room.path);
  await ben.page.close();
  await expect(row).toContainText('here');
  await second.close();
  await expect(row).toContainText('away', { timeout: 15_000 });
});

test('the panel of people opens and closes, and its address opens it too', async ({ world }) => {
  const ada = await world.founder();
  const room = await ada.room('general');
  await ada.opens(room);
  await expect(ada.people).toHaveCount(0);
  await ada.page.getByRole('link', { name: '1 member' }).click();
  await expect(ada.people).toBeVisible();
  await ada.people.getByRole('link', { name: 'Close people' }).click();
  await expect(ada.people).toHaveCount(0);
});

test('the line under the messages names who writes, moves nothing and forgets', async ({ world }) => {
  const ada = await world.founder();
  const ben = await world.member('Ben Ito');
  const room = await ada.room('general');
  await ada.posts(room, 'A message that stays where it is');
  await Promise.all([ada.opens(room), ben.opens(room)]);
  const before = await ada.message('A message that stays where it is').boundingBox();
  await ben.composer.pressSequentially('Let me th');
  await expect(ada.typingLine).toHaveText('Ben Ito is writing');
  expect(await ada.message('A message that stays where it is').boundingBox()).toEqual(before);
  await expect(ben.typingLine).toHaveText('');
  await ben.composer.press('Enter');
  await ada.sees('Let me th');
  await expect(ada.typingLine).toHaveText('');
});

test('who stops writing is forgotten after a while', async ({ world }) => {
  const ada = await world.founder();
  const ben = await world.member('Ben Ito');
  const room = await ada.room('general');
  await Promise.all([ada.opens(room), ben.opens(room)]);
  await ben.composer.pressSequentially('Hm');
  await expect(ada.typingLine).toHaveText('Ben Ito is writing');
  await expect(ada.typingLine).toHaveText('', { timeout: 10_000 });
});
