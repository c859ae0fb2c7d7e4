import { expect, test } from '../support/test.ts';

test('the first visitor makes the workspace and can write at once', async ({ world }) => {
  const ada = await world.stranger('Ada Marsh');
  await ada.firstRun('Saltmarsh');
  await expect(ada.page).toHaveURL(/\/r\/\d+-general$/);
  await expect(ada.heading).toHaveText('general');
  await expect(ada.sidebar.getByRole('link', { name: 'Saltmarsh' })).toBeVisible();
  await ada.isAlive();
  await ada.says('Is this thing on?');
  await ada.sees('Is this thing on?');
});

test('whoever comes second has no workspace to make', async ({ world }) => {
  await world.founder();
  const ben = await world.stranger('Ben Ito');
  for (const path of ['/', '/setup']) {
    await ben.page.goto(path);
    await expect(ben.page).toHaveURL(/\/sign-in$/);
  }
});

test('two first visitors at the same moment make one workspace', async ({ world }) => {
  const [ada, ben] = [await world.stranger('Ada Marsh'), await world.stranger('Ben Ito')];
  const setUp = (person: typeof ada) => person.submits('/setup', { workspace: 'Saltmarsh', ...person.account });
  await Promise.allSettled([setUp(ada), setUp(ben)]);
  const reached = [];
  for (const { page } of [ada, ben]) {
    await page.goto('/');
    reached.push(new URL(page.url()).pathname);
  }
  expect(reached.sort()).toEqual(['/r/1-general', '/sign-in']);
});

test('what is wrong is told beside its field, and the rest stays typed', async ({ world, watch }) => {
  watch.expects(/status of 422/);
  const ada = await world.stranger('Ada Marsh');
  const password = ada.page.getByLabel('Password');
  ada.account.password = 'too short';
  await ada.firstRun();
  await expect(password).toHaveAttribute('aria-invalid', 'true');
  await expect(password).toHaveAccessibleDescription(/at least 12 characters/);
  await expect(password).toBeFocused();
  await expect(password).toHaveValue('');
  await expect(ada.page.getByLabel('Your name')).toHaveValue('Ada Marsh');
  await expect(ada.page.getByLabel('Email')).toHaveValue(ada.account.email);
});
