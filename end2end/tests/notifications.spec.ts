import type { Person } from '../support/person.ts';
import { expect, test } from '../support/test.ts';

type Told = { shown: string[]; played: number };

/** Stands in for what a browser shows outside its pages. Nobody looks at these pages; the answer of the person is `allows`. */
async function watchesBells(person: Person, allows: 'granted' | 'denied' = 'granted'): Promise<void> {
  await person.context.addInitScript((answer) => {
    const told: Told = { shown: [], played: 0 };
    const key = 'test.permission';
    class Bell {
      static get permission(): string {
        return localStorage.getItem(key) ?? 'default';
      }

      static async requestPermission(): Promise<string> {
        localStorage.setItem(key, answer);
        return answer;
      }

      constructor(title: string, { body, tag }: { body: string; tag: string }) {
        told.shown.push(`${title}: ${body} (${tag})`);
      }

      close(): void {}
    }
    Object.assign(window, { Notification: Bell, told });
    document.hasFocus = () => false;
    HTMLAudioElement.prototype.play = async () => {
      told.played += 1;
    };
  }, allows);
}

function told({ page }: Person): Promise<Told> {
  return page.evaluate(() => (window as unknown as { told: Told }).told);
}

async function switchesOn(person: Person): Promise<void> {
  // The first page of this browser: no older one can say so.
  const live = person.socket.nextLive();
  await person.page.goto('/settings/notifications');
  await live;
  await person.page.getByLabel('Show them on the desktop').click();
}

test('whoever is wanted and looks elsewhere is told, by one of all their tabs', async ({ world }) => {
  const ada = await world.founder();
  const ben = await world.member('Ben Ito');
  const [general, tides] = [await ada.room('general'), await ada.makes('tides')];
  await ben.joins(tides);
  await watchesBells(ben);
  await switchesOn(ben);
  await expect(ben.page.getByLabel('Show them on the desktop')).toBeChecked();
  await ben.page.getByRole('button', { name: 'Try it' }).click();
  expect((await told(ben)).shown).toEqual(['It works: This is how Snug tells you that you are wanted. (snug)']);
  await ben.opens(general);
  const second = await ben.context.newPage();
  await second.goto(general.path);
  const both = async () => {
    const tabs = await Promise.all([ben.page, second].map((page) => told({ page } as Person)));
    return { shown: tabs.flatMap(({ shown }) => shown), played: tabs.reduce((sum, { played }) => sum + played, 0) };
  };
  await ada.posts(tides, 'Nobody is called here');
  await ben.seesUnread('tides', 1);
  await ada.posts(tides, 'Come over, @ben: **now**');
  await expect.poll(both).toEqual({ shown: [`Ada Marsh · tides: Come over, @ben: now (${tides.id})`], played: 1 });
  await expect(ben.page).toHaveTitle('(1) # general · Saltmarsh');
  await expect(ben.page.locator('link[rel=icon]')).toHaveAttribute('href', '/favicon-calls.svg');
  const { id } = await ada.asks<{ id: number }>('direct.open', { people: [2] });
  await ada.posts({ id, name: 'Ben Ito', path: `/r/${id}` }, 'Just you');
  await expect.poll(both).toMatchObject({ shown: [{}, `Ada Marsh: Just you (${id})`], played: 2 });
  await ben.goesTo(tides);
  await expect(ben.page.locator('link[rel=icon]')).toHaveAttribute('href', '/favicon-calls.svg');
});

test('the sound can be switched off, and stays so', async ({ world }) => {
  const ada = await world.founder();
  const ben = await world.member('Ben Ito');
  const room = await ada.room('general');
  await watchesBells(ben);
  await switchesOn(ben);
  await ben.page.getByLabel('Play a sound').click();
  // What waits when a page comes alive is news to nobody.
  const live = ben.socket.nextLive();
  await ben.page.reload();
  await live;
  await expect(ben.page.getByLabel('Play a sound')).not.toBeChecked();
  await expect(ben.page.getByLabel('Show them on the desktop')).toBeChecked();
  await ada.posts(room, '@ben');
  await expect.poll(async () => (await told(ben)).shown.length).toBe(1);
  expect((await told(ben)).played).toBe(0);
});

test('while somebody is not to be disturbed nothing rings and nothing is marked', async ({ world }) => {
  const ada = await world.founder();
  const ben = await world.member('Ben Ito');
  const [general, tides] = [await ada.room('general'), await ada.makes('tides')];
  await ben.joins(tides);
  await watchesBells(ben);
  await switchesOn(ben);
  await ben.opens(general);
  await ben.submits('/settings/status', { text: 'Writing', lasts: '1h', quiet: 'on' });
  await ada.posts(tides, '@ben, are you there?');
  await expect(ben.roomLink('tides').locator('.badge')).toBeVisible();
  await expect(ben.page).toHaveTitle('# general · Saltmarsh');
  expect(await told(ben)).toEqual({ shown: [], played: 0 });
  await ben.submits('/settings/status', { clear: 'on' });
  await expect(ben.page).toHaveTitle('(1) # general · Saltmarsh');
  expect((await told(ben)).shown).toEqual([]);
});

test('a browser that does not allow notifications is told how to', async ({ world }) => {
  const ada = await world.founder();
  await watchesBells(ada, 'denied');
  await ada.page.goto('/settings/notifications');
  await expect(ada.page.getByRole('alert')).toBeHidden();
  await ada.page.getByLabel('Show them on the desktop').click();
  await expect(ada.page.getByRole('alert')).toContainText('does not let this site');
  await expect(ada.page.getByLabel('Show them on the desktop')).not.toBeChecked();
});
