import { expect, test } from '../support/test.ts';

test('a room out of view is marked as unread, and read by looking', async ({ world }) => {
  const ada = await world.founder();
  const ben = await world.member('Ben Ito');
  const [general, tides] = [await ada.room('general'), await ada.makes('tides')];
  await ben.joins(tides);
  await ada.opens(general);
  await ada.seesRead('tides');
  await ben.posts(tides, 'One');
  await ada.seesUnread('tides', 1);
  await ben.posts(tides, 'Two');
  await ada.seesUnread('tides', 2);
  await expect(ada.roomLink('tides')).toHaveAttribute('data-unread');
  await ada.goesTo(tides);
  await ada.sees('Two');
  await ada.goesTo(general);
  await ada.seesRead('tides');
  await ada.opens(general);
  await ada.seesRead('tides');
});

test('a room that is opened by its address is read, too', async ({ world }) => {
  const ada = await world.founder();
  const ben = await world.member('Ben Ito');
  const [general, tides] = [await ada.room('general'), await ada.makes('tides')];
  await ben.joins(tides);
  await ben.posts(tides, 'One');
  const tablet = await world.deviceOf(ada);
  await tablet.opens(general);
  await tablet.seesUnread('tides', 1);
  await ada.opens(tides);
  await tablet.seesRead('tides');
});

test('the line above what is new stays while one reads, and is gone next time', async ({ world }) => {
  const ada = await world.founder();
  const ben = await world.member('Ben Ito');
  const room = await ada.room('general');
  await ada.posts(room, 'Read already');
  await ben.posts(room, 'New to Ada');
  await ada.opens(room);
  const line = ada.page.locator('.unread-divider');
  await expect(line).toBeVisible();
  const [lineAt, newAt, oldAt] = await Promise.all([
    line.boundingBox(),
    ada.message('New to Ada').boundingBox(),
    ada.message('Read already').boundingBox(),
  ]);
  expect(lineAt?.y).toBeLessThan(newAt?.y ?? 0);
  expect(lineAt?.y).toBeGreaterThan(oldAt?.y ?? Infinity);
  await ben.posts(room, 'Said while Ada looks');
  await ada.sees('Said while Ada looks');
  await expect(line).toHaveCount(1);
  // A page that is asked for before the server has heard what was read would rightly have the line once more.
  const readUpTo = async () => (await ada.asks<{ room: { read_no: number } }>('room.entry', { room: room.id })).room.read_no;
  await expect.poll(readUpTo).toBe(3);
  await ada.opens(room);
  await expect(ada.message('New to Ada')).toBeVisible();
  await expect(line).toHaveCount(0);
});

test('what is read on one device is read on the other', async ({ world }) => {
  const ada = await world.founder();
  const ben = await world.member('Ben Ito');
  const [general, tides] = [await ada.room('general'), await ada.makes('tides')];
  await ben.joins(tides);
  const tablet = await world.deviceOf(ada);
  await Promise.all([ada.opens(general), tablet.opens(general)]);
  await ben.posts(tides, 'For both');
  await Promise.all([ada.seesUnread('tides', 1), tablet.seesUnread('tides', 1)]);
  await tablet.goesTo(tides);
  await ada.seesRead('tides');
});

test('whoever answers has read', async ({ world }) => {
  const ada = await world.founder();
  const ben = await world.member('Ben Ito');
  const [general, tides] = [await ada.room('general'), await ada.makes('tides')];
  await ben.joins(tides);
  await ada.opens(general);
  await ben.posts(tides, 'Are you there?');
  await ada.seesUnread('tides', 1);
  await ada.posts(tides, 'I am, by a program');
  await ada.seesRead('tides');
});

test('who reads the past has not read the newest', async ({ world }) => {
  const ada = await world.founder();
  const ben = await world.member('Ben Ito');
  const room = await ada.room('general');
  for (let no = 1; no <= 80; no += 1) await ada.posts(room, `Message ${no}`);
  const tablet = await world.deviceOf(ada);
  const other = await ada.makes('elsewhere');
  await Promise.all([ada.opens(room), tablet.opens(other)]);
  await ada.timeline.evaluate((timeline) => timeline.scrollTo({ top: -600 }));
  await expect(ada.messageNo(80)).not.toBeInViewport();
  await ben.posts(room, 'Below the fold');
  await tablet.seesUnread('general', 1);
  await ada.sees('Below the fold');
  await tablet.seesUnread('general', 1);
  await ada.timeline.evaluate((timeline) => timeline.scrollTo({ top: 0 }));
  await tablet.seesRead('general');
});

test('the title of the tab tells that something waits', async ({ world }) => {
  const ada = await world.founder();
  const ben = await world.member('Ben Ito');
  const [general, tides] = [await ada.room('general'), await ada.makes('tides')];
  await ben.joins(tides);
  await ada.opens(general);
  await expect(ada.page).toHaveTitle('# general · Saltmarsh');
  await ben.posts(tides, 'Look here');
  await expect(ada.page).toHaveTitle('• # general · Saltmarsh');
  await ada.goesTo(tides);
  await expect(ada.page).toHaveTitle('# tides · Saltmarsh');
});

for (const javaScriptEnabled of [true, false])
  test(`all that waits is read at once, ${javaScriptEnabled ? 'with' : 'without'} script`, async ({ world }) => {
    const ada = await world.founder('Ada Marsh', { javaScriptEnabled });
    const ben = await world.member('Ben Ito');
    const [general, tides] = [await ada.room('general'), await ada.makes('tides')];
    await ben.joins(tides);
    await ben.posts(general, 'One');
    await ben.posts(tides, 'Two');
    await ada.page.goto('/unread');
    await ben.posts(tides, 'While she reads the page');
    await ada.page.getByRole('button', { name: 'Mark all as read' }).click();
    const main = ada.page.getByRole('main');
    await expect(main.getByText('While she reads the page')).toBeVisible();
    await expect(main.getByText('One', { exact: true })).toHaveCount(0);
    await expect(main.getByText('Two', { exact: true })).toHaveCount(0);
    await expect(main.getByRole('button', { name: 'Mark all as read' })).toHaveCount(0);
  });
