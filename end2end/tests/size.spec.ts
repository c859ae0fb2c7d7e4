import budget from '../budget.json' with { type: 'json' };
import { conversation } from '../support/conversation.ts';
import { type Weight, weigh } from '../support/measure.ts';
import { PROGRAM } from '../support/server.ts';
import { expect, test } from '../support/test.ts';

test.skip(PROGRAM.includes('/debug/'), 'only the release is weighed');

function expectWithin(weight: Weight, limits: Record<string, number>, what: string): void {
  test.info().annotations.push({ type: what, description: JSON.stringify(weight) });
  for (const [kind, limit] of Object.entries(limits)) {
    const size = kind === 'total' ? weight.total : (weight.by[kind] ?? 0);
    expect(size, `${what}: ${kind} of ${JSON.stringify(weight)}`).toBeLessThanOrEqual(limit);
  }
}

test('a door is light, and carries no program', async ({ world }) => {
  const ada = await world.stranger('Ada Marsh');
  expectWithin(await weigh(ada.page, '/setup', async () => {}), budget.door, 'first run');
  const join = new URL(await world.joinLink()).pathname;
  for (const [what, path] of [['sign in', '/sign-in'], ['join', join]] as const) {
    const stranger = await world.stranger('Eve');
    expectWithin(await weigh(stranger.page, path, async () => {}), budget.door, what);
  }
});

test('a room is light, with everything it needs to be alive', async ({ world }) => {
  const { me, room } = await conversation(world);
  for (let no = 0; no < 50; no += 1) await me.posts(room, `A message of middling length, as people write them, number ${no}`);
  const live = me.socket.nextLive();
  const weight = await weigh(me.page, room.path, () => live);
  expect(weight.by.wasm).toBeGreaterThan(0);
  expectWithin(weight, budget.room, 'room');
});

test('who comes again loads the page and nothing else', async ({ world }) => {
  const { me, room, others } = await conversation(world);
  await me.opens(room);
  await me.opens(others.unread);
  const live = me.socket.nextLive();
  const weight = await weigh(me.page, room.path, () => live, false);
  expectWithin(weight, budget.again, 'room again');
  // The icon, whose name does not carry its content, is asked whether it is still the same.
  const kinds = Object.keys(weight.by).filter((kind) => weight.by[kind] !== 0 && kind !== 'other');
  expect(kinds).toEqual(['document']);
});
