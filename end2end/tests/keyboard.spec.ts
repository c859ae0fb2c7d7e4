import { type Person } from '../support/person.ts';
import { expect, test } from '../support/test.ts';

/** What has the focus has an outline or a shadow that tells so, and is in view. */
async function expectFocusToShow(person: Person): Promise<void> {
  const focus = person.page.locator(':focus');
  await expect(focus).toBeInViewport();
  const shows = await focus.evaluate((element) => {
    // A box inside a form may leave the showing to the form.
    const around = [element, element.closest('form')].filter((one) => one !== null);
    return around.some((one) => {
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one);
      return (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2) || boxShadow !== 'none';
    });
  });
  expect(shows, `the focus shows on ${await focus.evaluate((e) => e.outerHTML.slice(0, 120))}`).toBe(true);
}

test('the first Tab offers the way to the box', async ({ world }) => {
  const ada = await world.founder();
  await ada.opens(await ada.room('general'));
  await ada.page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await ada.page.keyboard.press('Tab');
  const skip = ada.page.getByRole('link', { name: 'Skip to the message box' });
  await expect(skip).toBeFocused();
  await expectFocusToShow(ada);
  await ada.page.keyboard.press('Enter');
  await expect(ada.composer).toBeFocused();
  await ada.page.keyboard.type('By hand');
  await ada.page.keyboard.press('Shift+Enter');
  await ada.page.keyboard.type('alone');
  await expect(ada.composer).toHaveValue('By hand\nalone');
  await ada.page.keyboard.press('Enter');
  await ada.sees('By hand alone');
  await expect(ada.composer).toBeFocused();
  await expect(ada.composer).toHaveValue('');
});

test('everything can be reached by Tab, and shows that it is', async ({ world }) => {
  const ada = await world.founder();
  const room = await ada.room('general');
  await ada.makes('tides');
  await ada.posts(room, 'See https://example.org/');
  await ada.opens(room);
  await ada.page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  const reached: string[] = [];
  for (let step = 0; step < 40; step += 1) {
    await ada.page.keyboard.press('Tab');
    const name = await ada.page.evaluate(() => {
      const at = document.activeElement;
      return at === document.body ? undefined : (at?.getAttribute('aria-label') ?? at?.textContent?.trim());
    });
    if (name === undefined) break;
    reached.push(name);
    await expectFocusToShow(ada);
  }
  for (const name of ['Browse rooms', 'Make a room', 'tides', 'Your account', '1 member', 'https://example.org/', 'Send']) {
    expect(reached, `Tab reaches “${name}”`).toContainEqual(expect.stringContaining(name));
  }
});

test('Escape goes to the newest message', async ({ world }) => {
  const ada = await world.founder();
  const room = await ada.room('general');
  for (let no = 1; no <= 80; no += 1) await ada.posts(room, `Message ${no}`);
  await ada.opens(room);
  await ada.timeline.evaluate((timeline) => timeline.scrollTo({ top: -1500 }));
  await expect(ada.messageNo(80)).not.toBeInViewport();
  await ada.composer.focus();
  await ada.page.keyboard.press('Escape');
  await expect(ada.messageNo(80)).toBeInViewport();
});

test('Escape closes the drawer and the menu', async ({ world }) => {
  const ada = await world.founder('Ada Marsh', { viewport: { width: 390, height: 844 } });
  await ada.opens(await ada.room('general'));
  await ada.page.getByRole('button', { name: 'Open rooms' }).press('Enter');
  await expect(ada.sidebar).toBeVisible();
  await ada.page.getByRole('button', { name: 'Your account' }).press('Enter');
  await expect(ada.page.getByRole('link', { name: 'Your devices' })).toBeVisible();
  await ada.page.keyboard.press('Escape');
  await expect(ada.page.getByRole('link', { name: 'Your devices' })).toBeHidden();
  await ada.page.keyboard.press('Escape');
  await expect(ada.sidebar).toBeHidden();
  await expect(ada.page.getByRole('button', { name: 'Open rooms' })).toBeFocused();
});

test('the timeline scrolls by keys', async ({ world }) => {
  const ada = await world.founder();
  const room = await ada.room('general');
  for (let no = 1; no <= 80; no += 1) await ada.posts(room, `Message ${no}`);
  await ada.opens(room);
  await ada.timeline.focus();
  await ada.timeline.evaluate((timeline) => timeline.addEventListener('scrollend', () => timeline.setAttribute('data-rests', '')));
  await ada.page.keyboard.press('PageUp');
  await expect(ada.timeline).toHaveAttribute('data-rests');
  await expect(ada.messageNo(80)).not.toBeInViewport();
  await ada.page.keyboard.press('End');
  await expect(ada.messageNo(80)).toBeInViewport();
});
