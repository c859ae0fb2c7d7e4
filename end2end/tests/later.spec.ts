import { expect, test } from '../support/test.ts';
import { SERVER_AWAY } from '../support/watch.ts';

const WITHOUT = { javaScriptEnabled: false };

test('a message is saved, marked as saved, and let go of, on all screens of one person', async ({ world }) => {
  const ada = await world.founder();
  const ben = await world.member('Ben Ito');
  const room = await ada.room('general');
  await ada.posts(room, 'Low tide at ten');
  await Promise.all([ada.opens(room), ben.opens(room)]);
  const phone = await world.deviceOf(ben);
  await phone.opens(room);
  await ben.chooses('Low tide at ten', 'Save for later');
  await expect(ben.message('Low tide at ten').getByRole('link', { name: 'saved' })).toBeVisible();
  await phone.message('Low tide at ten').getByRole('link', { name: 'saved' }).click();
  const item = phone.page.getByRole('main').locator('.mentions > li');
  await expect(item).toContainText('Low tide at ten');
  await expect(ada.message('Low tide at ten').getByRole('link', { name: 'saved' })).toHaveCount(0);
  await item.getByRole('button', { name: 'Done' }).click();
  await expect(item).toHaveCount(0);
  await expect(ben.message('Low tide at ten').getByRole('link', { name: 'saved' })).toHaveCount(0);
});

test('a reminder is set on a page and rings in the sidebar', async ({ world }) => {
  const ada = await world.founder();
  const room = await ada.room('general');
  const { no } = await ada.posts(room, 'Low tide at ten');
  await ada.opens(room);
  await ada.chooses('Low tide at ten', 'Remind me');
  await ada.page.getByLabel('When', { exact: true }).selectOption('In 3 hours');
  await ada.page.getByRole('button', { name: 'Remind me' }).click();
  await expect(ada.page.getByRole('main')).toContainText('Reminder: ');
  await ada.asks('message.save', { room: room.id, no, on: true, remind_at: Date.now() + 3_000 });
  await expect(ada.place('Saved').locator('.badge')).toHaveText('1 reminder');
  await expect(ada.page).toHaveTitle(/^\(1\) /);
  await ada.place('Saved').click();
  await expect(ada.page.getByRole('main')).toContainText('Reminder of ');
  await ada.page.getByRole('button', { name: 'Done' }).click();
  await expect(ada.place('Saved').locator('.badge')).toHaveCount(0);
});

test('what is typed follows the person from one device to another', async ({ world }) => {
  const ada = await world.founder();
  const [general, tides] = [await ada.room('general'), await ada.makes('tides')];
  const phone = await world.deviceOf(ada);
  await Promise.all([ada.opens(tides), phone.opens(general)]);
  await ada.composer.fill('The tide turns at');
  await expect(phone.roomLink('tides').locator('.room-link__draft')).toHaveCount(1);
  await phone.goesTo(tides);
  await expect(phone.composer).toHaveValue('The tide turns at');
  await phone.composer.fill('The tide turns at nine');
  await expect(ada.composer).toHaveValue('The tide turns at nine');
  // A page of the server has it from the start.
  await ada.page.reload();
  await expect(ada.composer).toHaveValue('The tide turns at nine');
  await ada.isAlive();
  await ada.composer.press('Enter');
  await ada.sees('The tide turns at nine');
  await expect(phone.composer).toHaveValue('');
  await ada.goesTo(general);
  await expect(ada.roomLink('tides').locator('.room-link__draft')).toHaveCount(0);
});

test('what is typed while the line is down is not lost, and not written over', async ({ world, watch }) => {
  watch.expects(...SERVER_AWAY);
  const ada = await world.founder('Ada Marsh', { line: true });
  const phone = await world.deviceOf(ada);
  const room = await ada.room('general');
  await Promise.all([ada.opens(room), phone.opens(room)]);
  await ada.composer.fill('On the');
  await expect(phone.composer).toHaveValue('On the');
  ada.line.cut();
  await ada.banner.waitFor();
  await ada.composer.fill('On the train, without a line');
  ada.line.mend();
  await ada.isBackOnline();
  await expect(phone.composer).toHaveValue('On the train, without a line');
  await expect(ada.composer).toHaveValue('On the train, without a line');
});

