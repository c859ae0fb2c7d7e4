import type { Locator } from '@playwright/test';

import type { Person } from '../support/person.ts';
import { expect, test } from '../support/test.ts';
import type { World } from '../support/world.ts';

/** One who writes and one who looks, in the same room. */
async function together(world: World): Promise<{ ada: Person; ben: Person }> {
  const ada = await world.founder();
  const ben = await world.member('Ben Ito');
  const room = await ada.room('general');
  await Promise.all([ada.opens(room), ben.opens(room)]);
  return { ada, ben };
}

/** The words of the message of this number. */
function words(person: Person, no: number): Locator {
  return person.messageNo(no).locator('.message__body');
}

function size(of: Locator): Promise<number> {
  return of.evaluate((element) => parseFloat(getComputedStyle(element).fontSize));
}

function weight(of: Locator): Promise<number> {
  return of.evaluate((element) => Number(getComputedStyle(element).fontWeight));
}

test('words that are marked reach the others as what they are', async ({ world }) => {
  const { ada, ben } = await together(world);
  await ada.says('**bold**, *slanted*, ~~gone~~, **all *of* it** and `code *as* typed`');
  await ben.sees('bold, slanted, gone, all of it and code *as* typed');
  await expect(words(ben, 1).locator('strong')).toHaveText(['bold', 'all of it']);
  await expect(words(ben, 1).locator('em')).toHaveText(['slanted', 'of']);
  await expect(words(ben, 1).locator('s')).toHaveText('gone');
  await expect(words(ben, 1).locator('p > code')).toHaveText('code *as* typed');
});

test('code keeps its lines and its marks, with a language or without', async ({ world }) => {
  const { ada, ben } = await together(world);
  const typed = 'let tide = "low"; // at **nine**\n\n    wait(<b>9</b>);';
  for (const language of ['rust', '']) await ada.says('```' + language + '\n' + typed + '\n```');
  for (const no of [1, 2]) {
    const code = words(ben, no).locator('pre > code');
    await expect(code).toHaveText(typed);
    expect(await code.innerText()).toBe(typed);
    await expect(code.locator('strong, b')).toHaveCount(0);
    await expect(code).toHaveCSS('font-family', /mono/);
  }
  // The first code that this server has seen, too.
  const tint = (name: string) => words(ben, 1).locator(`[data-tint=${name}]`);
  await expect(tint('keyword')).toHaveText('let');
  await expect(tint('string')).toHaveText('"low"');
  await expect(tint('comment')).toContainText('// at **nine**');
  await expect(words(ben, 2).locator('[data-tint]')).toHaveCount(0);
});

test('a heading, a quote and lists stand by themselves', async ({ world }) => {
  const { ada, ben } = await together(world);
  await ada.says('# High water\n\n> Nobody sails\n> at night\n\n- boots\n- a lamp\n\n3. wait\n4. go\n\nThat is all.');
  const said = words(ben, 1);
  await expect(said.locator('blockquote')).toHaveText('Nobody sails at night');
  await expect(said.locator('ul > li')).toHaveText(['boots', 'a lamp']);
  await expect(said.locator('ol > li')).toHaveText(['wait', 'go']);
  await expect(said.locator('ol')).toHaveAttribute('start', '3');
  await expect(said.locator('ol')).toHaveCSS('list-style-type', 'decimal');
  await expect(said.locator('ul')).toHaveCSS('list-style-type', 'disc');
  // It is bold, and no heading of the page.
  await expect(said.getByText('High water', { exact: true })).toHaveJSProperty('tagName', 'P');
  await expect(said.locator('h1, h2, h3, h4, h5, h6')).toHaveCount(0);
  expect(await weight(said.getByText('High water'))).toBeGreaterThan(await weight(said.getByText('That is all.')));
  await ada.says('#1 of 2. - >');
  await ben.sees('#1 of 2. - >');
  await expect(words(ben, 2).locator('ul, ol, blockquote, .nodes__heading')).toHaveCount(0);
});

