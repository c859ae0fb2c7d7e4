import type { Locator } from '@playwright/test';

import type { Person, Room } from '../support/person.ts';
import { text } from '../support/pictures.ts';
import { expect, test } from '../support/test.ts';

/** Asks on the page of the search. */
async function searches({ page }: Person, typed: string): Promise<Locator> {
  const main = page.getByRole('main');
  await main.getByRole('searchbox').fill(typed);
  await main.getByRole('searchbox').press('Enter');
  await expect(page).toHaveURL((url) => url.searchParams.get('q') === typed);
  return main;
}

/** Asks, and finds exactly this, the newest first. */
async function finds(person: Person, typed: string, ...said: string[]): Promise<void> {
  const main = await searches(person, typed);
  await expect(main.locator('.search__passage')).toHaveText(said);
  if (said.length === 0) await expect(main.getByRole('status')).toContainText('Nothing was found.');
}

/** The message that an address leads to is marked, alone, and in view. */
async function isLedTo(person: Person, no: number): Promise<void> {
  await expect(person.page.locator('.message[data-flash]')).toHaveCount(1);
  await expect(person.messageNo(no).locator('[data-flash]')).toBeVisible();
  await expect(person.messageNo(no)).toBeInViewport();
}

async function posts(person: Person, room: Room, from: number, to: number): Promise<void> {
  for (let no = from; no <= to; no += 1) await person.posts(room, `Message ${no}`);
}

/** A day by its distance from today. */
function day(distance: number): string {
  return new Date(Date.now() + distance * 86_400_000).toISOString().slice(0, 10);
}

/** A room of which somebody has read five messages, and not those that came since. */
async function halfRead(ada: Person, ben: Person, unread: number): Promise<Room> {
  const room = await ada.makes('tides');
  await ben.joins(room);
  await posts(ada, room, 1, 5);
  await ben.asks('read.mark', { room: room.id, no: 5 });
  await posts(ada, room, 6, 5 + unread);
  return room;
}

test('from the newest message one goes to the line above the first that is unread', async ({ world }) => {
  const ada = await world.founder();
  const ben = await world.member('Ben Ito');
  await ben.opens(await halfRead(ada, ben, 30));
  await expect(ben.messageNo(35)).toBeInViewport();
  await expect(ben.messageNo(6)).not.toBeInViewport();
  const way = ben.page.getByRole('link', { name: 'Jump to the first unread' });
  await way.click();
  await expect(ben.page.locator('.unread-divider')).toBeInViewport();
  await expect(ben.page.locator('.unread-divider + li')).toHaveId('m6');
  await expect(ben.messageNo(6)).toBeInViewport();
  await expect(ben.messageNo(35)).not.toBeInViewport();
  await expect(way).toBeHidden();
});

test('the way to the first unread message is that of the room in view', async ({ world }) => {
  const ada = await world.founder();
  const ben = await world.member('Ben Ito');
  const [general, tides] = [await ben.room('general'), await halfRead(ada, ben, 30)];
  await ben.opens(general);
  const way = ben.page.getByRole('link', { name: 'Jump to the first unread' });
  await expect(way).toHaveCount(0);
  await ben.goesTo(tides);
  await expect(way).toBeVisible();
  await ben.goesTo(general);
  await expect(way).toHaveCount(0);
  await ben.goesTo(tides);
  await expect(ben.messageNo(35)).toBeInViewport();
  await expect(way).toHaveCount(0);
});

test('the first unread message is reached where it is further back than the page', async ({ world }) => {
  const ada = await world.founder();
  const ben = await world.member('Ben Ito');
  const room = await halfRead(ada, ben, 70);
  const way = ben.page.getByRole('link', { name: 'Jump to the first unread' });
  await ben.opens(room, '/40#m40');
  await isLedTo(ben, 40);
  await expect(way).toBeVisible();
  await ben.opens(room);
  await expect(ben.messageNo(75)).toBeInViewport();
  await expect(ben.messageNo(6)).toHaveCount(0);
  await way.click();
  await expect(ben.page).toHaveURL(`${room.path}/6?new#m6`);
  await isLedTo(ben, 6);
  await expect(ben.page.locator('.unread-divider + li')).toHaveId('m6');
  await expect(ben.page.locator('.unread-divider')).toBeInViewport();
  await expect(way).toHaveCount(0);
  await expect(ben.messageNo(5)).toBeInViewport();
  await expect(ben.messageNo(75)).not.toBeInViewport();
});

test('the page of what is unread leads to the message itself', async ({ world }) => {
  const ada = await world.founder();
  const ben = await world.member('Ben Ito');
  const tides = await halfRead(ada, ben, 70);
  await ben.page.goto('/unread');
  const waiting = ben.page.locator('.waiting');
  await expect(waiting).toContainText('70 messages');
  const card = waiting.locator('.message-card').nth(1);
  await expect(card).toContainText('Message 7');
  await card.getByRole('link', { name: /\d\d:\d\d/ }).click();
  await expect(ben.page).toHaveURL(`${tides.path}/7#m7`);
  await isLedTo(ben, 7);
  await expect(ben.messageNo(7)).toContainText('Message 7');
  await expect(ben.messageNo(75)).not.toBeInViewport();
  // By the name of the room one comes to the first of them.
  await ben.page.goto('/unread');
  await waiting.getByRole('link', { name: 'tides' }).click();
  await expect(ben.page).toHaveURL(`${tides.path}/6#m6`);
  await isLedTo(ben, 6);
});