test('what is typed in one room is never in the box of another', async ({ world }) => {
  const ada = await world.founder();
  const ben = await world.member('Ben Ito');
  const [general, tides, news] = [await ada.room('general'), await ada.makes('tides'), await ada.makes('news')];
  await ada.asks('room.set_posting', { room: news.id, chosen_only: true });
  await ben.joins(news);
  const phone = await world.deviceOf(ben);
  await phone.opens(news);
  await ben.opens(general);
  await ben.composer.fill('Only for everyone');
  await expect(phone.roomLink('general').locator('.room-link__draft')).toHaveCount(1);
  await ben.page.reload();
  await expect(ben.composer).toHaveValue('Only for everyone');
  await ben.goesTo(news);
  await expect(ben.composer).toHaveCount(0);
  // A room that one joins has a box of its own, and what is typed there is kept as well.
  await ben.page.goto(tides.path);
  await ben.page.getByRole('button', { name: 'Join' }).click();
  await expect(ben.composer).toHaveValue('');
  await ben.composer.pressSequentially('The tide');
  await expect(phone.roomLink('tides').locator('.room-link__draft')).toHaveCount(1);
  await ben.goesTo(news);
  await ben.goesTo(general);
  await expect(ben.composer).toHaveValue('Only for everyone');
  await ben.goesTo(news);
  await ben.goesTo(tides);
  await expect(ben.composer).toHaveValue('The tide');
});

test('two tabs of one browser keep one draft, which goes with its message', async ({ world }) => {
  const ada = await world.founder();
  const room = await ada.room('general');
  await ada.opens(room);
  const second = await ada.context.newPage();
  await second.goto(room.path);
  const box = second.locator('#write');
  await ada.composer.fill('Half a');
  await expect(box).toHaveValue('Half a');
  await box.fill('Half a word');
  await expect(ada.composer).toHaveValue('Half a word');
  await box.press('Enter');
  await ada.sees('Half a word');
  await expect(ada.composer).toHaveValue('');
  await expect(box).toHaveValue('');
});

test('a message is sent later, from the composer', async ({ world }) => {
  const ada = await world.founder();
  const ben = await world.member('Ben Ito');
  const room = await ada.room('general');
  await Promise.all([ada.opens(room), ben.opens(room)]);
  await expect(ada.page.getByRole('button', { name: 'Send later' })).toBeHidden();
  await ada.composer.fill('Good **morning**');
  await ada.page.getByRole('button', { name: 'Send later' }).click();
  await expect(ada.page.getByLabel('To # general')).toHaveValue('Good **morning**');
  await ada.page.getByLabel('When to send it').selectOption('Tomorrow at 9:00');
  await ada.page.getByRole('button', { name: 'Send it then' }).click();
  const item = ada.page.getByRole('main').locator('.mentions > li');
  await expect(item).toContainText('Good **morning**');
  await item.getByRole('button', { name: 'Send it now' }).click();
  await ben.sees('Good morning');
  await expect(item).toHaveCount(0);
  await ada.opens(room);
  await expect(ada.composer).toHaveValue('');
  const at = Date.now() + 3_000;
  await ada.asks('message.schedule', { room: room.id, cid: '0190f5a0-7c1e-7000-8000-00000000000a', body: 'At its time', at });
  await ben.sees('At its time');
});

test('without script, a message is saved, kept as a draft and sent later', async ({ world, watch }) => {
  watch.expects(/status of 422/);
  const ada = await world.founder('Ada Marsh', WITHOUT);
  const room = await ada.room('general');
  await ada.posts(room, 'Low tide at ten');
  await ada.page.goto(`${room.path}/1`);
  await ada.page.getByRole('button', { name: 'Save for later' }).click();
  await expect(ada.messageNo(1).getByRole('link', { name: 'saved' })).toBeVisible();
  await ada.page.getByRole('link', { name: 'Remind me' }).click();
  await ada.page.getByLabel('When', { exact: true }).selectOption('In 1 hour');
  await ada.page.getByRole('button', { name: 'Remind me' }).click();
  await expect(ada.page.getByRole('main')).toContainText('Reminder: ');

  await ada.page.goto(room.path);
  await ada.composer.fill('High tide\nat four');
  await ada.page.getByRole('button', { name: 'Send later' }).click();
  await ada.page.getByLabel('When to send it').selectOption('Tomorrow at 9:00');
  await ada.page.getByLabel('Another time').fill('2020-01-01T09:00');
  await ada.page.getByRole('button', { name: 'Send it then' }).click();
  await expect(ada.page.getByText('Choose a time that is still to come.')).toBeVisible();
  await ada.page.getByRole('button', { name: 'Keep it as a draft' }).click();
  await expect(ada.composer).toHaveValue('High tide\nat four');
  await ada.place('Drafts').click();
  await ada.page.getByRole('link', { name: 'Send it later' }).click();
  await ada.page.getByRole('button', { name: 'Send it then' }).click();
  await expect(ada.page.getByRole('status')).toHaveText('It will be sent then.');
  await ada.page.getByRole('button', { name: 'Back to drafts' }).click();
  await ada.page.getByRole('button', { name: 'Discard' }).click();
  await expect(ada.page.getByRole('main')).toContainText('There is nothing here.');
});
