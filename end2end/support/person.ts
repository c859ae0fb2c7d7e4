/** Somebody in front of a browser. */
import { type BrowserContext, type Locator, type Page, expect } from '@playwright/test';

import type { Line } from './line.ts';
import type { Attachable } from './pictures.ts';
import { Socket } from './socket.ts';
import type { World } from './world.ts';

/** A room, as the address bar knows it. */
export type Room = { id: number; name: string; path: string };

/** What somebody types at a door. */
export type Account = { name: string; email: string; password: string };

/** A person with a browser of their own. What they do is named by verbs, what is on the screen by nouns. */
export class Person {
  /** How the page's conversation with the server goes. */
  socket: Socket;
  /** What they sign in with. */
  readonly account: Account;

  constructor(
    /** What others see. */
    readonly name: string,
    private readonly world: World,
    /** Their browser. */
    readonly context: BrowserContext,
    /** The tab in front. */
    public page: Page,
    /** Their own line to the server, if they asked for one. */
    private readonly ownLine?: Line,
  ) {
    const email = `${name.toLowerCase().replaceAll(/[^a-z]+/g, '.')}@example.org`;
    this.account = { name, email, password: `${name} likes low tide` };
    this.socket = new Socket(page);
  }

  /** Their own line to the server. */
  get line(): Line {
    if (!this.ownLine) throw new Error(`${this.name} did not ask for a line`);
    return this.ownLine;
  }

  // At the doors.

  /** Makes the workspace, on the page. */
  async firstRun(workspace = 'Saltmarsh'): Promise<void> {
    await this.page.goto('/');
    await this.page.getByLabel('Workspace name').fill(workspace);
    await this.page.getByLabel('Your name').fill(this.account.name);
    await this.page.getByLabel('Email').fill(this.account.email);
    await this.page.getByLabel('Password').fill(this.account.password);
    await this.page.getByRole('button', { name: 'Create workspace' }).click();
  }

  /** Sends the form that is open with everything filled in but a usable password. */
  async submitsWrongly(): Promise<void> {
    for (const field of await this.page.getByRole('textbox').all()) await field.fill('ada@example.org');
    await this.page.getByLabel('Password').fill('12345678');
    await this.page.getByRole('main').getByRole('button').click();
  }

  /** Makes an account, on the page that a join link leads to. */
  async joinsBy(link: string): Promise<void> {
    await this.page.goto(new URL(link).pathname);
    await this.page.getByLabel('Your name').fill(this.account.name);
    await this.page.getByLabel('Email').fill(this.account.email);
    await this.page.getByLabel('Password').fill(this.account.password);
    await this.page.getByRole('button', { name: 'Join' }).click();
  }

  /** Signs in on the page that is open, or on the sign-in page. */
  async signsIn(password = this.account.password): Promise<void> {
    if (!this.page.url().includes('/sign-in')) await this.page.goto('/sign-in');
    await this.page.getByLabel('Email').fill(this.account.email);
    await this.page.getByLabel('Password').fill(password);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
  }

  /** Signs out by the menu. */
  async signsOut(): Promise<void> {
    await this.page.getByRole('button', { name: 'Your account' }).click();
    await this.sidebar.getByRole('button', { name: 'Sign out' }).click();
  }

  /** Closes the tab and opens a new one, in the same browser. */
  async opensNewTab(): Promise<void> {
    await this.page.close();
    this.page = await this.context.newPage();
    this.socket = new Socket(this.page);
  }

  /** The browser says that the network is back, so that nobody waits for the next try. */
  async isBackOnline(): Promise<void> {
    await this.page.evaluate(() => window.dispatchEvent(new Event('online')));
  }

  // In a room.

  /** Loads the page of a room and waits until everything said there arrives at once. */
  async opens(room: Room, rest = ''): Promise<void> {
    const live = this.socket.nextLive();
    await this.page.goto(room.path + rest);
    await live;
  }

  /** Waits until the program answers on the page of a room: it alone draws the hint under the box, once it is live. */
  async isAlive(): Promise<void> {
    await expect(this.page.locator('.dock__hint')).toBeAttached();
  }