test('a search is narrowed to people, rooms, days and what a message has', async ({ world }) => {
  const ada = await world.founder();
  const ben = await world.member('Ben Ito');
  const [general, harbour] = [await ada.room('general'), await ada.makes('Old harbour')];
  await ben.joins(harbour);
  await ada.posts(general, 'Tide tables: https://example.org/tides');
  await ada.posts(general, 'A chart of the tide', text('chart.txt', 'Here be dragons'));
  const { no } = await ada.posts(harbour, 'The tide turns at nine');
  await ada.asks('message.pin', { room: harbour.id, no, on: true });
  await ben.posts(harbour, 'My tide clock stopped');
  const [tables, chart, turns, clock] = [
    'Tide tables: https://example.org/tides',
    'A chart of the tide chart.txt',
    'The tide turns at nine',
    'My tide clock stopped',
  ] as const;
  await ben.page.goto('/search');
  await finds(ben, 'tide', clock, turns, chart, tables);
  await finds(ben, 'tide from:ada', turns, chart, tables);
  await finds(ben, 'from:me', clock);
  await finds(ben, 'tide in:general', chart, tables);
  await finds(ben, 'from:"Ada Marsh" in:"old harbour"', turns);
  await finds(ben, 'has:link', tables);
  await finds(ben, 'tide has:file', chart);
  await finds(ben, 'is:pinned', turns);
  await finds(ben, 'is:pinned from:me');
  await finds(ben, `tide after:${day(-2)} before:${day(2)}`, clock, turns, chart, tables);
  await finds(ben, `tide before:${day(-1)}`);
  await finds(ben, `tide after:${day(1)}`);
});

test('what is written without spaces is found by a part of it', async ({ world }) => {
  const ada = await world.founder();
  const ben = await world.member('Ben Ito');
  const general = await ada.room('general');
  const [tower, boat] = ['明日は東京タワーへ行きます', '대한국인의 배'] as const;
  await ada.posts(general, tower);
  await ada.posts(general, boat);
  await ben.page.goto('/search');
  for (const [part, whole] of [['京タ', tower], ['行', tower], ['한국', boat]] as const) {
    await finds(ben, part, whole);
    await expect(ben.page.getByRole('main').locator('mark')).toHaveText(part);
  }
  await finds(ben, '京東');
});

test('nobody finds what they may not read', async ({ world }) => {
  const ada = await world.founder();
  const ben = await world.member('Ben Ito');
  const general = await ada.room('general');
  const captains = await ada.asks<{ id: number }>('room.make', { name: 'captains', topic: '', closed: true });
  const closed = { id: captains.id, name: 'captains', path: `/r/${captains.id}-captains` };
  const [secret, rumour] = ['The treasure lies under the pier', 'There is no treasure'] as const;
  await ada.posts(closed, secret);
  await ada.posts(general, rumour);
  await Promise.all([ada.page.goto('/search'), ben.page.goto('/search')]);
  await finds(ada, 'treasure', rumour, secret);
  await finds(ada, 'in:captains', secret);
  await finds(ben, 'treasure', rumour);
  await finds(ben, 'pier');
  await expect((await searches(ben, 'in:captains')).getByRole('alert')).toContainText('You are in no room called “captains”.');

  const person = await ada.idOf(ben.name);
  await ada.asks('room.invite', { room: closed.id, person });
  await finds(ben, 'treasure', rumour, secret);
  await ada.asks('room.remove', { room: closed.id, person });
  await finds(ben, 'under the pier');
});

test('the link to a message is copied, and leads another person to it', async ({ world }) => {
  const ada = await world.founder();
  const ben = await world.member('Ben Ito');
  const room = await ada.room('general');
  await posts(ada, room, 1, 20);
  await ada.opens(room);
  await ada.context.grantPermissions(['clipboard-read']);
  await ada.chooses('Message 20', 'Copy the link');
  await expect(ada.page.locator('.toolbar__menu').getByText('Copied')).toBeVisible();
  const address = await ada.page.evaluate(() => navigator.clipboard.readText());
  expect(address).toBe(`${world.server.url}${room.path}/20#m20`);
  await posts(ada, room, 21, 100);
  await ben.page.goto(address);
  await isLedTo(ben, 20);
  await expect(ben.messageNo(20)).toContainText('Message 20');
  await expect(ben.messageNo(100)).not.toBeInViewport();
  // It stays so once the program answers.
  await ben.isAlive();
  await isLedTo(ben, 20);
});

test('a pin that is taken off is gone from the list that another looks at', async ({ world }) => {
  const ada = await world.founder();
  const ben = await world.member('Ben Ito');
  const room = await ada.room('general');
  for (const said of ['Low tide at nine', 'Bring boots']) {
    const { no } = await ada.posts(room, said);
    await ada.asks('message.pin', { room: room.id, no, on: true });
  }
  await Promise.all([ada.opens(room), ben.opens(room, '?panel=pins')]);
  const panel = ben.page.getByRole('complementary', { name: 'Pinned messages' });
  await expect(panel.locator('.message-card')).toHaveCount(2);
  await expect(ben.messageNo(1)).toContainText('pinned');
  await ada.chooses('Low tide at nine', 'Take the pin off');
  await expect(panel.locator('.message-card')).toHaveCount(1);
  await expect(panel).toContainText('Bring boots');
  await expect(ben.messageNo(1)).not.toContainText('pinned');
  await expect(ben.messageNo(2)).toContainText('pinned');
  await ada.chooses('Bring boots', 'Take the pin off');
  await expect(panel).toContainText('Nothing is pinned here yet');
});
