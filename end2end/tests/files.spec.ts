import { picture, text } from '../support/pictures.ts';
import { expect, test } from '../support/test.ts';

test('files are chosen, sent with a message, and seen by the others', async ({ world }) => {
  const ada = await world.founder();
  const ben = await world.member('Ben Ito');
  const general = await ada.room('general');
  await ada.opens(general);
  await ben.opens(general);
  await ada.attaches(picture('tide.png', 1600, 1000), text('notes.rs', 'fn tide() -> u8 { 7 }\n'));
  await expect(ada.tray.getByRole('listitem')).toHaveCount(2);
  await expect(ada.tray).toContainText('tide.png');
  await expect(ada.tray.locator('progress')).toHaveCount(0);
  await ada.says('This morning');
  await expect(ada.tray).toHaveCount(0);
  for (const person of [ada, ben]) {
    await person.sees('This morning');
    await expect(person.messageNo(1).getByRole('img', { name: 'tide.png' })).toBeVisible();
    await expect(person.messageNo(1)).toContainText('fn tide()');
  }
  // The picture is loaded, in its own shape, as a small copy.
  const shown = ben.messageNo(1).getByRole('img', { name: 'tide.png' });
  await expect.poll(() => shown.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(960);
  const box = await shown.boundingBox();
  expect((box?.width ?? 0) / (box?.height ?? 1)).toBeCloseTo(1.6, 1);
  // Over the page, and back.
  await shown.click();
  const viewer = ben.page.getByRole('dialog', { name: 'tide.png' });
  await expect(viewer.getByRole('img')).toBeVisible();
  await expect.poll(() => viewer.getByRole('img').evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1600);
  await ben.page.keyboard.press('Escape');
  await expect(viewer).toBeHidden();
  await expect(ben.heading).toHaveText('general');
  // It is still there on a page of its own, and after a reload.
  await ben.page.reload();
  await expect(ben.messageNo(1).getByRole('img', { name: 'tide.png' })).toBeVisible();
});

test('a file alone is a message, and one is taken out before it is sent', async ({ world }) => {
  const ada = await world.founder();
  const general = await ada.room('general');
  await ada.opens(general);
  await ada.attaches(text('keep.txt', 'kept'), text('drop.txt', 'dropped'));
  // With every one that is brought the tray is drawn anew.
  await expect(ada.tray.getByRole('listitem')).toHaveCount(2);
  await expect(ada.tray.locator('progress')).toHaveCount(0);
  await ada.tray.getByRole('button', { name: 'Take out drop.txt' }).click();
  await expect(ada.tray.getByRole('listitem')).toHaveCount(1);
  await expect(ada.tray).toContainText('4 B');
  await ada.page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(ada.messageNo(1)).toContainText('keep.txt');
  await expect(ada.messageNo(1)).not.toContainText('drop.txt');
  await expect(ada.tray).toHaveCount(0);
});

test('what is dropped and pasted comes along', async ({ world }) => {
  const ada = await world.founder();
  const general = await ada.room('general');
  await ada.opens(general);
  await ada.composer.focus();
  await ada.page.evaluate(() => {
    const data = new DataTransfer();
    data.items.add(new File(['pasted'], 'pasted.txt', { type: 'text/plain' }));
    document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    const dropped = new DataTransfer();
    dropped.items.add(new File(['dropped'], 'dropped.txt', { type: 'text/plain' }));
    const at = { dataTransfer: dropped, bubbles: true, cancelable: true };
    document.getElementById('timeline')?.dispatchEvent(new DragEvent('dragover', at));
    document.getElementById('timeline')?.dispatchEvent(new DragEvent('drop', at));
  });
  await expect(ada.tray).toContainText('pasted.txt');
  await expect(ada.tray).toContainText('dropped.txt');
});

test('one that cannot come says why, and nothing of the words is lost', async ({ world, watch }) => {
  watch.expects(/status of 4\d\d/);
  const ada = await world.founder();
  const general = await ada.room('general');
  await ada.opens(general);
  await ada.composer.fill('With it');
  await ada.attaches(text('empty.txt', ''));
  await expect(ada.tray.getByRole('alert')).toContainText('This file is empty');
  await ada.composer.press('Enter');
  await expect(ada.page.getByText('has not come')).toBeVisible();
  await expect(ada.composer).toHaveValue('With it');
  await ada.tray.getByRole('button', { name: 'Take out empty.txt' }).click();
  await ada.composer.press('Enter');
  await ada.sees('With it');
});

test('files are sent and seen without script', async ({ world, watch }) => {
  // What the tests themselves would like to run on the page of a file.
  watch.expects(/Blocked script execution/);
  const ada = await world.founder('Ada Marsh', { javaScriptEnabled: false });
  const general = await ada.room('general');
  await ada.page.goto(general.path);
  await ada.attaches(picture('tide.png'), text('notes.txt', 'Low tide at nine'));
  await ada.composer.fill('By a form');
  await ada.page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(ada.messageNo(1)).toContainText('By a form');
  await expect(ada.messageNo(1).getByRole('img', { name: 'tide.png' })).toBeVisible();
  await ada.messageNo(1).getByRole('link', { name: 'notes.txt' }).click();
  await expect(ada.page.getByText('Low tide at nine')).toBeVisible();
});
