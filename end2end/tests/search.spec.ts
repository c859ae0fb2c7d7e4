import { expect, test } from '../support/test.ts';

test('what the one says the other finds at once, and goes to it', async ({ world }) => {
  const ada = await world.founder();
  const ben = await world.member('Ben Ito');
  const general = await ada.room('general');
  await ada.opens(general);
  await ben.opens(general);
  await ada.says('The **deployment** of Tidegate is done');
  await ben.sees('The deployment of Tidegate is done');
  await ben.page.keyboard.press('Control+k');
  const box = ben.sidebar.getByRole('searchbox', { name: 'Search messages' });
  await expect(box).toBeFocused();
  await box.fill('ploy');
  await box.press('Enter');
  await expect(ben.page).toHaveTitle('ploy · Search · Saltmarsh');
  const main = ben.page.getByRole('main');
  await expect(main.locator('mark')).toHaveText('ploy');
  await expect(main.locator('.message-card')).toContainText('The deployment of Tidegate is done');
  // All of the card leads to the message.
  await main.locator('.message-card').click();
  await expect(ben.page).toHaveURL(/\/r\/\d+-general\/1#m1$/);
  await ben.sees('The deployment of Tidegate is done');
});

test('in a room one begins with the room', async ({ world }) => {
  const ada = await world.founder();
  const general = await ada.room('general');
  await ada.posts(general, 'one: red');
  await ada.posts(general, 'two: blue');
  await ada.opens(general);
  await ada.page.getByRole('button', { name: 'Search in this room' }).click();
  const box = ada.page.getByRole('main').getByRole('searchbox');
  await expect(box).toBeFocused();
  await expect(box).toHaveValue('in:"general" ');
  await ada.page.keyboard.press('End');
  await ada.page.keyboard.insertText('blue');
  await ada.page.keyboard.press('Enter');
  await expect(ada.page.getByRole('main').locator('.message-card')).toHaveCount(1);
  await expect(ada.page.getByRole('main').locator('mark')).toHaveText('blue');
});

test('without script, too', async ({ world }) => {
  const ada = await world.founder('Ada Marsh', { javaScriptEnabled: false });
  const general = await ada.room('general');
  for (let no = 1; no <= 35; no += 1) await ada.posts(general, `Boat number ${no}`);
  await ada.page.goto(general.path);
  await ada.sidebar.getByRole('searchbox').fill('boat');
  await ada.sidebar.getByRole('searchbox').press('Enter');
  const main = ada.page.getByRole('main');
  await expect(main.locator('.message-card')).toHaveCount(30);
  await main.getByRole('link', { name: 'Older' }).click();
  await expect(main.locator('.message-card')).toHaveCount(5);
  await main.getByRole('link', { name: 'Best match' }).click();
  await expect(main.locator('.message-card')).toHaveCount(30);
  await main.getByRole('searchbox').fill('is:blue');
  await main.getByRole('button', { name: 'Search' }).click();
  await expect(main.getByRole('alert')).toContainText('“is:blue” is not known.');
  await main.getByRole('searchbox').fill('lighthouse');
  await main.getByRole('button', { name: 'Search' }).click();
  await expect(main.getByRole('status')).toContainText('Nothing was found.');
  await expect(main.getByText('How to ask')).toBeVisible();
});
