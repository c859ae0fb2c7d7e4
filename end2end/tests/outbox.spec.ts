import { expect, test } from '../support/test.ts';
import { SERVER_AWAY } from '../support/watch.ts';

test('written offline, the tab closed and opened again: delivered once', async ({ world, watch }) => {
  watch.expects(...SERVER_AWAY);
  const ada = await world.founder();
  const ben = await world.member('Ben Ito', { line: true });
  const room = await ada.room('general');
  await Promise.all([ada.opens(room), ben.opens(room)]);

  ben.line.cut();
  await ben.context.setOffline(true);
  await expect(ben.banner).toContainText('You are offline');
  await ben.says('From the tunnel');
  await ben.says('Still in it');
  await expect(ben.page.locator('.message--pending')).toHaveCount(2);

  await ben.opensNewTab();
  await ben.context.setOffline(false);
  ben.line.mend();
  await ben.opens(room);
  await ada.seesInOrder('From the tunnel', 'Still in it');
  await ben.sees('From the tunnel');
  await ben.sees('Still in it');
  await expect(ada.messages).toHaveCount(2);

  await ben.opens(room);
  await expect(ben.messages).toHaveCount(2);
});

test('two tabs with the same unsent message send one', async ({ world, watch }) => {
  watch.expects(...SERVER_AWAY);
  const ada = await world.founder('Ada Marsh', { line: true });
  const room = await ada.room('general');
  await ada.opens(room);
  ada.line.cut();
  await ada.says('Only once, please');
  await expect(ada.message('Only once, please')).toHaveClass(/message--pending/);
  ada.line.mend();
  const other = await ada.context.newPage();
  await other.goto(room.path);
  await expect(other.locator('.dock__hint')).toBeAttached();
  await ada.sees('Only once, please');
  await expect(other.locator('.message')).toHaveCount(1);
  await expect(other.locator('.message--pending')).toHaveCount(0);
  const shown = await world.deviceOf(ada);
  await shown.opens(room);
  await expect(shown.messages).toHaveCount(1);
});

test.describe('a message that the server refuses', () => {
  let refuses = true;

  test.beforeEach(async ({ world }) => {
    refuses = true;
    const ada = await world.founder();
    await ada.page.routeWebSocket('**/socket', (socket) => {
      const server = socket.connectToServer();
      socket.onMessage((text) => {
        const { i, op } = JSON.parse(text.toString()) as { i?: number; op: string };
        if (refuses && op === 'message.send') {
          socket.send(JSON.stringify({ i, err: { code: 'forbidden', message: 'Not on a Sunday.' } }));
        } else {
          server.send(text);
        }
      });
    });
    await ada.page.goto((await ada.room('general')).path);
    await ada.isAlive();
    await ada.says('Ring the bell');
    await expect(ada.message('Ring the bell')).toContainText('Not on a Sunday.');
  });

  test('says so in its row and is tried again', async ({ world }) => {
    const ada = await world.founder();
    refuses = false;
    await ada.message('Ring the bell').getByRole('button', { name: 'Try again' }).click();
    await ada.sees('Ring the bell');
    await expect(ada.page.getByText('Not on a Sunday.')).toHaveCount(0);
    await ada.page.reload();
    await expect(ada.messages).toHaveCount(1);
  });

  test('can be given up, for good', async ({ world }) => {
    const ada = await world.founder();
    await ada.message('Ring the bell').getByRole('button', { name: 'Discard' }).click();
    await expect(ada.messages).toHaveCount(0);
    await ada.page.reload();
    await ada.isAlive();
    await expect(ada.messages).toHaveCount(0);
  });

  test('is still there after a reload', async ({ world }) => {
    const ada = await world.founder();
    await ada.page.reload();
    await expect(ada.message('Ring the bell')).toContainText('Not on a Sunday.');
  });
});
