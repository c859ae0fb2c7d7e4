import { conversation } from '../support/conversation.ts';
import type { Person } from '../support/person.ts';
import { expect, test } from '../support/test.ts';

/** Opens the tools of a message by the pointer and presses one of them. */
async function uses(person: Person, text: string, tool: string): Promise<void> {
  await person.message(text).hover();
  await person.page.locator('#toolbar').getByRole('button', { name: tool, exact: true }).click();
}

test('what is marked is shown as marked, and never as markup', async ({ world }) => {
  const me = await world.founder();
  const room = await me.room('general');
  await me.opens(room);
  await me.says('a **bold** and *stressed* word, `code`, ~~gone~~ and https://example.org/x');
  const said = me.messages.last();
  await expect(said.locator('strong')).toHaveText('bold');
  await expect(said.locator('em')).toHaveText('stressed');
  await expect(said.locator('s')).toHaveText('gone');
  await expect(said.locator('code')).toHaveText('code');
  await expect(said.getByRole('link', { name: 'https://example.org/x' })).toHaveAttribute('rel', /noopener/);
  await me.says('```rust\nlet x = 1;\n```');
  await expect(me.messages.last().locator('pre [data-tint=keyword]')).toHaveText('let');
  await me.says('<b>bold?</b> <img src=x onerror=alert(1)>');
  await me.sees('<b>bold?</b> <img src=x onerror=alert(1)>');
  await expect(me.timeline.locator('img')).toHaveCount(0);
  // The page of the server shows the same.
  await me.page.reload();
  await expect(me.timeline.locator('strong')).toHaveText('bold');
  await expect(me.timeline.locator('pre [data-tint=keyword]')).toHaveText('let');
});

test('a text can be changed, by the menu and by ArrowUp, and others see that it was', async ({ world }) => {
  const ada = await world.founder();
  const ben = await world.member('Ben Ito');
  const room = await ada.room('general');
  await Promise.all([ada.opens(room), ben.opens(room)]);
  await ada.says('Low tide at ten');
  await ada.sees('Low tide at ten');
  await ada.composer.fill('A draft');
  await uses(ada, 'Low tide at ten', 'More');
  await ada.page.getByRole('button', { name: 'Change the text' }).click();
  await expect(ada.composer).toHaveValue('Low tide at ten');
  await ada.composer.fill('Low tide at nine');
  await ada.composer.press('Enter');
  await Promise.all([ada.sees('Low tide at nine'), ben.sees('Low tide at nine')]);
  await expect(ben.message('Low tide at nine')).toContainText('changed');
  await expect(ada.composer).toHaveValue('A draft');

  await ada.composer.fill('');
  await ada.composer.press('ArrowUp');
  await expect(ada.composer).toHaveValue('Low tide at nine');
  await ada.composer.press('Escape');
  await expect(ada.composer).toHaveValue('');
  await ada.composer.press('ArrowUp');
  await ada.composer.fill('Low tide at eight');
  await ada.composer.press('Enter');
  await ben.sees('Low tide at eight');

  await uses(ben, 'Low tide at eight', 'More');
  await ben.page.getByRole('link', { name: 'What it said before' }).click();
  await expect(ben.page.getByText('Low tide at ten')).toBeVisible();
});

test('reactions come and go, and everyone sees whose they are', async ({ world }) => {
  const ada = await world.founder();
  const ben = await world.member('Ben Ito');
  const room = await ada.room('general');
  await Promise.all([ada.opens(room), ben.opens(room)]);
  await ada.says('Done');
  await ben.sees('Done');
  await uses(ben, 'Done', 'React with 👍');
  const chip = (person: Person) => person.message('Done').getByRole('list', { name: 'Reactions' }).getByRole('button');
  await expect(chip(ada)).toHaveAccessibleName(/Ben Ito reacted with 👍/);
  await expect(chip(ada)).toHaveAttribute('aria-pressed', 'false');
  await chip(ada).click();
  await expect(chip(ben)).toHaveText(/2/);
  await expect(chip(ada)).toHaveAttribute('aria-pressed', 'true');
  await chip(ada).click();
  await expect(chip(ben)).toHaveText(/1/);
  await chip(ben).click();
  await expect(chip(ada)).toHaveCount(0);
});

test('any emoji is found by its name, and given', async ({ world }) => {
  const ada = await world.founder();
  const ben = await world.member('Ben Ito');
  const room = await ada.room('general');
  await Promise.all([ada.opens(room), ben.opens(room)]);
  await ada.says('Done');
  await ben.sees('Done');
  await uses(ben, 'Done', 'More emoji');
  await ben.page.getByRole('link', { name: 'All emoji' }).click();
  await expect(ben.page.getByRole('button', { name: 'grinning', exact: true })).toBeVisible();
  await ben.page.getByLabel('What the emoji is called').fill('lobster');
  await ben.page.keyboard.press('Enter');
  await ben.page.getByRole('button', { name: 'lobster' }).click();
  for (const person of [ada, ben]) {
    await expect(person.message('Done').getByRole('button', { name: /Ben Ito reacted with 🦞/ })).toBeVisible();
  }
});

