/** Pictures of every screen, to look at: `npm run shots`. They prove nothing, so they are no part of the ordinary run. */
import { execFileSync } from 'node:child_process';

import { conversation } from '../support/conversation.ts';
import { picture, text } from '../support/pictures.ts';
import { type Person, type Room } from '../support/person.ts';
import { test } from '../support/test.ts';
import { SERVER_AWAY } from '../support/watch.ts';

const SIZES = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const;

/** Lets the first messages have been said on earlier days: what no test can wait for. */
function backdate(data: string): void {
  const program = `
import sqlite3, sys
base = sqlite3.connect(sys.argv[1] + '/snug.db')
room = base.execute("SELECT id FROM rooms WHERE name = 'release-train'").fetchone()[0]
for until, minutes in ((2, 1440), (5, 1440), (8, 7)):
    base.execute('UPDATE messages SET at = at - 60000 * ? WHERE room = ? AND msg_no <= ?', (minutes, room, until))
about = ('https://example.org/notes', 'example.org', 'Reconnecting after a laptop slept', 'What we measured on trains, in tunnels and on the ferry, and what became of the messages that were on their way meanwhile.')
base.execute('INSERT INTO previews (room, msg_no, url, site, title, text) VALUES (?, 4, ?, ?, ?, ?)', (room, *about))
base.commit()`;
  execFileSync('python3', ['-c', program, data]);
}

/** One is online, one away by their own wish, and one touches nothing. */
async function isThere(company: readonly [Person, Person, Person], room: Room): Promise<void> {
  const idle = company[2];
  await idle.page.clock.install();
  for (const person of company) await person.opens(room);
  await idle.page.clock.fastForward('05:01');
}

for (const [size, viewport] of Object.entries(SIZES)) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`${size}, ${colorScheme}`, { tag: '@shots' }, async ({ world, watch }) => {
      test.setTimeout(120_000);
      watch.expects(/status of 4\d\d/, ...SERVER_AWAY);
      const ways = { viewport, colorScheme, deviceScaleFactor: 1.5, line: true, hasTouch: size === 'phone', isMobile: size === 'phone' };
      const shot = async ({ page }: Person, name: string) => {
        await page.evaluate(() => document.fonts.ready);
        await page.screenshot({ path: `shots/${size}-${colorScheme}/${name}.png` });
      };

      const eve = await world.stranger('Eve', ways);
      await eve.page.goto('/setup');
      await shot(eve, 'first-run');
      await eve.submitsWrongly();
      await shot(eve, 'first-run-wrong');

      const { me, company, room, thread, others, walker } = await conversation(world, ways);
      await eve.page.goto(new URL(await world.joinLink()).pathname);
      await shot(eve, 'join');
      await eve.signsIn('not the password');
      await shot(eve, 'sign-in-wrong');

      await world.server.stop();
      backdate(world.server.data);
      await world.server.startAgain();
      await me.opens(room);
      await shot(me, 'room');
      await me.timeline.evaluate((timeline) => timeline.scrollTo({ top: -timeline.scrollHeight }));
      await shot(me, 'room-beginning');
      await me.opens(room, '/6');
      await shot(me, 'permalink');
      await me.opens(thread);
      await shot(me, 'thread');
      await isThere(company, room);
      await me.opens(room, '?panel=people');
      await me.people.getByText(', idle').waitFor({ state: 'attached' });
      await shot(me, 'people');
      await me.opens(room, '?panel=pins');
      await shot(me, 'pins');
      await me.opens(room, '/5?reply');
      await shot(me, 'reply');
      await me.opens(room);
      await me.messageNo(11).hover();
      await me.page.locator('#toolbar').getByRole('button', { name: 'More', exact: true }).click();
      await shot(me, 'tools');
      await me.page.mouse.move(0, 0);
      await me.composer.pressSequentially('Ask @');
      await me.page.getByRole('listbox').waitFor();
      await shot(me, 'suggestions');
      await me.composer.fill('');
      await me.opens(others.files);
      await me.attaches(picture('from-the-pier.png'), text('empty.txt', ''), text('readings.txt', 'ebb and flow\n'.repeat(40)));
      await me.tray.getByRole('alert').waitFor();
      await me.tray.getByText('520 B').waitFor();
      await shot(me, 'uploads');
      await me.page.getByRole('img', { name: 'sandbank.png' }).click();
      await me.page.getByRole('dialog').getByRole('img').waitFor();
      await shot(me, 'viewer');
      for (const [name, path] of Object.entries({
        'room-empty': others.empty.path,
        'room-not-in': others.notIn.path,
        'room-unread': others.unread.path,
        'room-files': others.files.path,
        'room-announcements': others.news.path,
        'room-archived': others.past.path,
        'people-keeper': `${others.news.path}?panel=people`,
        edit: `${room.path}/edit`,
        'add-people': `${room.path}/people`,
        'all-people': '/people',
        history: `${room.path}/5/history`,
        'edit-message': `${room.path}/10/edit`,
        browse: '/rooms',
        unread: '/unread',
        mentions: '/mentions',
        threads: '/threads',
        saved: '/saved',
        drafts: '/drafts',
        remind: `${room.path}/5/remind`,
        react: `${room.path}/5/react`,
        later: `${room.path}/later`,
        role: '/people/2/role',
        profile: walker,
        'edit-profile': '/settings/profile',
        involvement: `${room.path}/involvement`,
        search: '/search',
        'search-found': '/search?q=the',
        'search-nothing': '/search?q=lighthouse+from:tomas',
        'search-wrong': '/search?q=is:blue',
        new: '/rooms/new',
        invite: '/invite',
        notifications: '/settings/notifications',
        sessions: '/settings/sessions',
        'not-found': '/r/999',
      })) {
        await me.page.goto(path);
        await shot(me, name);
      }
      await me.opens(room);
      if (size === 'phone') {
        await me.page.getByRole('button', { name: 'Open rooms' }).click();
        await shot(me, 'drawer');
      }
      await me.page.getByRole('button', { name: 'Your account' }).click();
      await shot(me, 'account');
      await me.opens(room);
      me.line.cut();
      await me.says('Said while the line is down, and it stays here until it is sent.');
      await me.says('And a second one.');
      await me.banner.waitFor();
      await shot(me, 'reconnecting');
    });
  }
}
