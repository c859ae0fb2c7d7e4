import { type Person, type Room } from '../support/person.ts';
import { expect, test } from '../support/test.ts';
import { type World } from '../support/world.ts';

const WITHOUT = { javaScriptEnabled: false };

/** Two people without script, who look at the room that both are in, where one has said something. */
async function two(world: World, ...said: string[]): Promise<{ ada: Person; ben: Person; general: Room }> {
  const ada = await world.founder('Ada Marsh', WITHOUT);
  const ben = await world.member('Ben Ito', WITHOUT);
  const general = await ada.room('general');
  for (const words of said) await ada.posts(general, words);
  for (const { page } of [ada, ben]) await page.goto(general.path);
  return { ada, ben, general };
}

async function presses(person: Person, name: string): Promise<void> {
  await person.page.getByRole('button', { name, exact: true }).click();
}

async function follows({ page }: Person, name: string): Promise<void> {
  await page.getByRole('link', { name, exact: true }).click();
}

/** Writes a message and presses the button: a form and a new page. */
async function says(person: Person, words: string): Promise<void> {
  await person.composer.fill(words);
  await presses(person, 'Send');
  await expect(person.message(words)).toBeVisible();
}

/** The same on a page that is older than what is so: it comes to nothing, but the words are there. */
async function saysInVain(person: Person, words: string, answer: string): Promise<void> {
  await person.composer.fill(words);
  await presses(person, 'Send');
  await expect(person.page.getByText(answer)).toBeVisible();
  await expect(person.page.getByLabel('What you wrote, to copy')).toHaveValue(words);
}

/** Ticks people on their page, and answers where that leads to. */
async function writesTo(person: Person, ...names: string[]): Promise<string> {
  await follows(person, 'Write to people');
  for (const name of names) await person.page.getByRole('checkbox', { name }).check();
  await presses(person, 'Write to them');
  await expect(person.heading).toHaveText(names.join(', '));
  return new URL(person.page.url()).pathname;
}

test('people are written to, one and several, and always in the same place', async ({ world }) => {
  const { ada, ben, general } = await two(world);
  const eve = await world.member('Eve Sand', WITHOUT);
  const alone = await writesTo(ada, 'Ben Ito');
  await says(ada, 'Between you and me');
  const together = await writesTo(ada, 'Ben Ito', 'Eve Sand');
  await says(ada, 'Among the three of us');
  await ben.page.goto(general.path);
  await ben.seesUnread('Ada Marsh, Eve Sand', 1);
  await ben.seesUnread('Ada Marsh', 1);
  await ben.sidebar.getByText('Ada Marsh', { exact: true }).click();
  await expect(ben.bodies).toHaveText(['Between you and me']);
  await says(ben, 'Nobody else hears it');
  await eve.page.goto(general.path);
  await expect(eve.sidebar.getByText('Ada Marsh', { exact: true })).toHaveCount(0);
  await eve.roomLink('Ada Marsh, Ben Ito').click();
  await expect(eve.bodies).toHaveText(['Among the three of us']);
  expect(await writesTo(ada, 'Ben Ito')).toBe(alone);
  await expect(ada.bodies).toHaveText(['Between you and me', 'Nobody else hears it']);
  expect(await writesTo(ada, 'Ben Ito', 'Eve Sand')).toBe(together);
});

