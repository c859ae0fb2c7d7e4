import { expect, test } from '../support/test.ts';
import { SERVER_AWAY } from '../support/watch.ts';

test.beforeEach(({ watch }) => watch.expects(...SERVER_AWAY));

test('what was said while the line was down arrives once and in order', async ({ world }) => {
  const ada = await world.founder();
  const ben = await world.member('Ben Ito', { line: true });
  const room = await ada.room('general');
  await ada.posts(room, 'Before');
  await Promise.all([ada.opens(room), ben.opens(room)]);

  ben.line.cut();
  for (const text of ['One', 'Two', 'Three']) await ada.says(text);
  await ada.seesInOrder('Before', 'One', 'Two', 'Three');
  await expect(ben.banner).toContainText('Reconnecting');
  await expect(ben.messages).toHaveCount(1);

  ben.line.mend();
  await ben.seesInOrder('Before', 'One', 'Two', 'Three');
  await expect(ben.messages).toHaveCount(4);
  await expect(ben.banner).toHaveCount(0);
});

test('a break of a moment is not shown, and costs nothing', async ({ world }) => {
  const ada = await world.founder();
  const ben = await world.member('Ben Ito', { line: true });
  const room = await ada.room('general');
  await Promise.all([ada.opens(room), ben.opens(room)]);
  const live = ben.socket.nextLive();
  ben.line.cut();
  ben.line.mend();
  await ada.says('Did you blink?');
  await live;
  await ben.sees('Did you blink?');
  await expect(ben.banner).toHaveCount(0);
});

test('the server stops and starts, and everyone goes on where they were', async ({ world }) => {
  const ada = await world.founder();
  const ben = await world.member('Ben Ito');
  const room = await ada.room('general');
  await Promise.all([ada.opens(room), ben.opens(room)]);
  await ada.says('Before the restart');
  await ben.sees('Before the restart');

  await world.server.stop();
  await expect(ada.banner).toBeVisible();
  await ada.says('While it was away');
  await expect(ada.message('While it was away')).toHaveClass(/message--pending/);
  await world.server.startAgain();

  await ben.seesInOrder('Before the restart', 'While it was away');
  await ada.sees('While it was away');
  await ben.says('After it');
  await ada.seesInOrder('Before the restart', 'While it was away', 'After it');
  await expect(ada.messages).toHaveCount(3);
  for (const person of [ada, ben]) await expect(person.banner).toHaveCount(0);
});

test('after a power cut everything that was taken is there, once', async ({ world }) => {
  const ada = await world.founder();
  const ben = await world.member('Ben Ito');
  const room = await ada.room('general');
  await Promise.all([ada.opens(room), ben.opens(room)]);
  const said = Array.from({ length: 12 }, (_, i) => `Line ${i + 1}`);
  for (const [i, text] of said.entries()) {
    await ada.says(text);
    if (i === 5) await world.server.kill();
  }
  await world.server.startAgain();
  await ada.seesInOrder(...said);
  await ben.seesInOrder(...said);
  const eve = await world.deviceOf(ben);
  await eve.opens(room);
  expect(await eve.bodies.allInnerTexts()).toEqual(said);
});

test('whoever missed more than is replayed sees the newest, without a hole', async ({ world }) => {
  const ada = await world.founder();
  const ben = await world.member('Ben Ito', { line: true });
  const room = await ada.room('general');
  await ben.opens(room);
  ben.line.cut();
  for (let batch = 0; batch < 11; batch += 1) {
    await Promise.all(Array.from({ length: 100 }, (_, i) => ada.posts(room, `Flood ${batch * 100 + i}`)));
  }
  await ada.posts(room, 'The last one');
  ben.line.mend();
  await ben.isBackOnline();
  await ben.sees('The last one');
  const numbers = await ben.numbers();
  expect(numbers.at(-1)).toBe(1101);
  expect(numbers.every((no, i) => i === 0 || no === (numbers[i - 1] ?? 0) + 1)).toBe(true);
});

test('the network goes and comes back, and what was said meanwhile is sent once', async ({ world }) => {
  const ada = await world.founder();
  const ben = await world.member('Ben Ito', { line: true });
  const room = await ada.room('general');
  await Promise.all([ada.opens(room), ben.opens(room)]);
  ben.line.cut();
  await ben.page.evaluate(() => window.dispatchEvent(new Event('offline')));
  await expect(ben.banner).toContainText('You are offline');
  await ben.says('Kept until it is back');
  ben.line.mend();
  await ben.isBackOnline();
  await ada.sees('Kept until it is back');
  await ben.sees('Kept until it is back');
  await expect(ben.banner).toHaveCount(0);
});

test('a machine without a network still talks to the server that runs on it', async ({ world }) => {
  const ada = await world.founder();
  const room = await ada.room('general');
  await ada.opens(room);
  const live = ada.socket.nextLive();
  await ada.page.evaluate(() => window.dispatchEvent(new Event('offline')));
  await live;
  await ada.says('Here all the same');
  await ada.sees('Here all the same');
  await expect(ada.banner).toHaveCount(0);
});

test('where sockets are blocked history is still read, page by page', async ({ world }) => {
  const ada = await world.founder();
  const room = await ada.room('general');
  for (let no = 1; no <= 80; no += 1) await ada.posts(room, `Message ${no}`);
  await ada.page.routeWebSocket('**/socket', (socket) => socket.onMessage(() => {}));
  await ada.page.goto(room.path);
  await expect(ada.banner).toBeVisible();
  await ada.timeline.evaluate((timeline) => timeline.scrollTo({ top: -timeline.scrollHeight }));
  await ada.page.getByRole('link', { name: 'Older messages' }).click();
  await expect(ada.messageNo(30)).toBeAttached();
  await ada.jump.click();
  await expect(ada.messageNo(80)).toBeInViewport();
});