test('an answer quotes what it answers', async ({ world }) => {
  const ada = await world.founder();
  const ben = await world.member('Ben Ito');
  const room = await ada.room('general');
  await Promise.all([ada.opens(room), ben.opens(room)]);
  await ada.says('Shall we sail?');
  await ben.sees('Shall we sail?');
  await uses(ben, 'Shall we sail?', 'Reply');
  await expect(ben.page.locator('.mode-line')).toContainText('Shall we sail?');
  await expect(ben.composer).toBeFocused();
  await ben.says('Yes');
  await expect(ben.page.locator('.mode-line')).toHaveCount(0);
  const quoted = ada.message('Yes').locator('.quoted');
  await expect(quoted).toContainText('Shall we sail?');
  await expect(ben.message('Yes').locator('.quoted')).toContainText('Shall we sail?');
  await quoted.click();
  await expect(ada.page).toHaveURL(/#m1$/);
});

test('a deleted message is gone for everyone, after a question', async ({ world }) => {
  const ada = await world.founder();
  const ben = await world.member('Ben Ito');
  const room = await ada.room('general');
  await Promise.all([ada.opens(room), ben.opens(room)]);
  await ben.says('A mistake');
  await ada.sees('A mistake');
  await uses(ben, 'A mistake', 'More');
  await ben.page.getByRole('button', { name: 'Delete' }).click();
  await expect(ben.page.getByText('Delete it for everyone?')).toBeVisible();
  await ada.sees('A mistake');
  await ben.page.getByRole('button', { name: 'Delete' }).click();
  await ada.sees('This message was deleted.');
  await expect(ada.message('A mistake')).toHaveCount(0);
});

test('what is pinned is found again in the panel', async ({ world }) => {
  const ada = await world.founder();
  const ben = await world.member('Ben Ito');
  const room = await ada.room('general');
  await Promise.all([ada.opens(room), ben.opens(room)]);
  const panel = ben.page.getByRole('complementary', { name: 'Pinned messages' });
  await ben.page.getByRole('link', { name: 'Pinned messages' }).click();
  await expect(panel).toContainText('Nothing is pinned here yet');
  await ada.says('Read me first');
  await ada.sees('Read me first');
  await uses(ada, 'Read me first', 'More');
  await ada.page.getByRole('button', { name: 'Pin it in this room' }).click();
  await expect(panel).toContainText('Read me first');
  await expect(ben.message('Read me first').first()).toContainText('pinned');
  await ben.page.goto(`${room.path}?panel=pins`);
  await expect(panel).toContainText('Read me first');
});

test('messages are reached and used by keys alone', async ({ world }) => {
  const { me, room } = await conversation(world);
  await me.posts(room, 'First');
  await me.posts(room, 'Second');
  await me.opens(room);
  await me.timeline.focus();
  await me.page.keyboard.press('Enter');
  await expect(me.message('Second')).toBeFocused();
  await me.page.keyboard.press('ArrowUp');
  await expect(me.message('First')).toBeFocused();
  await me.page.keyboard.press('r');
  await expect(me.page.locator('.mode-line')).toContainText('First');
  await expect(me.composer).toBeFocused();
  await me.page.keyboard.press('Escape');
  await expect(me.page.locator('.mode-line')).toHaveCount(0);
});

test('what is behind a link stands beneath it, as a stranger’s words', async ({ world }) => {
  const ada = await world.founder();
  const ben = await world.member('Ben Ito');
  const room = await ada.room('general');
  // Tests reach no page of the internet, so what the server would find there is put into what it says.
  const url = 'https://example.org/tides';
  const preview = { url, site: 'example.org', title: 'Tide <b>tables</b>', text: 'For every day of the year' };
  await ben.page.routeWebSocket('**/socket', (socket) => {
    const server = socket.connectToServer();
    server.onMessage((text) => {
      const frame = JSON.parse(text.toString()) as { e?: string; d?: { message?: object } };
      if (frame.e === 'message.edited' && frame.d?.message) Object.assign(frame.d.message, { preview });
      socket.send(JSON.stringify(frame));
    });
  });
  await ben.page.goto(room.path);
  await ben.isAlive();
  const { no } = await ada.posts(room, `Look: ${url}`);
  await ben.sees(`Look: ${url}`);
  await expect(ben.page.getByRole('complementary', { name: 'About the link' })).toHaveCount(0);
  await ada.asks('message.edit', { room: room.id, no, base_rev: 0, body: `Look here: ${url}` });
  const card = ben.page.getByRole('complementary', { name: 'About the link: example.org' });
  await expect(card).toContainText('example.org');
  await expect(card).toContainText('For every day of the year');
  await expect(card.getByRole('link', { name: 'Tide <b>tables</b>' })).toHaveAttribute('href', url);
  await expect(card.getByRole('link')).toHaveAttribute('rel', 'noopener noreferrer nofollow');
});
