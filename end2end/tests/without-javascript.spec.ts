import { type Person } from '../support/person.ts';
import { expect, test } from '../support/test.ts';

const WITHOUT = { javaScriptEnabled: false };

/** Writes a message and presses the button: a form and a new page. */
async function says(person: Person, text: string): Promise<void> {
  await person.composer.fill(text);
  await person.page.getByRole('button', { name: 'Send', exact: true }).click();
}

test('a workspace is made, talked in and left', async ({ world }) => {
  const ada = await world.stranger('Ada Marsh', WITHOUT);
  await ada.firstRun();
  await expect(ada.heading).toHaveText('general');
  await says(ada, 'Nobody here runs a script\nand yet there are two lines');
  await expect(ada.page).toHaveURL(/\/r\/\d+-general#m1$/);
  expect(await ada.bodies.innerText()).toBe('Nobody here runs a script\nand yet there are two lines');
  await expect(ada.composer).toHaveValue('');

  await ada.page.getByRole('link', { name: 'Invite people' }).first().click();
  const link = await ada.page.getByLabel('Link to join').inputValue();
  const ben = await world.stranger('Ben Ito', WITHOUT);
  await ben.joinsBy(link);
  await expect(ben.bodies).toHaveText('Nobody here runs a script and yet there are two lines');

  await ada.page.getByRole('link', { name: 'Make a room' }).click();
  await ada.page.getByLabel('Name').fill('tides');
  await ada.page.getByRole('button', { name: 'Make the room' }).click();
  await expect(ada.heading).toHaveText('tides');
  await says(ada, 'High water at nine');

  await ben.page.getByRole('link', { name: 'Browse rooms' }).click();
  await ben.page.getByRole('button', { name: 'Join tides' }).click();
  await expect(ben.heading).toHaveText('tides');
  await expect(ben.message('High water at nine')).toBeVisible();

  await ben.page.getByRole('link', { name: 'Change name and topic' }).click();
  await ben.page.getByLabel('Topic').fill('When to go out');
  await ben.page.getByRole('button', { name: 'Save' }).click();
  await expect(ben.page.getByText('When to go out').first()).toBeVisible();

  await ben.page.getByRole('link', { name: '2 members' }).click();
  await expect(ben.people).toContainText('Ada Marsh');
  await ben.people.getByRole('link', { name: 'Close people' }).click();
  await expect(ben.people).toHaveCount(0);
  await ben.page.getByRole('link', { name: '2 members' }).click();
  await ben.people.getByRole('button', { name: 'Leave this room' }).click();
  await expect(ben.roomLink('tides')).toHaveCount(0);
  await ada.page.goto('/');
  await ada.page.goto((await ada.room('tides')).path);
  await expect(ada.page.getByRole('link', { name: '1 member' })).toBeVisible();
});

test('history is turned page by page, and back', async ({ world }) => {
  const ada = await world.founder('Ada Marsh', WITHOUT);
  const room = await ada.room('general');
  for (let no = 1; no <= 120; no += 1) await ada.posts(room, `Message ${no}`);
  await ada.page.goto(room.path);
  await expect(ada.messageNo(120)).toBeInViewport();
  const seen = new Set(await ada.numbers());
  const older = ada.page.getByRole('link', { name: 'Older messages' });
  while (await older.isVisible()) {
    await older.click();
    // A click waits for the beginning of the next page, not for all of it.
    await ada.page.waitForLoadState();
    for (const no of await ada.numbers()) seen.add(no);
  }
  expect(seen.size).toBe(120);
  await expect(ada.messageNo(1)).toBeAttached();
  await ada.page.getByRole('link', { name: 'Newer messages' }).click();
  await ada.page.waitForLoadState();
  const numbers = await ada.numbers();
  expect(numbers).toEqual(numbers.map((_, i) => (numbers[0] ?? 0) + i));
  await ada.page.goto(`${room.path}/60`);
  await expect(ada.messageNo(60)).toBeAttached();
});

test('what is unread is marked, and read by a button', async ({ world }) => {
  const ada = await world.founder('Ada Marsh', WITHOUT);
  const ben = await world.member('Ben Ito', WITHOUT);
  const [general, tides] = [await ada.room('general'), await ada.makes('tides')];
  await ben.joins(tides);
  await ben.posts(tides, 'Look here');
  await ada.page.goto(general.path);
  await ada.seesUnread('tides', 1);
  await ada.roomLink('tides').click();
  await expect(ada.message('Look here')).toBeVisible();
  await ada.page.getByRole('button', { name: 'Mark as read' }).click();
  await ada.page.goto(general.path);
  await ada.seesRead('tides');
});

test('a form that is sent twice says it once', async ({ world }) => {
  const ada = await world.founder('Ada Marsh', WITHOUT);
  const room = await ada.room('general');
  await ada.page.goto(room.path);
  const form = { cid: await ada.page.locator('input[name=cid]').inputValue(), body: 'An impatient double click' };
  const path = `${room.path}/messages`;
  const ways = await Promise.all([ada.submits(path, form), ada.submits(path, form)]);
  expect(ways).toEqual([`${room.path}#m1`, `${room.path}#m1`]);
  await ada.page.goto(room.path);
  await expect(ada.messages).toHaveCount(1);
});

test('what cannot be sent comes back with the reason', async ({ world, watch }) => {
  watch.expects(/status of 4\d\d/);
  const ada = await world.founder('Ada Marsh', WITHOUT);
  await ada.page.goto((await ada.room('general')).path);
  const long = 'x'.repeat(16 * 1024 + 1);
  await says(ada, long);
  await expect(ada.page.getByRole('alert')).toContainText('16384');
  await expect(ada.composer).toHaveValue(long);
});

test('a message is answered, marked, pinned, changed and deleted by forms', async ({ world }) => {
  const ada = await world.founder('Ada Marsh', WITHOUT);
  const room = await ada.room('general');
  await ada.posts(room, 'Low **tide** at ten');
  await ada.page.goto(room.path);
  await expect(ada.timeline.locator('strong')).toHaveText('tide');
  await ada.messageNo(1).getByRole('link', { name: /\d\d:\d\d/ }).first().click();
  await ada.page.getByRole('button', { name: 'React with 👍' }).click();
  await expect(ada.messageNo(1).getByRole('button', { name: /Ada Marsh reacted with 👍/ })).toBeVisible();
  await ada.page.getByRole('button', { name: 'Take 👍 back' }).click();
  await expect(ada.messageNo(1).getByRole('button', { name: /reacted with/ })).toHaveCount(0);
  await ada.page.getByRole('link', { name: 'All emoji' }).click();
  await ada.page.getByRole('link', { name: 'Food' }).click();
  await ada.page.getByRole('button', { name: 'avocado' }).click();
  await expect(ada.messageNo(1).getByRole('button', { name: /Ada Marsh reacted with 🥑/ })).toBeVisible();
  await ada.page.getByRole('button', { name: 'Pin it in this room' }).click();
  await ada.page.getByRole('link', { name: 'Pinned messages' }).click();
  await expect(ada.page.getByRole('complementary', { name: 'Pinned messages' })).toContainText('Low tide at ten');

  await ada.page.goto(`${room.path}/1`);
  await ada.page.getByRole('link', { name: 'Reply' }).click();
  await expect(ada.page.locator('.mode-line')).toContainText('Low tide at ten');
  await says(ada, 'Then we have time');
  await expect(ada.messageNo(2).locator('.quoted')).toContainText('Low tide at ten');

  await ada.page.goto(`${room.path}/1`);
  await ada.page.getByRole('link', { name: 'Change the text' }).click();
  await ada.page.getByLabel('What it says').fill('Low tide at nine');
  await ada.page.getByRole('button', { name: 'Save' }).click();
  await expect(ada.messageNo(1)).toContainText('Low tide at nine');
  await ada.page.getByRole('link', { name: 'What it said before' }).click();
  await expect(ada.page.getByText('Low **tide** at ten')).toBeVisible();
  await ada.page.getByRole('link', { name: 'Back to the message' }).click();
  await ada.page.getByRole('button', { name: 'Delete for everyone' }).click();
  await expect(ada.messageNo(1)).toContainText('This message was deleted.');
});

test('what calls somebody, and what is unread, are pages', async ({ world }) => {
  const ada = await world.founder('Ada Marsh');
  const ben = await world.member('Ben Ito', WITHOUT);
  const room = await ada.room('general');
  await ada.posts(room, 'Nobody is called here');
  await ada.posts(room, '@ben, look');
  await ben.page.goto('/unread');
  await expect(ben.page.locator('.waiting')).toContainText('2 messages');
  await ben.page.getByRole('button', { name: 'Mark as read' }).click();
  await ben.page.goto('/unread');
  await expect(ben.page.getByText('You have read everything.')).toBeVisible();
  await ben.page.getByRole('link', { name: 'Mentions' }).click();
  await ben.page.getByRole('main').getByRole('link', { name: /\d\d:\d\d/ }).click();
  await ben.page.getByRole('button', { name: 'Mark as unread from here' }).click();
  await expect(ben.page.locator('.waiting')).toContainText('1 message');
  await expect(ben.page.locator('.waiting')).not.toContainText('Nobody');
});

test('how others see one is chosen by a form', async ({ world }) => {
  const ada = await world.founder('Ada Marsh', WITHOUT);
  const ben = await world.member('Ben Ito', WITHOUT);
  await ada.page.goto('/settings/profile');
  await ada.page.getByRole('radio', { name: /^Away/ }).check();
  await ada.page.getByRole('textbox', { name: 'In a few words' }).fill('On the boat');
  await ada.page.getByRole('button', { name: 'Show it' }).click();
  await expect(ada.page.getByText('It is changed.')).toBeVisible();
  await expect(ada.page.getByRole('radio', { name: /^Away/ })).toBeChecked();
  await expect(ada.sidebar.getByText('Shown as away')).toBeVisible();
  await ben.page.goto('/people/1');
  await expect(ben.page.getByRole('main')).toContainText('On the boat');
});

test('devices are listed and signed out, and oneself too', async ({ world }) => {
  const ada = await world.founder('Ada Marsh', WITHOUT);
  const other = await world.deviceOf(ada, WITHOUT);
  await ada.page.goto('/');
  await ada.page.getByRole('button', { name: 'Your account' }).click();
  await ada.page.getByRole('link', { name: 'Your devices' }).click();
  await ada.page.getByRole('button', { name: /^Sign out \w/ }).click();
  await expect(ada.page.getByRole('main').getByRole('listitem')).toHaveCount(1);
  await other.page.goto('/');
  await expect(other.page).toHaveURL(/\/sign-in/);
  await ada.signsOut();
  await expect(ada.page).toHaveURL(/\/sign-in/);
  await ada.signsIn();
  await expect(ada.heading).toHaveText('general');
});

test('on a phone the rooms are a drawer that opens and closes', async ({ world }) => {
  const ada = await world.founder('Ada Marsh', { ...WITHOUT, viewport: { width: 390, height: 844 } });
  await ada.makes('tides');
  await ada.page.goto((await ada.room('general')).path);
  await expect(ada.roomLink('tides')).toBeHidden();
  await ada.page.getByRole('button', { name: 'Open rooms' }).click();
  await ada.roomLink('tides').click();
  await expect(ada.heading).toHaveText('tides');
  await expect(ada.roomLink('tides')).toBeHidden();
});
