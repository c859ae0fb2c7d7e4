import { expect, test } from '../support/test.ts';

test('two people talk and see each other at once', async ({ world }) => {
  const ada = await world.founder();
  const ben = await world.member('Ben Ito');
  const room = await ada.room('general');
  await Promise.all([ada.opens(room), ben.opens(room)]);
  await ada.says('Low tide at nine. Who is in?');
  await ben.sees('Low tide at nine. Who is in?');
  await ben.says('Me. I bring the boots.');
  await ada.sees('Me. I bring the boots.');
  await expect(ada.messages.last()).toContainText('Ben Ito');
});

test('a message keeps its lines', async ({ world }) => {
  const ada = await world.founder();
  await ada.opens(await ada.room('general'));
  await ada.says('Two things:\n  first\n\n  second');
  await ada.sees('Two things: first second');
  expect(await ada.bodies.last().innerText()).toBe('Two things:\n  first\n\n  second');
});

test('addresses become links, and nothing else does', async ({ world }) => {
  const ada = await world.founder();
  const room = await ada.room('general');
  await ada.posts(room, 'See https://example.org/a?b=c&d=1. And (https://example.org/e).');
  await ada.posts(room, 'javascript:alert(1) <img src=x onerror=alert(1)> <b>not bold</b> &amp; [x](javascript:alert(1))');
  await ada.opens(room);
  const links = ada.bodies.first().getByRole('link');
  await expect(links).toHaveCount(2);
  await expect(links.first()).toHaveAttribute('href', 'https://example.org/a?b=c&d=1');
  await expect(links.last()).toHaveAttribute('href', 'https://example.org/e');
  await expect(links.first()).toHaveAttribute('rel', /noopener/);
  await expect(ada.bodies.last()).toHaveText('javascript:alert(1) <img src=x onerror=alert(1)> <b>not bold</b> & x');
  await expect(ada.bodies.last().locator(':not(p)')).toHaveCount(0);
});

test('everyone sees the same order, however fast people write', async ({ world }) => {
  const ada = await world.founder();
  const ben = await world.member('Ben Ito');
  const room = await ada.room('general');
  await Promise.all([ada.opens(room), ben.opens(room)]);
  const write = async (person: typeof ada) => {
    for (let i = 1; i <= 10; i += 1) await person.says(`${person.name} ${i}`);
  };
  await Promise.all([write(ada), write(ben)]);
  for (const person of [ada, ben]) {
    await expect(person.bodies).toHaveCount(20);
    await expect(person.page.locator('.message--pending')).toHaveCount(0);
  }
  const order = await ada.bodies.allInnerTexts();
  expect(await ben.bodies.allInnerTexts()).toEqual(order);
  for (const { name } of [ada, ben]) {
    expect(order.filter((text) => text.startsWith(name))).toEqual(Array.from({ length: 10 }, (_, i) => `${name} ${i + 1}`));
  }
});

test('one’s own words are painted before the server has them, and settle in place', async ({ world }) => {
  const ada = await world.founder('Ada Marsh', { line: true });
  const room = await ada.room('general');
  await ada.posts(room, 'First');
  await ada.opens(room);
  ada.line.hold();
  await ada.says('Painted at once');
  const row = ada.message('Painted at once');
  await expect(row).toHaveClass(/message--pending/);
  const before = await row.boundingBox();
  ada.line.release();
  await ada.sees('Painted at once');
  expect(await row.boundingBox()).toEqual(before);
});

test('nothing is not sent, and too much stays in the box', async ({ world }) => {
  const ada = await world.founder();
  await ada.opens(await ada.room('general'));
  await ada.composer.fill('   ');
  await ada.composer.press('Enter');
  const long = 'x'.repeat(16 * 1024 + 1);
  await ada.composer.fill(long);
  await ada.composer.press('Enter');
  await expect(ada.page.getByRole('alert').filter({ hasText: '16384' })).toBeVisible();
  await expect(ada.composer).toHaveValue(long);
  await expect(ada.messages).toHaveCount(0);
  await ada.composer.fill('x'.repeat(16 * 1024));
  await ada.composer.press('Enter');
  await expect(ada.messages).toHaveCount(1);
  await expect(ada.page.locator('.message--pending')).toHaveCount(0);
});

test('an Enter that ends a composition does not send', async ({ world }) => {
  const ada = await world.founder();
  await ada.opens(await ada.room('general'));
  await ada.composer.fill('にほん');
  await ada.composer.dispatchEvent('keydown', { key: 'Enter', code: 'Enter', isComposing: true, bubbles: true, cancelable: true });
  await expect(ada.composer).toHaveValue('にほん');
  await expect(ada.messages).toHaveCount(0);
});

test('what is typed and not sent is there again after a reload, room by room', async ({ world }) => {
  const ada = await world.founder();
  const [general, tides] = [await ada.room('general'), await ada.makes('tides')];
  await ada.opens(general);
  await ada.composer.fill('half a thought');
  await ada.goesTo(tides);
  await expect(ada.composer).toHaveValue('');
  await ada.goesTo(general);
  await expect(ada.composer).toHaveValue('half a thought');
  await ada.opens(general);
  await expect(ada.composer).toHaveValue('half a thought');
});

test('times are on the reader’s clock, from the second page on at birth', async ({ world }) => {
  const ada = await world.founder('Ada Marsh', { timezoneId: 'Asia/Kolkata' });
  const room = await ada.room('general');
  await ada.posts(room, 'What time is it?');
  await ada.opens(room);
  const shown = ada.message('What time is it?').locator('time').first();
  const moment = new Date((await shown.getAttribute('datetime')) ?? '');
  const clock = moment.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'Asia/Kolkata' });
  await expect(shown).toHaveText(clock);
  const html = await (await ada.context.request.get(room.path)).text();
  expect(html).toContain(`>${clock}<`);
});

test.describe('where people are slowed down', () => {
  test.use({ settings: { SNUG_POST_RATE: '10/5s' } });

  test('who writes faster than that loses nothing, and keeps the order', async ({ world }) => {
    const ada = await world.founder();
    await ada.opens(await ada.room('general'));
    const said = Array.from({ length: 16 }, (_, i) => `Line ${i + 1}`);
    for (const text of said) await ada.says(text);
    await expect(ada.page.locator('.message--pending')).toHaveCount(0);
    expect(await ada.bodies.allInnerTexts()).toEqual(said);
  });
});
