import { expect, test } from '../support/test.ts';

test('a room is made, and the others find it', async ({ world }) => {
  const ada = await world.founder();
  const ben = await world.member('Ben Ito');
  await ada.page.goto('/rooms/new');
  await ada.page.getByLabel('Name').fill('Tide tables');
  await ada.page.getByLabel('Topic').fill('When to go out');
  await ada.page.getByRole('button', { name: 'Make the room' }).click();
  await expect(ada.page).toHaveURL(/\/r\/\d+-tide-tables$/);
  await expect(ada.heading).toHaveText('Tide tables');
  await expect(ada.roomLink('Tide tables')).toHaveAttribute('aria-current', 'page');

  await ben.page.goto('/rooms');
  await ben.page.getByRole('main').getByRole('link', { name: 'Tide tables' }).click();
  await expect(ben.page.getByText('When to go out').first()).toBeVisible();
  await ben.page.getByRole('button', { name: 'Join Tide tables' }).click();
  await expect(ben.composer).toBeVisible();
  await expect(ben.roomLink('Tide tables')).toBeVisible();
});

test('a name that is taken is told beside the field', async ({ world, watch }) => {
  watch.expects(/status of 4\d\d/);
  const ada = await world.founder();
  await ada.page.goto('/rooms/new');
  await ada.page.getByLabel('Name').fill('General');
  await ada.page.getByRole('button', { name: 'Make the room' }).click();
  await expect(ada.page.getByLabel('Name')).toHaveAttribute('aria-invalid', 'true');
  await expect(ada.page.getByLabel('Name')).toHaveValue('General');
});

test('a new name and topic are on every screen at once', async ({ world }) => {
  const ada = await world.founder();
  const ben = await world.member('Ben Ito');
  const room = await ada.room('general');
  const tides = await ben.makes('tides');
  await ben.opens(room);
  const aside = await world.deviceOf(ben);
  await aside.opens(tides);

  await ada.opens(room);
  await ada.page.getByRole('link', { name: 'Change name and topic' }).click();
  await ada.page.getByLabel('Name').fill('Harbour');
  await ada.page.getByLabel('Topic').fill('All that floats');
  await ada.page.getByRole('button', { name: 'Save' }).click();
  await expect(ada.page).toHaveURL(/\/r\/\d+-harbour$/);

  await expect(ben.heading).toHaveText('Harbour');
  await expect(ben.page.getByText('All that floats').first()).toBeVisible();
  await expect(ben.roomLink('Harbour')).toBeVisible();
  await expect(aside.roomLink('Harbour')).toBeVisible();
});

test('whoever joins is counted at once, and gets what is said from then on', async ({ world }) => {
  const ada = await world.founder();
  const ben = await world.member('Ben Ito');
  const room = await ada.makes('tides');
  await ada.posts(room, 'Said before');
  await Promise.all([ada.opens(room), ben.opens(room)]);
  await expect(ada.page.getByRole('link', { name: '1 member' })).toBeVisible();
  await expect(ben.messages).toHaveCount(0);
  await ben.page.getByRole('button', { name: 'Join tides' }).click();
  await expect(ada.page.getByRole('link', { name: '2 members' })).toBeVisible();
  await ben.sees('Said before');
  await ada.says('Welcome');
  await ben.sees('Welcome');
  await ben.says('Hello');
  await ada.sees('Hello');
});

test('a room that is left is gone from every device at once', async ({ world }) => {
  const ada = await world.founder();
  const [general, room] = [await ada.room('general'), await ada.makes('tides')];
  const tablet = await world.deviceOf(ada);
  await Promise.all([ada.opens(room, '?panel=people'), tablet.opens(general)]);
  await expect(tablet.roomLink('tides')).toBeVisible();
  await ada.page.getByRole('button', { name: 'Leave this room' }).click();
  await expect(ada.heading).not.toHaveText('tides');
  await expect(ada.roomLink('tides')).toHaveCount(0);
  await expect(tablet.roomLink('tides')).toHaveCount(0);
});

test('going from room to room loads no page, and Back goes back', async ({ world }) => {
  const ada = await world.founder();
  const [general, tides] = [await ada.room('general'), await ada.makes('tides')];
  await ada.posts(general, 'In general');
  await ada.posts(tides, 'In tides');
  await ada.opens(general);
  let loads = 0;
  ada.page.on('load', () => (loads += 1));
  await ada.goesTo(tides);
  await ada.sees('In tides');
  await expect(ada.page).toHaveURL(tides.path);
  await expect(ada.page).toHaveTitle(/tides/);
  await ada.page.goBack();
  await expect(ada.heading).toHaveText('general');
  await ada.sees('In general');
  await expect(ada.message('In tides')).toHaveCount(0);
  await ada.page.goForward();
  await expect(ada.heading).toHaveText('tides');
  expect(loads).toBe(0);
});

test('a room that is not there is told with a way on', async ({ world, watch }) => {
  watch.expects(/status of 404/);
  const ada = await world.founder();
  for (const path of ['/r/999', '/r/nonsense', '/r/1-general/999', '/nowhere']) {
    const answer = await ada.page.goto(path);
    expect(answer?.status(), path).toBe(404);
    await ada.page.getByRole('link', { name: 'Back to your rooms' }).click();
    await expect(ada.heading).toHaveText('general');
  }
});

test('among many rooms the open one is in view', async ({ world }) => {
  const ada = await world.founder();
  for (let no = 10; no < 40; no += 1) await ada.makes(`room ${no}`);
  await ada.opens(await ada.room('room 39'));
  await expect(ada.roomLink('room 39')).toBeInViewport();
});
