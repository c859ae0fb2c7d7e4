import type { Person, Room } from '../support/person.ts';
import { expect, test } from '../support/test.ts';

/** Stands in for what a browser shows outside its pages, and keeps what it was asked. Nobody looks at these pages. */
async function hangsBell(person: Person): Promise<void> {
  await person.context.addInitScript(() => {
    const kept = (key: string) => JSON.parse(localStorage.getItem(`test.${key}`) ?? '[]') as string[];
    const keep = (key: string, words: string) => localStorage.setItem(`test.${key}`, JSON.stringify([...kept(key), words]));
    class Bell {
      static get permission(): string {
        return kept('asked').length > 0 ? 'granted' : 'default';
      }

      static async requestPermission(): Promise<string> {
        keep('asked', location.pathname);
        return 'granted';
      }

      constructor(title: string, { body }: { body: string }) {
        keep('shown', `${title}: ${body}`);
      }

      close(): void {}
    }
    Object.assign(window, { Notification: Bell });
    document.hasFocus = () => false;
    HTMLAudioElement.prototype.play = async () => {};
  });
}

function kept({ page }: Person, key: 'asked' | 'shown'): Promise<string[]> {
  return page.evaluate((key) => JSON.parse(localStorage.getItem(`test.${key}`) ?? '[]') as string[], key);
}

/** Loads any page and waits until everything arrives there at once. */
async function comesTo(person: Person, path: string): Promise<void> {
  const live = person.socket.nextLive();
  await person.page.goto(path);
  await live;
}

/** Chooses people on the page of everyone, and answers the number of the room that they have together. */
async function writesTo(person: Person, ...names: string[]): Promise<string | undefined> {
  await person.page.goto('/people');
  for (const name of names) await person.page.getByRole('checkbox', { name }).check();
  await person.page.getByRole('button', { name: 'Write to them' }).click();
  await expect(person.heading).toHaveText(names.join(', '));
  await person.isAlive();
  return /\/r\/(\d+)/.exec(person.page.url())?.[1];
}

/** Says on the page of a room what of it is to reach one, and waits until the room is open again. */
async function letsReach(person: Person, room: Room, choice: RegExp): Promise<void> {
  await person.opens(room, '?panel=people');
  await person.people.getByRole('link', { name: 'What reaches me' }).click();
  await person.page.getByRole('radio', { name: choice }).check();
  await person.page.getByRole('button', { name: 'Save' }).click();
  await expect(person.heading).toHaveText(room.name);
  await person.isAlive();
}

test('three people talk alone, and the same three always meet in the same room', async ({ world }) => {
  const ada = await world.founder();
  const ben = await world.member('Ben Ito');
  const cem = await world.member('Cem Kaya');
  const general = await ada.room('general');
  await Promise.all([ben.opens(general), cem.opens(general)]);
  const room = await writesTo(ada, 'Ben Ito', 'Cem Kaya');
  await ada.says('Just the three of us');
  for (const [person, name] of [[ben, 'Ada Marsh, Cem Kaya'], [cem, 'Ada Marsh, Ben Ito']] as const) {
    await person.seesUnread(name, 1);
    await expect(person.roomLink(name).locator('.badge')).toHaveText('1 calls you');
    await person.roomLink(name).click();
    await expect(person.heading).toHaveText(name);
    await person.sees('Just the three of us');
  }
  await ada.says('The tide turns at nine');
  await Promise.all([ben, cem].map((person) => person.sees('The tide turns at nine')));
  await ben.says('I shall be there');
  await Promise.all([ada, cem].map((person) => person.sees('I shall be there')));

  expect(await writesTo(ben, 'Ada Marsh', 'Cem Kaya')).toBe(room);
  await ben.seesInOrder('Just the three of us', 'The tide turns at nine', 'I shall be there');
  // Two of them are other company.
  expect(await writesTo(ben, 'Ada Marsh')).not.toBe(room);
  await expect(ben.messages).toHaveCount(0);
});