test('a closed room is made, opened to somebody and closed to them again', async ({ world, watch }) => {
  watch.expects(/status of 404/);
  const { ada, ben } = await two(world);
  await follows(ada, 'Make a room');
  await ada.page.getByLabel('Name').fill('harbour');
  await ada.page.getByLabel('Only for who is invited').check();
  await presses(ada, 'Make the room');
  await says(ada, 'Behind closed doors');
  const { pathname } = new URL(ada.page.url());
  await ben.page.goto('/rooms');
  await expect(ben.page.locator('.listing__name')).toHaveText(['general']);
  await ben.page.goto(pathname);
  await expect(ben.heading).toHaveText('Nothing here');
  await follows(ada, '1 member');
  await follows(ada, 'Add people');
  await presses(ada, 'Add Ben Ito');
  await expect(ada.page.getByText('Everyone here is in this room already.')).toBeVisible();
  await follows(ada, 'Back to the room');
  await ben.page.goto('/rooms');
  await follows(ben, 'Open harbour');
  await says(ben, 'Thank you for the key');
  await expect(ben.bodies).toHaveText(['Behind closed doors', 'Thank you for the key']);
  await presses(ada, 'Take Ben Ito out');
  await expect(ada.people).not.toContainText('Ben Ito');
  await expect(ada.bodies).toHaveText(['Behind closed doors', 'Thank you for the key']);
  await saysInVain(ben, 'Who changed the lock?', 'Nothing here');
  await ben.page.goto(pathname);
  await expect(ben.heading).toHaveText('Nothing here');
  await follows(ben, 'Back to your rooms');
  await expect(ben.heading).toHaveText('general');
  await expect(ben.roomLink('harbour')).toHaveCount(0);
});

test('a room is archived and brought back by forms', async ({ world, watch }) => {
  watch.expects(/status of 403/);
  const { ada, ben } = await two(world, 'The last word');
  await follows(ada, 'Change name and topic');
  await presses(ada, 'Archive the room');
  await expect(ada.page.getByText('This room is archived')).toBeVisible();
  await saysInVain(ben, 'One more', 'This room is archived');
  await ben.page.goto('/rooms');
  await expect(ben.roomLink('general')).toHaveCount(0);
  await follows(ben, 'Open general');
  await expect(ben.page.getByText('This room is archived')).toBeVisible();
  await expect(ben.page.getByRole('button', { name: 'Bring it back' })).toHaveCount(0);
  await presses(ada, 'Bring it back');
  await expect(ada.composer).toBeVisible();
  await ben.page.goto('/rooms');
  await ben.roomLink('general').click();
  await says(ben, 'The first word again');
  await ada.page.reload();
  await expect(ada.bodies).toHaveText(['The last word', 'The first word again']);
});

test('what reaches one from a room is what the sidebar says', async ({ world }) => {
  const { ada, ben, general } = await two(world, 'For everyone', '@ben, for you');
  const chooses = async (meaning: string) => {
    await ben.page.goto(`${general.path}?panel=people`);
    await follows(ben, 'What reaches me');
    await ben.page.getByRole('radio', { name: meaning }).check();
    await presses(ben, 'Save');
    await expect(ben.heading).toHaveText('general');
    await ben.page.goto('/rooms');
  };
  await ben.page.goto('/rooms');
  await ben.seesUnread('general', 2);
  await chooses('What calls me');
  await ben.seesUnread('general', 1);
  await chooses('You look when you like');
  await ben.seesRead('general');
  await ada.posts(general, '@ben, once more');
  await ben.page.reload();
  await ben.seesRead('general');
  await chooses('It does not stand in your sidebar');
  await expect(ben.roomLink('general')).toHaveCount(0);
  await chooses('when there is something new');
  await ben.seesUnread('general', 3);
});

test('who one is and what one is about is written by forms, and read by others', async ({ world }) => {
  const { ada, ben } = await two(world, 'Under the old name');
  await presses(ada, 'Your account');
  await follows(ada, 'Profile and status');
  await ada.page.getByLabel('Emoji').fill(':ship:');
  await ada.page.getByLabel('In a few words').fill('On the boat');
  await ada.page.getByLabel('How long').selectOption('4 hours');
  await ada.page.getByLabel('Do not disturb').check();
  await presses(ada, 'Show it');
  await expect(ada.page.getByText('It is changed.')).toBeVisible();
  await ada.page.getByLabel('Your name').fill('Zoë Marsh');
  await ada.page.getByLabel('What you do here').fill('Tide tables');
  await presses(ada, 'Save');
  await expect(ada.sidebar).toContainText('Zoë Marsh');
  await ben.page.reload();
  await ben.messageNo(1).getByRole('link', { name: 'Zoë Marsh' }).click();
  await expect(ben.page).toHaveURL(/\/people\/1$/);
  const main = ben.page.getByRole('main');
  await expect(main).toContainText('Tide tables');
  await expect(main).toContainText('🚢 On the boat · Do not disturb until');
  const until = await main.locator('time').getAttribute('datetime');
  expect(Math.round((Date.parse(until ?? '') - Date.now()) / 600_000)).toBe(24);
});

