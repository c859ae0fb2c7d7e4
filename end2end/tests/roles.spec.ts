import { expect, test } from '../support/test.ts';

test('somebody becomes a guest and an admin, and every screen offers what they can do', async ({ world }) => {
  const ada = await world.founder();
  const ben = await world.member('Ben Ito');
  const general = await ada.room('general');
  await ben.opens(general);
  await expect(ben.sidebar.getByRole('link', { name: 'Browse rooms' })).toBeVisible();
  await ada.page.goto('/people');
  await ada.page.getByRole('link', { name: 'Change the role of Ben Ito' }).click();
  await ada.page.getByLabel('Guest').check();
  await ada.page.getByRole('button', { name: 'Save' }).click();
  await expect(ada.page.getByRole('main').getByRole('listitem').filter({ hasText: 'Ben Ito' })).toContainText('Guest');
  // Without a reload.
  for (const name of ['Browse rooms', 'Invite people', 'Make a room'])
    await expect(ben.sidebar.getByRole('link', { name })).toHaveCount(0);
  await expect(ben.page.getByRole('link', { name: 'Change name and topic' })).toHaveCount(0);
  await ben.says('Still here');
  await ben.sees('Still here');
  await ada.page.getByRole('link', { name: 'Change the role of Ben Ito' }).click();
  await ada.page.getByLabel('Admin').check();
  await ada.page.getByRole('button', { name: 'Save' }).click();
  await expect(ben.sidebar.getByRole('link', { name: 'Browse rooms' })).toBeVisible();
  await expect(ben.page.getByRole('link', { name: 'Change name and topic' })).toBeVisible();
  // What others said is theirs to take away now.
  await ada.posts(general, 'A slip');
  await ben.sees('A slip');
  await ben.messageNo(2).hover();
  await ben.page.locator('#toolbar').getByRole('button', { name: 'More', exact: true }).click();
  await expect(ben.page.locator('#toolbar').getByRole('button', { name: 'Delete' })).toBeVisible();
});

test('a role is given without script', async ({ world }) => {
  const ada = await world.founder('Ada Marsh', { javaScriptEnabled: false });
  await world.member('Ben Ito');
  await ada.page.goto('/people');
  await ada.page.getByRole('link', { name: 'Change the role of Ben Ito' }).click();
  await expect(ada.page.getByLabel('Member')).toBeChecked();
  await ada.page.getByLabel('Admin').check();
  await ada.page.getByRole('button', { name: 'Save' }).click();
  await expect(ada.page.getByRole('main').getByRole('listitem').filter({ hasText: 'Ben Ito' })).toContainText('Admin');
});
