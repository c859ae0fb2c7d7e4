import { expect, test } from '../support/test.ts';

test('somebody signs out and in again', async ({ world }) => {
  const ada = await world.founder();
  await ada.opens(await ada.room('general'));
  await ada.signsOut();
  await expect(ada.page).toHaveURL(/\/sign-in/);
  await ada.signsIn();
  await expect(ada.heading).toHaveText('general');
});

test('a wrong password and an unknown address are refused in the same words', async ({ world, watch }) => {
  watch.expects(/status of 4\d\d/);
  await world.founder();
  const words = [];
  for (const email of ['ada.marsh@example.org', 'nobody@example.org']) {
    const eve = await world.stranger('Eve');
    eve.account.email = email;
    await eve.signsIn('not her password');
    words.push(await eve.page.getByRole('alert').innerText());
    await expect(eve.page.getByLabel('Email')).toHaveValue(email);
    await expect(eve.page.getByLabel('Password')).toHaveValue('');
  }
  expect(words[0]).toBe(words[1]);
  expect(words[0]).not.toBe('');
});

test('a link into a room leads through the door to the room', async ({ world }) => {
  const ada = await world.founder();
  const room = await ada.makes('Tide tables');
  await ada.posts(room, 'High water at nine');
  const tablet = await world.stranger(ada.name);
  await tablet.page.goto(`${room.path}/1`);
  await expect(tablet.page).toHaveURL(/\/sign-in\?next=/);
  await tablet.signsIn();
  await expect(tablet.page).toHaveURL(`${room.path}/1`);
  await tablet.sees('High water at nine');
});

test('the way on from the door never leaves Snug', async ({ world }) => {
  await world.founder();
  for (const next of ['//example.org/', 'https://example.org/', '/\\example.org']) {
    const ada = await world.stranger('Ada Marsh');
    await ada.page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
    await ada.signsIn();
    await expect(ada.heading).toHaveText('general');
  }
});

test('a join link makes an account, and a renewed one closes it', async ({ world, watch }) => {
  watch.expects(/status of 404/);
  const ada = await world.founder();
  const link = await world.joinLink();
  const ben = await world.stranger('Ben Ito');
  await ben.joinsBy(link);
  await expect(ben.heading).toHaveText('general');

  // Her first page: no older one can say so.
  const live = ada.socket.nextLive();
  await ada.page.goto('/invite');
  await live;
  const shown = ada.page.getByLabel('Link to join');
  await expect(shown).toHaveValue(link);
  await ada.context.grantPermissions(['clipboard-read']);
  await ada.page.getByRole('button', { name: 'Copy the link' }).click();
  await expect(ada.page.getByRole('button', { name: 'Copied' })).toBeVisible();
  expect(await ada.page.evaluate(() => navigator.clipboard.readText())).toBe(link);
  await ada.page.getByRole('button', { name: 'Make a new link' }).click();
  await expect(shown).not.toHaveValue(link);

  const eve = await world.stranger('Eve');
  await eve.page.goto(new URL(link).pathname);
  await expect(eve.page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(eve.page.getByRole('button', { name: 'Join' })).toHaveCount(0);
});

test('signing out ends every tab of the browser', async ({ world }) => {
  const ada = await world.founder();
  const room = await ada.room('general');
  await ada.opens(room);
  const other = await ada.context.newPage();
  await other.goto(room.path);
  await ada.signsOut();
  await expect(other).toHaveURL(/\/sign-in/);
});
