import { expect, test } from '../support/test.ts';

test('whoever is called sees it in the sidebar, in the message and on a page of its own', async ({ world }) => {
  const ada = await world.founder();
  const ben = await world.member('Ben Ito');
  const [general, tides] = [await ada.room('general'), await ada.makes('tides')];
  await ben.joins(tides);
  await ben.opens(general);
  await ada.opens(tides);
  await ada.says('@ben, the tide turns at nine; see #general and @nobody');
  await expect(ben.roomLink('tides').locator('.badge')).toHaveText('1 calls you');
  await expect(ben.sidebar.getByRole('link', { name: /^Mentions/ })).toHaveText('Mentions1 calls you');
  await ben.sidebar.getByRole('link', { name: /^Mentions/ }).click();
  const item = ben.page.getByRole('main').locator('.mentions > li');
  await expect(item).toContainText('tides');
  await expect(item.locator('[data-you]')).toHaveText('@ben');
  await item.getByRole('link', { name: /\d\d:\d\d/ }).click();
  await expect(ben.heading).toHaveText('tides');
  await expect(ben.messageNo(1).locator('.mention[data-you]')).toHaveText('@ben');
  await expect(ben.sidebar.locator('.badge')).toHaveCount(0);
  // It is marked for those who are called, and a room is a way to it.
  await expect(ada.messageNo(1).locator('.mention[data-you]')).toHaveCount(0);
  await ada.messageNo(1).getByRole('link', { name: '#general' }).click();
  await expect(ada.heading).toHaveText('general');
});

test('a message that is deleted or calls somebody else waits no longer', async ({ world }) => {
  const ada = await world.founder();
  const ben = await world.member('Ben Ito');
  const [general, tides] = [await ada.room('general'), await ada.makes('tides')];
  await ben.joins(tides);
  await ben.opens(general);
  const { no } = await ada.posts(tides, '@ben, look');
  await expect(ben.roomLink('tides').locator('.badge')).toBeVisible();
  await ada.asks('message.edit', { room: tides.id, no, base_rev: 0, body: 'Look' });
  await expect(ben.roomLink('tides').locator('.badge')).toHaveCount(0);
  await ben.seesUnread('tides', 1);
  await ada.asks('message.delete', { room: tides.id, no });
  await ben.seesRead('tides');
});

test('a message is marked as unread, stays so while one looks, and the page of what is unread leads to it', async ({ world }) => {
  const ada = await world.founder();
  const ben = await world.member('Ben Ito');
  const [general, tides] = [await ada.room('general'), await ada.makes('tides')];
  await ben.joins(tides);
  for (const text of ['One', 'Two', 'Three']) await ada.posts(tides, text);
  await ben.opens(tides);
  await ben.sees('Three');
  const phone = await world.deviceOf(ben);
  await phone.opens(general);
  await phone.seesRead('tides');
  await ben.message('Two').hover();
  await ben.page.locator('#toolbar').getByRole('button', { name: 'More', exact: true }).click();
  await ben.page.getByRole('button', { name: 'Mark as unread from here' }).click();
  await phone.seesUnread('tides', 2);
  await expect(ben.page.locator('.unread-divider + li, .unread-divider ~ li').first()).toContainText('Two');
  await ada.posts(tides, 'Four');
  await ben.sees('Four');
  await phone.seesUnread('tides', 3);
  await ben.goesTo(general);
  await ben.seesUnread('tides', 3);

  await phone.sidebar.getByRole('link', { name: 'Unread', exact: true }).click();
  const waiting = phone.page.locator('.waiting');
  await expect(waiting).toContainText('3 messages');
  await expect(waiting.locator('.message-card').first()).toContainText('Two');
  await waiting.getByRole('button', { name: 'Mark as read' }).click();
  await ben.seesRead('tides');
});