test('links lead to pages only, and what is typed as html stays a text', async ({ world }) => {
  const { ada, ben } = await together(world);
  await ada.says('[the tables](https://example.org/tides?a=1&b=2) and https://example.org/x.');
  await ben.sees('the tables and https://example.org/x.');
  const links = words(ben, 1).getByRole('link');
  await expect(links).toHaveText(['the tables', 'https://example.org/x']);
  await expect(links.first()).toHaveAttribute('href', 'https://example.org/tides?a=1&b=2');
  await expect(links.last()).toHaveAttribute('href', 'https://example.org/x');
  for (const link of await links.all()) {
    await expect(link).toHaveAttribute('rel', 'noopener noreferrer nofollow');
    await expect(link).toHaveAttribute('target', '_blank');
  }
  await ada.says('[x](javascript:alert(1)) [y](data:text/html,y) [z](/sign-out) javascript:alert(1)');
  await ben.sees('x y z javascript:alert(1)');
  await expect(words(ben, 2).locator('a')).toHaveCount(0);
  await ada.says('<b>x</b> <a href="https://example.org">y</a> <img src=x onerror=alert(1)> &amp;');
  await ben.sees('<b>x</b> <a href="https://example.org">y</a> <img src=x onerror=alert(1)> &');
  await expect(words(ben, 3).locator('b, img')).toHaveCount(0);
});

test('an emoji has a name, and is large where it stands alone', async ({ world }) => {
  const { ada, ben } = await together(world);
  await ada.says('Well done :tada: at 10:30:45, `:tada:`');
  await ben.sees('Well done 🎉 at 10:30:45, :tada:');
  await ada.says('Well done 🎉');
  await ada.says(':tada:');
  await ada.says('🎉🌊');
  await expect(words(ben, 2)).toHaveText('Well done 🎉');
  await expect(words(ben, 3)).toHaveText('🎉');
  await expect(words(ben, 4)).toHaveText('🎉🌊');
  const sizes = () => Promise.all([1, 2, 3, 4].map((no) => size(words(ben, no))));
  const [named = 0, typed, lone = 0, several] = await sizes();
  expect(typed).toBe(named);
  expect(several).toBe(lone);
  expect(lone).toBeGreaterThan(named * 1.3);
  // The page of the server shows the same.
  await ben.page.reload();
  expect(await sizes()).toEqual([named, typed, lone, several]);
});

test('all are called at once, or all who are here, and nobody by a name that nobody has', async ({ world }) => {
  const ada = await world.founder();
  const [ben, cem] = [await world.member('Ben Ito'), await world.member('Cem Arda')];
  const [general, tides] = [await ada.room('general'), await ada.makes('tides')];
  await Promise.all([ben.joins(tides), cem.joins(tides)]);
  await Promise.all([ada.opens(tides), ben.opens(general)]);
  const badge = (person: Person) => person.roomLink('tides').locator('.badge');
  await ada.says('@nobody and @rooms, low tide at nine');
  await ben.seesUnread('tides', 1);
  await expect(badge(ben)).toHaveCount(0);
  await ada.says('@room, the boats are in');
  await expect(badge(ben)).toHaveText('1 calls you');
  await ada.says('@here, who helps?');
  await expect(badge(ben)).toHaveText('2 call you');
  // Who was not here then is called with all others only.
  await cem.opens(general);
  await cem.seesUnread('tides', 3);
  await expect(badge(cem)).toHaveText('1 calls you');

  await ben.goesTo(tides);
  await expect(words(ben, 1)).toHaveText('@nobody and @rooms, low tide at nine');
  await expect(words(ben, 1).locator('.mention')).toHaveCount(0);
  await expect(words(ben, 2).locator('.mention[data-you]')).toHaveText('@room');
  await expect(words(ben, 3).locator('.mention[data-you]')).toHaveText('@here');
});

test('one’s own words stand as they were typed, until the server has read them', async ({ world }) => {
  const ada = await world.founder('Ada Marsh', { line: true });
  const ben = await world.member('Ben Ito');
  const room = await ada.room('general');
  await Promise.all([ada.opens(room), ben.opens(room)]);
  ada.line.hold();
  await ada.says('some **bold** words');
  await expect(ada.message('some **bold** words')).toHaveClass(/message--pending/);
  await expect(ada.timeline.locator('strong')).toHaveCount(0);
  ada.line.release();
  for (const person of [ada, ben]) {
    await person.sees('some bold words');
    await expect(words(person, 1).locator('strong')).toHaveText('bold');
    await expect(person.messages).toHaveCount(1);
  }
});