  /** Goes to another room by the sidebar. */
  async goesTo(room: Room): Promise<void> {
    await this.roomLink(room.name).click();
    await expect(this.heading).toHaveText(room.name);
  }

  /** Writes a message and sends it by the keyboard; lines are parted by Shift+Enter. */
  async says(text: string): Promise<void> {
    await this.composer.click();
    for (const [i, line] of text.split('\n').entries()) {
      if (i > 0) await this.composer.press('Shift+Enter');
      if (line) await this.page.keyboard.insertText(line);
    }
    await this.composer.press('Enter');
  }

  /** Chooses something from the menu of a message. */
  async chooses(text: string, item: string): Promise<void> {
    await this.message(text).hover();
    await this.page.locator('#toolbar').getByRole('button', { name: 'More', exact: true }).click();
    await this.page.locator('.toolbar__menu').getByText(item, { exact: true }).click();
  }

  /** The number of somebody in the workspace. */
  async idOf(name: string): Promise<number> {
    const people = await this.asks<{ id: number; name: string }[]>('people.list');
    const found = people.find((person) => person.name === name);
    if (!found) throw new Error(`Nobody is called ${name}`);
    return found.id;
  }

  /** Chooses files to go with what is being written. */
  async attaches(...files: Attachable[]): Promise<void> {
    await this.page.locator('#files').setInputFiles(files);
  }

  /** The files that wait for the message they go with. */
  get tray(): Locator {
    return this.page.getByRole('list', { name: 'Files to send' });
  }

  /** Brings a file without the page, and answers its number. */
  async brings(room: Room, { name, buffer }: Attachable): Promise<number> {
    const origin = this.ownLine?.url ?? this.world.server.url;
    const way = `/api/rooms/${room.id}/files?name=${encodeURIComponent(name)}`;
    const answer = await this.context.request.post(way, { data: buffer, headers: { origin, 'content-type': 'application/octet-stream' } });
    if (!answer.ok()) throw new Error(`${name} was refused: ${await answer.text()}`);
    return ((await answer.json()) as { id: number }).id;
  }

  /** Waits until a message is on the screen, settled, once. */
  async sees(text: string): Promise<void> {
    await expect(this.message(text)).toHaveCount(1);
    await expect(this.message(text)).not.toHaveClass(/message--pending/);
  }

  /** Waits until these are the last messages of the room, in this order. */
  async seesInOrder(...texts: string[]): Promise<void> {
    await expect
      .poll(async () => (await this.bodies.allInnerTexts()).slice(-texts.length).map((text) => text.trim()))
      .toEqual(texts);
  }

  /** The message with exactly this text. */
  message(text: string): Locator {
    return this.messages.filter({ has: this.page.locator('.message__body', { hasText: exactly(text) }) });
  }

  /** The message of this number. */
  messageNo(no: number): Locator {
    return this.page.locator(`#m${no}`);
  }

  /** All messages of the open room, settled or not. */
  get messages(): Locator {
    return this.page.locator('.message');
  }

  /** What the messages say. */
  get bodies(): Locator {
    return this.page.locator('.message__body');
  }

  /** Where one writes. */
  get composer(): Locator {
    return this.page.getByRole('textbox', { name: /^(Message|Reply in this thread)/ });
  }

  /** The name of what is open. */
  get heading(): Locator {
    return this.page.getByRole('heading', { level: 1 });
  }

  /** The scrolling list of messages. */
  get timeline(): Locator {
    return this.page.getByRole('region', { name: /^Messages/ });
  }

  /** What is said about the connection; empty while everything arrives. */
  get banner(): Locator {
    return this.page.locator('.connection-banner');
  }

  /** The way down to the newest message; there only while that is out of view. */
  get jump(): Locator {
    return this.page.getByRole('link', { name: /^(Jump to the newest|\d+ new messages?)$/ });
  }

  /** Everyone in the room, where the panel is open. */
  get people(): Locator {
    return this.page.getByRole('complementary', { name: 'People in this room' });
  }