test('a pin is taken off, and what was kept is done with', async ({ world }) => {
  const { ada, ben, general } = await two(world, 'Low tide at ten', 'High tide at four');
  for (const op of ['message.pin', 'message.save'])
    for (const no of [1, 2]) await ada.asks(op, { room: general.id, no, on: true });
  const pins = (person: Person) => person.page.getByRole('complementary', { name: 'Pinned messages' });
  await ben.page.goto(`${general.path}?panel=pins`);
  await pins(ben).locator('.message-card', { hasText: 'ten' }).getByRole('link', { name: /\d\d:\d\d/ }).click();
  await presses(ben, 'Take the pin off');
  await expect(ben.page.getByRole('button', { name: 'Pin it in this room' })).toBeVisible();
  await ada.page.goto(`${general.path}?panel=pins`);
  await expect(pins(ada).locator('.message-card')).toContainText(['High tide at four']);
  await expect(ada.timeline.locator('.message__mark')).toHaveText(['saved', 'pinned', 'saved']);
  await follows(ada, 'Saved');
  await presses(ada, 'Done: Low tide at ten');
  await expect(ada.page.locator('.message-card')).toContainText(['High tide at four']);
  await ada.page.goto(general.path);
  await expect(ada.timeline.locator('.message__mark')).toHaveText(['pinned', 'saved']);
});

test('a thread is begun, drafted in, left and followed by forms', async ({ world }) => {
  const { ada, ben, general } = await two(world, 'Who steers?');
  const threads = ada.sidebar.getByRole('link', { name: /^Threads/ });
  await ben.page.goto(`${general.path}/1`);
  await presses(ben, 'Reply in a thread');
  await ben.composer.fill('I might');
  await presses(ben, 'Send later, or keep as a draft');
  await presses(ben, 'Keep it as a draft');
  await expect(ben.composer).toHaveValue('I might');
  await follows(ben, 'Drafts');
  await expect(ben.page.getByRole('main')).toContainText('Thread in general');
  await follows(ben, 'Go on writing');
  await expect(ben.composer).toHaveValue('I might');
  await says(ben, 'I might, if nobody else does');
  await ada.page.goto(general.path);
  await expect(threads).toHaveAttribute('data-unread');
  await ada.messageNo(1).getByRole('link', { name: /1 reply/ }).click();
  await presses(ada, 'Following');
  await expect(ada.page.getByRole('button', { name: 'Follow', exact: true })).toBeVisible();
  await says(ben, 'Nobody?');
  await ada.page.reload();
  await expect(threads).not.toHaveAttribute('data-unread');
  await presses(ada, 'Follow');
  await expect(ada.page.getByRole('button', { name: 'Following', exact: true })).toBeVisible();
  await expect(threads).not.toHaveAttribute('data-unread');
  await says(ben, 'Then I do');
  await ada.page.goto(general.path);
  await expect(threads).toHaveAttribute('data-unread');
});

test('what was to be sent tomorrow is sent now', async ({ world }) => {
  const { ada, ben } = await two(world);
  await ada.composer.fill('High tide at four');
  await presses(ada, 'Send later, or keep as a draft');
  await ada.page.getByLabel('When to send it').selectOption('Tomorrow at 9:00');
  await presses(ada, 'Send it then');
  await expect(ada.page.getByRole('status')).toHaveText('It will be sent then.');
  await says(ben, 'When is high tide?');
  await presses(ada, 'Send it now: High tide at four');
  await expect(ada.page.getByRole('status')).toHaveText('It is sent.');
  await ben.page.reload();
  await expect(ben.bodies).toHaveText(['When is high tide?', 'High tide at four']);
});

