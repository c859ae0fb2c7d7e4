/** A server, and the people who use it. */
import { type Browser, type BrowserContextOptions } from '@playwright/test';

import { Line } from './line.ts';
import { Person } from './person.ts';
import { Server } from './server.ts';
import type { Watch } from './watch.ts';

/** How a person comes along. */
export type Ways = BrowserContextOptions & {
  /** Reach the server over a line of their own, which can be cut. */
  line?: boolean;
};

/** One Snug for one test. */
export class World {
  readonly people: Person[] = [];
  readonly #lines: Line[] = [];
  #founder: Person | undefined;
  #joinLink: string | undefined;

  private constructor(
    /** The running program. */
    readonly server: Server,
    private readonly browser: Browser,
    /** What must not happen meanwhile. */
    readonly watch: Watch,
  ) {}

  /** An empty Snug. `settings` are names of the server's environment. */
  static async start(browser: Browser, watch: Watch, settings: Record<string, string> = {}): Promise<World> {
    return new World(await Server.start(settings), browser, watch);
  }

  /** Somebody with a browser and no account. */
  async stranger(name: string, ways: Ways = {}): Promise<Person> {
    const { line: wantsLine, ...options } = ways;
    const line = wantsLine ? await Line.to(() => this.server.port) : undefined;
    if (line) this.#lines.push(line);
    const context = await this.browser.newContext({
      baseURL: line?.url ?? this.server.url,
      timezoneId: 'UTC',
      locale: 'en-GB',
      ...options,
    });
    await this.watch.over(context, name, options.javaScriptEnabled);
    const person = new Person(name, this, context, await context.newPage(), line);
    this.people.push(person);
    return person;
  }

  /** Who has made the workspace; the first call makes it, without showing a page. */
  async founder(name = 'Ada Marsh', ways: Ways = {}): Promise<Person> {
    if (!this.#founder) {
      this.#founder = await this.stranger(name, ways);
      await this.#founder.submits('/setup', { workspace: 'Saltmarsh', ...this.#founder.account });
    }
    return this.#founder;
  }

  /** Somebody who has joined by the founder's link, without showing a page. */
  async member(name: string, ways: Ways = {}): Promise<Person> {
    const link = await this.joinLink();
    const person = await this.stranger(name, ways);
    await person.submits(new URL(link).pathname, person.account);
    return person;
  }

  /** Another device of somebody, signed in, without showing a page. */
  async deviceOf(person: Person, ways: Ways = {}): Promise<Person> {
    const device = await this.stranger(person.name, ways);
    await device.submits('/sign-in', { email: person.account.email, password: person.account.password });
    return device;
  }

  /** The link by which people join. */
  async joinLink(): Promise<string> {
    if (!this.#joinLink) {
      const founder = await this.founder();
      const html = await (await founder.context.request.get('/invite')).text();
      const path = /\/join\/[\w-]+/.exec(html);
      if (!path) throw new Error(`There is no join link on the page:\n${html}`);
      this.#joinLink = this.server.url + path[0];
    }
    return this.#joinLink;
  }

  /** Everyone goes home. */
  async end(): Promise<void> {
    await Promise.all(this.people.map((person) => person.context.close()));
    for (const line of this.#lines) line.close();
    await this.server.clear();
  }
}
