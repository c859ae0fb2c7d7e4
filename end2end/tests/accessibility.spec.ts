import { violations } from '../support/axe.ts';
import { conversation } from '../support/conversation.ts';
import { expect, test } from '../support/test.ts';

const SCREENS = [
  { name: 'a desk by day', viewport: { width: 1440, height: 900 }, colorScheme: 'light' },
  { name: 'a desk by night', viewport: { width: 1440, height: 900 }, colorScheme: 'dark' },
  { name: 'a phone by day', viewport: { width: 390, height: 844 }, colorScheme: 'light' },
  { name: 'a phone by night', viewport: { width: 390, height: 844 }, colorScheme: 'dark' },
  { name: 'more contrast', viewport: { width: 1440, height: 900 }, colorScheme: 'light', contrast: 'more' },
] as const;

for (const { name, ...ways } of SCREENS) {
  test(`the doors are open to everyone: ${name}`, async ({ world, watch }) => {
    watch.expects(/status of 4\d\d/);
    const eve = await world.stranger('Eve', ways);
    for (const wrong of [false, true]) {
      await eve.page.goto('/setup');
      if (wrong) await eve.submitsWrongly();
      expect(await violations(eve.page), `first run, wrong: ${wrong}`).toEqual([]);
    }
    const link = new URL(await world.joinLink()).pathname;
    for (const path of ['/sign-in', link, '/join/no-such-link']) {
      await eve.page.goto(path);
      expect(await violations(eve.page), path).toEqual([]);
    }
  });

  test(`the rooms are open to everyone: ${name}`, async ({ world, watch }) => {
    // Every page of a workspace, one after the other.
    test.slow();
    watch.expects(/status of 404/);
    const { me, room, others } = await conversation(world, ways);
    await me.opens(room);
    expect(await violations(me.page), 'room').toEqual([]);
    await me.opens(room, '?panel=people');
    expect(await violations(me.page), 'people').toEqual([]);
    for (const path of [others.empty.path, others.notIn.path, `${room.path}/edit`, `${room.path}/5/history`, `${room.path}/10/edit`, `${room.path}/people`, '/people', '/people/2/role', '/people/2', '/settings/profile', `${room.path}/involvement`, '/saved', '/drafts', `${room.path}/5/remind`, `${room.path}/5/react`, `${room.path}/later`, '/search', '/search?q=the', '/search?q=is:blue', '/rooms', '/rooms/new', '/invite', '/settings/notifications', '/settings/sessions', '/r/999']) {
      await me.page.goto(path);
      expect(await violations(me.page), path).toEqual([]);
    }
    if (ways.viewport.width < 700) {
      await me.opens(room);
      await me.page.getByRole('button', { name: 'Open rooms' }).click();
      expect(await violations(me.page), 'drawer').toEqual([]);
    }
  });
}
