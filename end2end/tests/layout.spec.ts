import { conversation } from '../support/conversation.ts';
import { recordShifts, shifts } from '../support/measure.ts';
import { type Person } from '../support/person.ts';
import { PROGRAM } from '../support/server.ts';
import { expect, test } from '../support/test.ts';
import { SERVER_AWAY } from '../support/watch.ts';

/** What sticks out of the window sideways. */
async function stickingOut(person: Person): Promise<string[]> {
  return await person.page.evaluate(() => {
    const wide = document.documentElement.scrollWidth > innerWidth ? ['the page'] : [];
    for (const element of document.querySelectorAll('body *')) {
      const { left, right, width } = element.getBoundingClientRect();
      const isHidden = width <= 1 || !element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
      // Code scrolls in a box of its own.
      const scrolls = element.parentElement?.closest('pre');
      if (!isHidden && !scrolls && (left < -1 || right > innerWidth + 1)) wide.push(element.outerHTML.slice(0, 100));
    }
    return wide;
  });
}

test('nothing sticks out sideways on the narrowest screen', async ({ world, watch }) => {
  watch.expects(/status of 404/);
  const narrow = { viewport: { width: 320, height: 568 } };
  const eve = await world.stranger('Eve', narrow);
  await eve.page.goto('/setup');
  expect(await stickingOut(eve), 'first run').toEqual([]);
  const { me, room, others } = await conversation(world, narrow);
  for (const path of ['/sign-in', new URL(await world.joinLink()).pathname]) {
    await eve.page.goto(path);
    expect(await stickingOut(eve), path).toEqual([]);
  }
  const pages = [room.path, `${room.path}?panel=people`, `${room.path}/edit`, others.empty.path, others.notIn.path];
  for (const path of [...pages, '/rooms', '/rooms/new', '/invite', '/settings/sessions', '/r/999']) {
    await me.page.goto(path);
    expect(await stickingOut(me), path).toEqual([]);
  }
});

for (const [name, viewport] of [['a desk', { width: 1440, height: 900 }], ['a phone', { width: 390, height: 844 }]] as const) {
  test(`nothing shifts while a page comes alive: ${name}`, async ({ world }) => {
    test.skip(PROGRAM.includes('/debug/'), 'a build for development sends the face anew with each page, and late');
    const { me, room, others } = await conversation(world, { viewport });
    // A face that comes late breaks lines anew; here it is about what the program does.
    await me.opens(room);
    await recordShifts(me.context);
    for (const path of [room.path, `${room.path}/3`, `${room.path}?panel=people`, others.empty.path]) {
      const live = me.socket.nextLive();
      await me.page.goto(path);
      await live;
      expect(await shifts(me.page), path).toEqual({ value: 0, what: [] });
    }
  });
}

test('nothing shifts while people talk', async ({ world }) => {
  const { me, room } = await conversation(world);
  const ben = await world.member('Ben Ito');
  await ben.joins(room);
  // A face that comes late breaks lines anew; here it is about what people do.
  await me.opens(room);
  await recordShifts(me.context);
  await Promise.all([me.opens(room), ben.opens(room)]);
  await ben.composer.pressSequentially('I am writing');
  await expect(me.typingLine).toContainText('Ben Ito');
  await ben.composer.press('Enter');
  await me.sees('I am writing');
  await me.says('So am I');
  await ben.sees('So am I');
  await me.sees('So am I');
  // A message that comes moves the older ones up: that is scrolling, not a shift of the page.
  const { what } = await shifts(me.page);
  expect(what.filter((one) => !/^(LI|ARTICLE|DIV|SPAN|TIME|HEADER|OL|A|B|P|H2|#text)\b/.test(one))).toEqual([]);
});

test('the banner about the connection leaves the box and the newest message in view', async ({ world, watch }) => {
  watch.expects(...SERVER_AWAY);
  const { me, room } = await conversation(world, { line: true, viewport: { width: 390, height: 600 } });
  await me.opens(room);
  me.line.cut();
  await expect(me.banner).toBeVisible();
  await expect(me.composer).toBeInViewport({ ratio: 1 });
  await expect(me.messages.last()).toBeInViewport({ ratio: 1 });
});

test('text spaced as WCAG 1.4.12 allows is neither cut nor overlapped', async ({ world }) => {
  const { me, room } = await conversation(world, { viewport: { width: 390, height: 844 }, bypassCSP: true });
  await me.opens(room);
  await me.page.addStyleTag({
    content: '* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-block-end: 2em !important }',
  });
  expect(await stickingOut(me)).toEqual([]);
  await expect(me.composer).toBeInViewport({ ratio: 1 });
});

test('the box grows with what is written, and then scrolls', async ({ world }) => {
  const { me, room } = await conversation(world);
  await me.opens(room);
  const low = (await me.composer.boundingBox())?.height ?? 0;
  await me.composer.fill('one\ntwo\nthree');
  const higher = (await me.composer.boundingBox())?.height ?? 0;
  expect(higher).toBeGreaterThan(low * 1.5);
  await me.composer.fill('line\n'.repeat(100));
  expect((await me.composer.boundingBox())?.height).toBeLessThanOrEqual(900 * 0.41);
  await me.composer.fill('');
  expect((await me.composer.boundingBox())?.height).toBe(low);
});
