import { expect, test } from '../support/test.ts';

test('a room is archived before everyone’s eyes, and brought back', async ({ world }) => {
  const ada = await world.founder();
  const ben = await world.member('Ben Ito');
  const general = await ada.room('general');
  await ada.posts(general, 'The last word');
  await ben.opens(general);
  await expect(ben.composer).toBeVisible();
  await ada.page.goto(`${general.path}/edit`);
  await ada.page.getByRole('button', { name: 'Archive the room' }).click();
  await expect(ada.page.getByText('This room is archived')).toBeVisible();
  // Without a reload.
  await expect(ben.page.getByText('This room is archived')).toBeVisible();
  await expect(ben.composer).toHaveCount(0);
  await expect(ben.page.getByRole('button', { name: 'Bring it back' })).toHaveCount(0);
  await ben.messageNo(1).hover();
  await expect(ben.page.locator('#toolbar').getByRole('button', { name: 'More', exact: true })).toBeVisible();
  await expect(ben.page.locator('#toolbar').getByRole('button', { name: 'Reply', exact: true })).toHaveCount(0);
  // It stands in no sidebar but that of who looks at it.
  await ben.page.goto('/rooms');
  await expect(ben.roomLink('general')).toHaveCount(0);
  await expect(ben.page.getByRole('heading', { name: 'Archived' })).toBeVisible();
  await ben.page.getByRole('link', { name: 'Open general' }).click();
  await expect(ben.page.getByText('This room is archived')).toBeVisible();
  await ada.page.getByRole('button', { name: 'Bring it back' }).click();
  await expect(ben.composer).toBeVisible();
  await ben.says('And another');
  await ada.sees('And another');
});

test('who posts is chosen without script, and seen at once with it', async ({ world }) => {
  const ada = await world.founder('Ada Marsh', { javaScriptEnabled: false });
  const ben = await world.member('Ben Ito');
  const general = await ada.room('general');
  await ben.opens(general);
  await ada.page.goto(`${general.path}/edit`);
  await ada.page.getByLabel('Only some people post').check();
  await ada.page.getByRole('button', { name: 'Save' }).click();
  await expect(ben.page.getByText('Only some people post here')).toBeVisible();
  await expect(ben.composer).toHaveCount(0);
  await ada.page.goto(`${general.path}?panel=people`);
  await ada.page.getByRole('button', { name: 'Let Ben Ito post' }).click();
  await expect(ada.people).toContainText('posts');
  await expect(ben.composer).toBeVisible();
  await ben.says('My turn');
  // A page without script shows what had come when it was asked for.
  await ben.sees('My turn');
  await ada.page.reload();
  await expect(ada.page.getByText('My turn')).toBeVisible();
});
