import { expect, test } from '../support/test.ts';
import { SERVER_AWAY } from '../support/watch.ts';

test('two people talk beneath a message, and the room shows that they do', async ({ world }) => {
  const ada = await world.founder();
  const ben = await world.member('Ben Ito');
  const general = await ada.room('general');
  await ada.opens(general);
  await ben.opens(general);
  await ada.says('Who steers?');
  await ben.sees('Who steers?');
  await ben.messageNo(1).hover();
  await ben.page.locator('#toolbar').getByRole('button', { name: 'Reply in a thread' }).click();
  await expect(ben.heading).toHaveText('Thread');
  await expect(ben.page.locator('.thread-root')).toContainText('Who steers?');
  await expect(ben.page.locator('.thread-root')).toContainText('Nobody has replied yet.');
  await ben.says('I do');
  await ben.sees('I do');
  // Who wrote the message is told, in the room and beside it.
  const link = ada.messageNo(1).getByRole('link', { name: /1 reply/ });
  await expect(link).toContainText('1 new');
  const threads = ada.sidebar.getByRole('link', { name: /^Threads/ });
  await expect(threads).toHaveText('Threads, 1 unread');
  await link.click();
  await expect(ada.heading).toHaveText('Thread');
  await ada.sees('I do');
  await expect(threads).toHaveText('Threads');
  await ada.says('Good');
  await ben.sees('Good');
  await expect(ben.page.getByRole('button', { name: 'Following' })).toBeVisible();
  // And back to where it was said, by the way that leads there.
  await ada.page.getByRole('main').getByRole('link', { name: 'in general' }).click();
  await expect(ada.heading).toHaveText('general');
  await expect(ada.messageNo(1).getByRole('link', { name: /2 replies/ })).not.toContainText('new');
  await ben.page.goBack();
  await expect(ben.heading).toHaveText('general');
});

test('what waits in a thread is known on every screen, and after the line was cut', async ({ world, watch }) => {
  watch.expects(...SERVER_AWAY);
  const ada = await world.founder('Ada Marsh', { line: true });
  const ben = await world.member('Ben Ito');
  const general = await ada.room('general');
  const { no } = await ada.posts(general, 'Who steers?');
  const { room: id } = await ben.asks<{ room: number }>('thread.start', { room: general.id, no });
  const thread = { id, name: 'Thread', path: `/r/${id}-thread` };
  await ada.opens(general);
  const threads = ada.sidebar.getByRole('link', { name: /^Threads/ });
  await ben.posts(thread, 'One');
  await expect(threads).toHaveText('Threads, 1 unread');
  ada.line.cut();
  await ben.posts(thread, '@ada, two');
  ada.line.mend();
  await ada.isBackOnline();
  await expect(ada.messageNo(1).getByRole('link', { name: /2 replies/ })).toContainText('2 new');
  await expect(ada.sidebar.getByRole('link', { name: /^Mentions/ })).toHaveText('Mentions1 calls you');
  await threads.click();
  await expect(ada.page.getByRole('main')).toContainText('@ada, two');
  await ada.page.getByRole('main').getByRole('link', { name: /2 replies/ }).click();
  await expect(ada.heading).toHaveText('Thread');
  await expect(threads).toHaveText('Threads');
  await ben.posts(thread, 'Three');
  await ada.sees('Three');
  await expect(threads).toHaveText('Threads');
  // Who does not follow it any longer is told of nothing more.
  await ada.page.getByRole('button', { name: 'Following' }).click();
  await expect(ada.page.getByRole('button', { name: 'Follow', exact: true })).toBeVisible();
  await ada.opens(general);
  await ben.posts(thread, 'Four');
  await expect(ada.messageNo(1).getByRole('link', { name: /4 replies/ })).not.toContainText('new');
  await expect(threads).toHaveText('Threads');
});

test('a thread is begun by a key, and goes on without script', async ({ world }) => {
  const ada = await world.founder();
  const general = await ada.room('general');
  await ada.posts(general, 'Who steers?');
  await ada.opens(general);
  await ada.messageNo(1).locator('.message').focus();
  await ada.page.keyboard.press('t');
  await expect(ada.heading).toHaveText('Thread');
  await ada.says('I shall');
  await ada.sees('I shall');
  const plain = await world.member('Ben Ito', { javaScriptEnabled: false });
  await plain.page.goto(`${general.path}/1`);
  await plain.page.getByRole('button', { name: 'Reply in a thread' }).click();
  await expect(plain.heading).toHaveText('Thread');
  await plain.composer.fill('Without a line of script');
  await plain.page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(plain.message('Without a line of script')).toBeVisible();
  await ada.sees('Without a line of script');
  await plain.page.getByRole('button', { name: 'Following' }).click();
  await expect(plain.page.getByRole('button', { name: 'Follow', exact: true })).toBeVisible();
  await plain.page.getByRole('link', { name: /^Threads/ }).click();
  await expect(plain.page.getByRole('main')).toContainText('You follow no thread yet.');
});
