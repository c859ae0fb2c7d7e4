import { expect, test } from '../support/test.ts';

test('a name is completed by the keyboard or the pointer while it is typed', async ({ world }) => {
  const ada = await world.founder();
  await world.member('Ben Ito');
  await world.member('Bea Linde');
  const tides = await ada.makes('tides');
  await ada.opens(tides);
  const list = ada.page.getByRole('listbox', { name: 'Names' });
  await ada.composer.pressSequentially('🌊 @be');
  await expect(list.getByRole('option')).toHaveText(['BL@beaBea Linde', 'BI@benBen Ito']);
  await expect(list.getByRole('option', { selected: true })).toContainText('@bea');
  await ada.composer.press('ArrowDown');
  await expect(ada.composer).toHaveAttribute('aria-activedescendant', 'offer1');
  await ada.composer.press('Enter');
  await expect(ada.composer).toHaveValue('🌊 @ben ');
  await expect(list).toHaveCount(0);
  await ada.composer.pressSequentially('and #ti');
  await list.getByRole('option', { name: '#tides' }).click();
  await expect(ada.composer).toHaveValue('🌊 @ben and #tides ');
  await expect(ada.composer).toBeFocused();
  await ada.composer.press('Enter');
  await expect(ada.messageNo(1).locator('.mention')).toHaveText(['@ben', '#tides']);
});

test('a list of names is put away, and what is complete is sent', async ({ world }) => {
  const ada = await world.founder();
  await world.member('Ben Ito');
  await ada.opens(await ada.room('general'));
  const list = ada.page.getByRole('listbox', { name: 'Names' });
  await ada.composer.pressSequentially('@');
  await expect(list.getByRole('option').first()).toContainText('@ben');
  await ada.composer.press('Escape');
  await expect(list).toHaveCount(0);
  await expect(ada.composer).toHaveValue('@');
  await ada.composer.pressSequentially('be');
  await expect(list).toBeVisible();
  await ada.composer.pressSequentially('n');
  await expect(list).toHaveCount(0);
  await ada.composer.press('Enter');
  await expect(ada.messageNo(1).locator('.mention')).toHaveText('@ben');
  await ada.composer.pressSequentially('write to ada@be');
  await expect(list).toHaveCount(0);
});

test('an emoji is found by some letters of its name while one types', async ({ world }) => {
  const ada = await world.founder();
  await ada.opens(await ada.room('general'));
  const options = ada.page.getByRole('listbox', { name: 'Names' }).getByRole('option');
  await ada.composer.pressSequentially('At 10:30 we leave :t');
  await expect(options).toHaveCount(0);
  await ada.composer.pressSequentially('ad');
  await expect(options).toHaveText(['🎉tada']);
  await ada.composer.press('Enter');
  await expect(ada.composer).toHaveValue('At 10:30 we leave 🎉 ');
  // A name that is written to its end is that of an emoji, too.
  await ada.composer.pressSequentially(':ocean');
  await expect(options.first()).toHaveText('🌊ocean');
  await ada.composer.pressSequentially(':');
  await expect(options).toHaveCount(0);
  await ada.composer.press('Enter');
  await expect(ada.messageNo(1)).toContainText('At 10:30 we leave 🎉 🌊');
});