test('a guest finds no rooms, and sees one at once that they are invited to', async ({ world, watch }) => {
  watch.expects(/status of 404/);
  const ada = await world.founder();
  const ben = await world.member('Ben Ito');
  const [general, shore] = [await ada.room('general'), await ada.makes('shore')];
  await ada.posts(shore, 'Before the guest came');
  await ben.opens(general);
  const browse = ben.sidebar.getByRole('link', { name: 'Browse rooms' });
  await expect(browse).toBeVisible();
  await ada.asks('people.set_role', { person: await ada.idOf('Ben Ito'), role: 'guest' });
  await expect(browse).toHaveCount(0);
  const answer = await ben.page.goto(shore.path);
  expect(answer?.status()).toBe(404);
  await expect(ben.page.getByRole('heading', { name: 'Nothing here' })).toBeVisible();
  await expect(ben.asks('room.join', { room: shore.id })).rejects.toThrow('room.join was refused');
  await ben.page.goto('/rooms');
  await expect(ben.page.getByRole('main').getByRole('link', { name: 'general', exact: true })).toBeVisible();
  await expect(ben.page.getByRole('main').getByText('shore')).toHaveCount(0);

  await ben.opens(general);
  await ada.opens(shore, '?panel=people');
  await ada.people.getByRole('link', { name: 'Add people' }).click();
  await ada.page.getByRole('button', { name: 'Add Ben Ito' }).click();
  await ben.goesTo(shore);
  await ben.sees('Before the guest came');
  await ada.opens(shore);
  await ben.says('Thank you');
  await ada.sees('Thank you');
});

test('a room of which nothing is to reach one never stands out, and is out of sight where one says so', async ({ world }) => {
  const ada = await world.founder();
  const ben = await world.member('Ben Ito');
  const [general, tides] = [await ada.room('general'), await ada.makes('tides')];
  await ben.joins(tides);
  await letsReach(ben, general, /^Nothing It never/);
  await ben.goesTo(tides);
  const called = ben.socket.next(({ e }) => e === 'you.mentioned');
  for (const words of ['For whoever is there', '@ben, this is for you']) {
    const arrived = ben.socket.next(({ e, r }) => e === 'head' && r === general.id);
    await ada.posts(general, words);
    await arrived;
  }
  await called;
  // What is on the screen is of after that.
  await ada.posts(tides, 'Here as well');
  await ben.sees('Here as well');
  await ben.seesRead('general');
  await expect(ben.page).toHaveTitle('# tides · Saltmarsh');
  await expect(ben.sidebar.locator('.badge')).toHaveCount(0);
  await ben.asks('room.involve', { room: general.id, involvement: 'everything', favourite: false });
  await ben.seesUnread('general', 2);
  await expect(ben.page).toHaveTitle('(1) # tides · Saltmarsh');

  await letsReach(ben, general, /^Nothing, and hide it/);
  await expect(ben.roomLink('general')).toBeVisible();
  await ben.goesTo(tides);
  await expect(ben.roomLink('general')).toHaveCount(0);
  await ben.page.goto('/rooms');
  await expect(ben.roomLink('general')).toHaveCount(0);
  await ben.page.getByRole('link', { name: 'Open general' }).click();
  await expect(ben.roomLink('general')).toBeVisible();
  await ben.sees('@ben, this is for you');
});

test('a status ends by itself, on the page that others look at', async ({ world }) => {
  const ada = await world.founder();
  const ben = await world.member('Ben Ito');
  const general = await ada.room('general');
  await ben.page.clock.install();
  await ben.opens(general, '?panel=people');
  let loads = 0;
  ben.page.on('load', () => (loads += 1));
  await ada.submits('/settings/status', { emoji: ':ship:', text: 'At sea', lasts: '30m' });
  const row = ben.people.getByRole('listitem').filter({ hasText: 'Ada Marsh' });
  await expect(row).toContainText('🚢 At sea');
  await ben.page.clock.fastForward('28:00');
  await expect(row).toContainText('🚢 At sea');
  await ben.page.clock.fastForward('03:00');
  await expect(row).not.toContainText('At sea');
  expect(loads).toBe(0);
});

test('the page of somebody tells what their clock shows', async ({ world }) => {
  const ada = await world.founder();
  const ben = await world.member('Ben Ito');
  const near = await world.member('Cem Kaya', { timezoneId: 'Asia/Kolkata' });
  const general = await ada.room('general');
  await Promise.all([ben.opens(general), near.opens(general)]);
  await ada.page.goto('/settings/profile');
  await ada.page.getByLabel('Your time zone').fill('Asia/Kolkata');
  await ada.page.getByRole('button', { name: 'Save' }).click();
  await expect(ada.page.getByRole('status')).toContainText('It is changed');

  const there = () => new Date().toLocaleTimeString('en-GB', { timeZone: 'Asia/Kolkata', hour: '2-digit', minute: '2-digit' });
  const way = `/people/${await ada.idOf('Ada Marsh')}`;
  for (const [person, far] of [[ben, '5 h 30 min ahead of yours'], [near, 'like yours']] as const) {
    const before = there();
    await person.page.goto(way);
    const shown = await person.page.getByRole('definition').filter({ hasText: 'yours' }).innerText();
    expect([before, there()].map((clock) => `${clock}, ${far}`)).toContain(shown);
  }
  await ada.submits('/settings/profile', { name: 'Ada Marsh', zone: '' });
  await ben.page.reload();
  await expect(ben.page.getByRole('heading', { name: 'Ada Marsh' })).toBeVisible();
  await expect(ben.page.getByText('Their clock')).toHaveCount(0);
});