  /** The numbers of the messages on the screen, top to bottom. */
  async numbers(): Promise<number[]> {
    return await this.page.locator('#timeline li[id^=m]').evaluateAll((rows) => rows.map((row) => Number(row.id.slice(1))));
  }

  /** Who is writing. */
  get typingLine(): Locator {
    return this.page.locator('.typing-line');
  }

  // In the sidebar.

  /** The landmark. */
  get sidebar(): Locator {
    return this.page.getByRole('complementary', { name: 'Workspace' });
  }

  /** The way to a room one is in, whatever waits there. */
  roomLink(name: string): Locator {
    return this.sidebar.getByRole('link', { name: new RegExp(`^${name} ?(, draft)? ?(, .+ unread.*)?${HERE}$`) });
  }

  /** The way to a page that is no room's, whatever it counts. */
  place(name: string): Locator {
    return this.sidebar.getByRole('link', { name: new RegExp(`^${name}`) });
  }

  /** Waits until a room is marked as unread. */
  async seesUnread(name: string, count: number): Promise<void> {
    await expect(this.sidebar.getByRole('link', { name: new RegExp(`^${name} ?, ${count} unread( .*)?${HERE}$`) })).toBeVisible();
  }

  /** Waits until nothing waits in a room. */
  async seesRead(name: string): Promise<void> {
    await expect(this.sidebar.getByRole('link', { name: new RegExp(`^${name}${HERE}$`) })).toBeVisible();
  }

  // Without the page: for what a test needs and is not about.

  /** Posts a form with this browser's cookies; it has to be taken. */
  async submits(path: string, form: Record<string, string>): Promise<string> {
    const origin = this.ownLine?.url ?? this.world.server.url;
    const answer = await this.context.request.post(path, { form, headers: { origin }, maxRedirects: 0 });
    if (answer.status() !== 303) throw new Error(`${path} answered ${answer.status()}: ${await answer.text()}`);
    return answer.headers().location ?? '';
  }

  /** Asks the server what the socket would ask. */
  async asks<T>(op: string, d: object = {}): Promise<T> {
    const origin = this.ownLine?.url ?? this.world.server.url;
    const answer = await this.context.request.post('/api/command', { data: { i: 1, op, d }, headers: { origin } });
    const { ok, err } = (await answer.json()) as { ok?: T; err?: { message: string } };
    if (ok === undefined) throw new Error(`${op} was refused: ${err?.message ?? answer.status()}`);
    return ok;
  }

  /** A room by its name, whether one is in it or not. */
  async room(name: string): Promise<Room> {
    const all = await this.asks<{ room: { id: number; name: string } }[]>('room.list');
    const found = all.find((listing) => listing.room.name === name);
    if (!found) throw new Error(`There is no room ${name}`);
    return asRoom(found.room.id, name);
  }

  /** Makes a room. */
  async makes(name: string, topic = ''): Promise<Room> {
    const { id } = await this.asks<{ id: number }>('room.make', { name, topic });
    return asRoom(id, name);
  }

  /** Joins a room. */
  async joins(room: Room): Promise<void> {
    await this.asks('room.join', { room: room.id });
  }

  /** Says something by a program. */
  async posts(room: Room, body: string, ...files: Attachable[]): Promise<{ no: number; seq: number }> {
    const brought = [];
    for (const file of files) brought.push(await this.brings(room, file));
    return await this.asks('message.send', { room: room.id, cid: newCid(), body, files: brought });
  }
}

/** Beside whom one writes to alone stands whether they are here. */
const HERE = '( ?, (here|idle|away))?';

/** The text and nothing else, however its white space is laid out. */
function exactly(text: string): RegExp {
  const words = text.trim().split(/\s+/).map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^\\s*${words.join('\\s+')}\\s*$`);
}

/** Where a room of this name lives, by the rules of `room_path`, for plain names. */
export function asRoom(id: number, name: string): Room {
  const slug = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-|-$/g, '');
  return { id, name, path: `/r/${id}-${slug}` };
}

/** A fresh UUIDv7. */
export function newCid(): string {
  const time = Date.now().toString(16).padStart(12, '0');
  const random = crypto.randomUUID();
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(15)}`;
}
