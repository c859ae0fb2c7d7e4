import { expect, test } from '../support/test.ts';

test('a session that is ended from another device is over at once', async ({ world }) => {
  const ada = await world.founder();
  const room = await ada.room('general');
  const lost = await world.deviceOf(ada, { userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0' });
  await lost.opens(room);
  await ada.page.goto('/settings/sessions');
  const rows = ada.page.getByRole('main').getByRole('listitem');
  await expect(rows).toHaveCount(2);
  await expect(rows.filter({ hasText: 'This device' })).toHaveCount(1);
  await ada.page.getByRole('button', { name: 'Sign out Firefox on Linux' }).click();
  await expect(rows).toHaveCount(1);
  await expect(lost.page).toHaveURL(/\/sign-in/);
  await lost.page.goto(room.path);
  await expect(lost.page).toHaveURL(/\/sign-in/);
});

test('after it nothing more of the room arrives', async ({ world }) => {
  const ada = await world.founder();
  const room = await ada.room('general');
  const lost = await world.deviceOf(ada);
  const received: string[] = [];
  lost.page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => received.push(payload.toString())));
  await lost.opens(room);
  await ada.page.goto('/settings/sessions');
  await ada.page.getByRole('button', { name: /^Sign out \w/ }).click();
  await ada.posts(room, 'Not for the lost one');
  await expect(lost.page).toHaveURL(/\/sign-in/);
  expect(received.filter((frame) => frame.includes('Not for the lost one'))).toEqual([]);
});