test('what is typed in a thread follows to the other device, and goes with the reply', async ({ world }) => {
  const ada = await world.founder();
  const ben = await world.member('Ben Ito');
  const general = await ada.room('general');
  const { no } = await ben.posts(general, 'Who steers?');
  const { room: id } = await ada.asks<{ room: number }>('thread.start', { room: general.id, no });
  const thread = { id, name: 'Thread', path: `/r/${id}-thread` };
  const phone = await world.deviceOf(ada);
  await Promise.all([ada.opens(thread), ben.opens(thread), phone.opens(general)]);
  const told = phone.socket.next(({ e }) => e === 'you.drafted');
  await ada.composer.fill('I would say that');
  await told;
  await phone.place('Drafts').click();
  const item = phone.page.getByRole('main').locator('.mentions > li');
  await expect(item).toContainText('Thread in general');
  await expect(item).toContainText('I would say that');
  await item.getByRole('link', { name: 'Go on writing' }).click();
  await expect(phone.heading).toHaveText('Thread');
  await expect(phone.composer).toHaveValue('I would say that');
  await phone.isAlive();
  await phone.composer.fill('I would say that you do');
  await expect(ada.composer).toHaveValue('I would say that you do');
  await ada.composer.press('Enter');
  await ben.sees('I would say that you do');
  await expect(phone.composer).toHaveValue('');
  await phone.place('Drafts').click();
  await expect(phone.page.getByRole('main')).toContainText('There is nothing here.');
});

test('a reminder rings on both devices of one person, and is silent on both when one lets go of it', async ({ world }) => {
  const ada = await world.founder();
  const ben = await world.member('Ben Ito');
  const phone = await world.deviceOf(ada);
  const room = await ada.room('general');
  const { no } = await ben.posts(room, 'Low tide at ten');
  await ben.opens(room);
  for (const device of [ada, phone]) {
    await hangsBell(device);
    await comesTo(device, '/settings/notifications');
    await device.page.getByLabel('Show them on the desktop').click();
    await device.opens(room);
    await device.sees('Low tide at ten');
  }
  await ada.asks('message.save', { room: room.id, no, on: true, remind_at: Date.now() + 3_000 });
  for (const device of [ada, phone]) {
    await expect(device.place('Saved').locator('.badge')).toHaveText('1 reminder');
    await expect(device.page).toHaveTitle('(1) # general · Saltmarsh');
    await expect.poll(() => kept(device, 'shown')).toEqual([expect.stringMatching(/^Reminder: /)]);
  }
  await phone.place('Saved').click();
  await phone.page.getByRole('button', { name: 'Done: Low tide at ten' }).click();
  await expect(phone.page.getByRole('main')).toContainText('You keep nothing yet.');
  for (const device of [ada, phone]) {
    await expect(device.place('Saved').locator('.badge')).toHaveCount(0);
    await expect(device.page).not.toHaveTitle(/^\(/);
    expect(await kept(device, 'shown')).toHaveLength(1);
  }
  // It was nobody else's.
  await expect(ben.page).toHaveTitle('# general · Saltmarsh');
});

test('a browser is asked for notifications by a click on their switch, and never before', async ({ world }) => {
  const ada = await world.founder();
  const ben = await world.member('Ben Ito');
  const [general, tides] = [await ada.room('general'), await ada.makes('tides')];
  await ben.joins(tides);
  await hangsBell(ben);
  for (const [before, path] of ['/mentions', general.path, '/people', '/saved', '/settings/notifications'].entries()) {
    await comesTo(ben, path);
    await ada.posts(tides, '@ben, are you there?');
    await expect(ben.roomLink('tides').locator('.badge')).toHaveText(before === 0 ? '1 calls you' : `${before + 1} call you`);
  }
  await ben.page.getByLabel('Play a sound').click();
  await ben.page.getByRole('button', { name: 'Try it' }).click();
  expect(await kept(ben, 'asked')).toEqual([]);
  await ben.page.getByLabel('Show them on the desktop').click();
  await expect.poll(() => kept(ben, 'asked')).toEqual(['/settings/notifications']);
  await expect(ben.page.getByLabel('Show them on the desktop')).toBeChecked();
  await ada.posts(tides, '@ben, and now you hear it');
  await expect.poll(() => kept(ben, 'shown')).toEqual(['Ada Marsh · tides: @ben, and now you hear it']);
  expect(await kept(ben, 'asked')).toHaveLength(1);
});
