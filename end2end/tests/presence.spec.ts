import { expect, test } from '../support/test.ts';

test('who comes is here, and who closes the last tab is offline', async ({ world }) => {
  const ada = await world.founder();
  const ben = await world.member('Ben Ito');
  const room = await ada.room('general');
  await ada.opens(room, '?panel=people');
  const row = ada.people.getByRole('listitem').filter({ hasText: 'Ben Ito' });
  await expect(row).toContainText('offline');
  await ben.opens(room);
  await expect(row).toContainText('here');
  const second = await ben.context.newPage();
  await second.goto(room.path);
  await ben.page.close();
  await expect(row).toContainText('here');
  await second.close();
  await expect(row).toContainText('offline');
});

test('who touches nothing for five minutes is idle, for those who look and those who write to them', async ({ world }) => {
  const ada = await world.founder();
  const ben = await world.member('Ben Ito');
  const room = await ada.room('general');
  await ada.asks('direct.open', { people: [2] });
  await ben.page.clock.install();
  await ben.opens(room);
  await ada.opens(room, '?panel=people');
  const row = ada.people.getByRole('listitem').filter({ hasText: 'Ben Ito' });
  const link = ada.roomLink('Ben Ito');
  await expect(row).toContainText('here');
  await expect(link).toHaveAccessibleName(/here$/);
  await ben.page.clock.fastForward('05:01');
  await expect(row).toContainText('idle');
  await expect(link).toHaveAccessibleName(/idle$/);
  await ben.page.mouse.move(200, 200);
  await expect(row).toContainText('here');
  await expect(link).toHaveAccessibleName(/here$/);
});

test('one chooses how others see one', async ({ world }) => {
  const ada = await world.founder();
  const ben = await world.member('Ben Ito');
  const room = await ada.room('general');
  await ben.opens(room);
  await ada.opens(room, '?panel=people');
  const row = ada.people.getByRole('listitem').filter({ hasText: 'Ben Ito' });
  await expect(row).toContainText('here');
  const form = await ben.context.newPage();
  await form.goto('/settings/profile');
  for (const [way, told, seen] of [['Away', 'Shown as away', 'away'], ['Invisible', 'Invisible to others', 'offline']] as const) {
    await form.getByRole('radio', { name: new RegExp(`^${way}`) }).check();
    await form.getByRole('button', { name: 'Show it' }).click();
    await expect(form.getByText('It is changed.')).toBeVisible();
    await expect(form.getByRole('radio', { name: new RegExp(`^${way}`) })).toBeChecked();
    await expect(row).toContainText(seen);
    await expect(ben.sidebar.getByText(told)).toBeVisible();
  }
  await ben.says('Not here');
  await ada.sees('Not here');
  await expect(row).toContainText('offline');
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
  await expect(ada.typingLine).toHaveText('');
});
