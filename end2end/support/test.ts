/** `test` with a world of its own for each test; what went wrong on any page fails it. */
import { test as base, expect } from '@playwright/test';

import { Watch } from './watch.ts';
import { World } from './world.ts';

type Fixtures = {
  /** Names of the server's environment; set by `test.use({ settings: … })`. */
  settings: Record<string, string>;
  /** What must not happen. */
  watch: Watch;
  /** An empty Snug. */
  world: World;
};

export const test = base.extend<Fixtures>({
  settings: [{}, { option: true }],

  watch: async ({}, use) => {
    const watch = new Watch();
    await use(watch);
    expect(watch.unexpected(), 'nothing goes wrong in any browser').toEqual([]);
  },

  world: async ({ browser, watch, settings }, use, info) => {
    const world = await World.start(browser, watch, settings);
    await use(world);
    if (info.status !== info.expectedStatus) {
      await info.attach('server.log', { body: world.server.log.join('\n'), contentType: 'text/plain' });
      for (const { page, name } of world.people) {
        if (!page.isClosed()) await info.attach(`${name}.png`, { body: await page.screenshot(), contentType: 'image/png' });
      }
    }
    await world.end();
  },
});

export { expect };
