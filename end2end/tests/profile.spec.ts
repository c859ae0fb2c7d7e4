import { picture } from '../support/pictures.ts';
import { expect, test } from '../support/test.ts';

test('another name, a picture and a status are seen by others without a reload', async ({ world }) => {
  const ada = await world.founder();
  const ben = await world.member('Ben Ito');
  const general = await ada.room('general');
  await ada.posts(general, 'High water at six');
  await ben.opens(general, '?panel=people');
  await ada.opens(general);
  await ada.page.getByRole('button', { name: 'Your account' }).click();
  await ada.page.getByRole('link', { name: 'Profile and status' }).click();
  await ada.page.getByLabel('Your name').fill('Zoë Marsh');
  await ada.page.getByLabel('What you do here').fill('Tide tables');
  await ada.page.getByRole('button', { name: 'Save' }).click();
  await expect(ada.page.getByRole('status')).toContainText('It is changed');
  await expect(ben.messageNo(1)).toContainText('Zoë Marsh');
  await expect(ben.people).toContainText('Zoë Marsh');
  await expect(ben.people).not.toContainText('Ada');

  const { name, mimeType, buffer } = picture('me.png');
  await ada.page.getByLabel('A PNG, a JPEG or a GIF').setInputFiles({ name, mimeType, buffer });
  await ada.page.getByRole('button', { name: 'Show this picture' }).click();
  const face = ben.messageNo(1).locator('.avatar img');
  await expect(face).toBeVisible();
  await expect.poll(() => face.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(192);

  await ada.page.getByLabel('Emoji').fill(':ship:');
  await ada.page.getByLabel('In a few words').fill('At sea');
  await ada.page.getByLabel('How long').selectOption('4 hours');
  await ada.page.getByLabel('Do not disturb').check();
  await ada.page.getByRole('button', { name: 'Show it' }).click();
  await expect(ben.people).toContainText('🚢 At sea');
  await ben.people.getByRole('link', { name: 'Zoë Marsh' }).click();
  await expect(ben.page.getByRole('heading', { name: 'Zoë Marsh' })).toBeVisible();
  await expect(ben.page.getByRole('main')).toContainText('🚢 At sea · Do not disturb until');
  await expect(ben.page.getByRole('main')).toContainText('Tide tables');
  await ben.page.getByRole('button', { name: 'Write to them' }).click();
  await expect(ben.heading).toContainText('Zoë Marsh');
  // The account menu of her own pages follows, too.
  await ada.opens(general);
  await expect(ada.sidebar).toContainText('Zoë Marsh');
  await ada.says('Under the new name');
  await expect(ada.messageNo(2)).toContainText('Zoë Marsh');
});

test('a profile is written without script', async ({ world, watch }) => {
  const ada = await world.founder('Ada Marsh', { javaScriptEnabled: false });
  const general = await ada.room('general');
  await ada.page.goto('/settings/profile');
  await ada.page.getByLabel('In a few words').fill('Counting waders');
  await ada.page.getByRole('button', { name: 'Show it' }).click();
  watch.expects(/status of 422/);
  await ada.page.getByLabel('Your time zone').fill('Mars/Olympus');
  await ada.page.getByRole('button', { name: 'Save' }).click();
  await expect(ada.page.getByText('There is no such time zone')).toBeVisible();
  await expect(ada.page.getByLabel('Your time zone')).toHaveValue('Mars/Olympus');
  await ada.page.getByLabel('Your time zone').fill('Asia/Tokyo');
  await ada.page.getByRole('button', { name: 'Save' }).click();
  const { name, mimeType, buffer } = picture('me.png');
  await ada.page.getByLabel('A PNG, a JPEG or a GIF').setInputFiles({ name, mimeType, buffer });
  await ada.page.getByRole('button', { name: 'Show this picture' }).click();
  await expect(ada.page.getByText('It is changed')).toBeVisible();
  await ada.page.goto(`${general.path}?panel=people`);
  await expect(ada.people).toContainText('Counting waders');
  await expect(ada.people.locator('.avatar img')).toBeVisible();
  await ada.page.goto('/settings/profile');
  await ada.page.getByRole('button', { name: 'Show my initials' }).click();
  await ada.page.getByRole('button', { name: 'Take it away' }).click();
  await ada.page.goto(`${general.path}?panel=people`);
  await expect(ada.people).not.toContainText('Counting waders');
  await expect(ada.people.locator('.avatar img')).toHaveCount(0);
});