test('what is found stands by its age, or by how well it fits, page by page', async ({ world }) => {
  const { ada, ben, general } = await two(world, 'A boat at last', 'That boat: https://example.org/boat');
  for (let no = 1; no <= 32; no += 1) await ben.posts(general, `Boathouse ${no}`);
  await ada.sidebar.getByRole('searchbox').fill('boat in:general');
  await ada.sidebar.getByRole('searchbox').press('Enter');
  const found = ada.page.locator('.search__passage');
  const houses = (from: number, to: number) => Array.from({ length: from - to + 1 }, (_, i) => `Boathouse ${from - i}`);
  const boats = ['That boat: https://example.org/boat', 'A boat at last'];
  await expect(found).toHaveText(houses(32, 3));
  await follows(ada, 'Older');
  await expect(found).toHaveText([...houses(2, 1), ...boats]);
  await follows(ada, 'Best match');
  await expect(found).toHaveText([...boats, ...houses(32, 5)]);
  await follows(ada, 'More');
  await expect(found).toHaveText(houses(4, 1));
  await ada.page.getByRole('main').getByRole('searchbox').fill('from:me has:link');
  await presses(ada, 'Search');
  await expect(found).toHaveText(boats.slice(0, 1));
});

test('everything that is typed with marks is shown without them', async ({ world }) => {
  const { ada, ben } = await two(world);
  const line = '~~Monday~~ **Tuesday** at `noon` by [the map](https://example.org/map) :ship:';
  const blocks = ['# Plan', '> Come early', '- boots\n- *warm* coat', '3. go out\n4. come back', '```rust\nlet tide = 9;\n```', line];
  await ada.composer.fill(blocks.join('\n\n'));
  await presses(ada, 'Send');
  await expect(ada.messageNo(1)).toBeVisible();
  await ada.composer.fill(':ship:');
  await presses(ada, 'Send');
  await expect(ada.message('🚢')).toHaveCount(1);
  await ben.page.reload();
  await expect(ben.bodies).toHaveText([/Monday Tuesday at noon by the map 🚢$/, '🚢']);
  const shown: [string, ...string[]][] = [
    ['.nodes__heading', 'Plan'], ['blockquote', 'Come early'], ['ul > li em', 'warm'], ['ol[start="3"] > li', 'go out', 'come back'],
    ['pre', 'let tide = 9;'], ['s', 'Monday'], ['strong', 'Tuesday'], ['p > code', 'noon'], ['a[href="https://example.org/map"]', 'the map'],
  ];
  for (const [of, ...texts] of shown) await expect(ben.bodies.first().locator(of)).toHaveText(texts);
  await expect(ben.bodies.first()).not.toHaveClass(/--emoji/);
  await expect(ben.bodies.last()).toHaveClass(/--emoji/);
});

test('a link leads to the first unread message, on this page or an earlier one', async ({ world }) => {
  const { ada, ben, general } = await two(world, 'Read by who says it');
  const posts = async (from: number, to: number) => {
    for (let no = from; no <= to; no += 1) await ben.posts(general, `Message ${no}`);
  };
  const jump = ada.page.getByRole('link', { name: 'Jump to the first unread' });
  await posts(2, 71);
  await ada.page.reload();
  await expect(ada.messageNo(71)).toBeInViewport();
  await jump.click();
  await expect(ada.page).toHaveURL(/\/2\?new#m2$/);
  await expect(ada.page.locator('#new + #m2')).toBeInViewport();
  await presses(ada, 'Mark as read');
  await expect(ada.messageNo(71)).toBeInViewport();
  await expect(jump).toHaveCount(0);
  await posts(72, 111);
  await ada.page.reload();
  await expect(ada.messageNo(72)).not.toBeInViewport();
  await jump.click();
  await expect(ada.page.locator('#new + #m72')).toBeInViewport();
  await expect(ada.messageNo(111)).not.toBeInViewport();
});
