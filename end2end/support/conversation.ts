/** A workspace as it looks after some days: several people, runs, long and short messages, links, unread rooms. */
import { picture, text } from './pictures.ts';
import type { Person, Room } from './person.ts';
import type { Ways, World } from './world.ts';

/** What there is to see. */
export type Scene = {
  /** Who looks. */
  me: Person;
  /** Some of the others. */
  company: readonly [Person, Person, Person];
  /** A room with much in it, the last of it unread. */
  room: Room;
  /** Beneath one of its messages. */
  thread: Room;
  others: { empty: Room; notIn: Room; unread: Room; files: Room; news: Room; past: Room };
  /** The page of somebody who says much of themselves. */
  walker: string;
};

/** What people have done with the messages of the room. */
async function decorate(room: number, people: Record<'me' | 'mara' | 'tomas' | 'priya', Person>): Promise<void> {
  const { me, mara, tomas, priya } = people;
  for (const person of [me, mara, priya]) await person.asks('message.react', { room, no: 5, emoji: '💚', on: true });
  await mara.asks('message.react', { room, no: 11, emoji: '✅', on: true });
  await me.asks('message.react', { room, no: 11, emoji: '👀', on: true });
  await mara.asks('message.pin', { room, no: 1, on: true });
  const body = 'From yesterday’s canary: **2.1 s** became **0.3 s**.';
  await tomas.asks('message.edit', { room, no: 5, base_rev: 0, body });
}

/** What somebody wants to come back to. */
async function comesBack(me: Person, room: number, others: { draft: number; thread: number }): Promise<void> {
  const tomorrow = Date.now() + 20 * 60 * 60 * 1_000;
  await me.asks('message.save', { room, no: 8, on: true });
  await me.asks('message.save', { room, no: 5, on: true, remind_at: tomorrow });
  await me.asks('draft.keep', { room: others.draft, body: 'I like the door. Two things:\n- the handle\n- what stands above it' });
  await me.asks('draft.keep', { room: others.thread, body: 'Which side is left when it turns round?' });
  const cid = '0190f5a0-7c1e-7000-8000-00000000000b';
  await me.asks('message.schedule', { room, cid, body: 'Good morning! The limits are **done**, please look at them before ten.', at: tomorrow });
}

function pdf(name: string) {
  return { name, mimeType: 'application/pdf', buffer: Buffer.concat([Buffer.from('%PDF-1.7 '), Buffer.alloc(1_400_000, 32)]) };
}

/** Lets people talk. `ways` are those of who looks. */
export async function conversation(world: World, ways: Ways = {}): Promise<Scene> {
  const me = await world.founder('Noor Haddad', ways);
  const [mara, tomas, priya, jun] = await Promise.all(
    ['Mara Lindqvist', 'Tomás Rey', 'Priya Nair', 'Jun Okabe'].map((name) => world.member(name)),
  ) as [Person, Person, Person, Person];
  const room = await mara.makes('release-train', 'What ships this week, and what is in the way');
  const design = await priya.makes('design-review', 'Show it before it is done');
  const field = await tomas.makes('field-notes', 'What we saw outside');
  const empty = await me.makes('reading-club');
  const notIn = await jun.makes('kitchen-garden', 'Beans, mostly');
  for (const person of [me, tomas, priya, jun]) await person.joins(room);
  for (const person of [me, mara, tomas]) await person.joins(design);
  await me.joins(field);
  for (const person of [tomas, priya]) await person.joins(notIn);
  const news = await jun.makes('announcements', 'What everybody should know');
  const past = await me.makes('summer-party', 'Until the tide comes in');
  for (const person of [me, mara]) await person.joins(news);
  await mara.joins(past);
  await jun.posts(news, 'The office is closed on Friday. Enjoy the long weekend.');
  await jun.asks('room.set_posting', { room: news.id, chosen_only: true });
  await mara.posts(past, 'Thank you all for the cake.');
  await me.asks('room.archive', { room: past.id, on: true });

  await mara.posts(room, 'Morning all. 3.4 is cut and the candidate is on staging.\nTwo things I want eyes on before noon:\n1. reconnect after a laptop sleeps\n2. the new upload limits');
  await mara.posts(room, 'If either looks off, say so here rather than in the ticket.');
  await tomas.posts(room, 'Reconnect first. The client now sends its last seen number and the server replays from there.');
  await tomas.posts(room, 'https://example.org/notes/reconnect?from=2026-11-20&to=2026-11-24#numbers has the measurements, and the rest of the story is under https://example.org/notes (long).');
  await tomas.posts(room, 'From yesterday’s canary: 2.1 s became 0.3 s.');
  await me.posts(room, 'Nice. I shall try it on the train, where the line breaks every few minutes and nobody can say when it comes back. If anything doubles or goes missing there, we have it; and if nothing does, I would say that we are done with this one and can give the evening to the upload limits, which nobody has looked at since the spring and which still count bytes where they should count the time that a person waits.');
  await priya.posts(room, '👏🌊');
  await jun.posts(room, '```rust\nlet missed = room.since(last_seen).take(500); // never a part\nif missed.is_complete() {\n    socket.replay(missed)\n}\n```');
  await jun.posts(room, 'Averyveryverylongwordwithoutanyplacetobreakit'.repeat(4));
  await me.posts(room, 'Back in a minute.');
  await priya.posts(room, '@noor can you try the sleep case on the old ThinkPad? It is the only machine here that still takes four seconds to wake.');
  await mara.posts(room, 'مرحبا، هذا سطر من اليمين إلى اليسار.');
  await tomas.posts(room, 'Deploy `3.4.0-rc2` to **staging** finished in 41 s, 0 failed checks.');
  await decorate(room.id, { me, mara, tomas, priya });
  await tomas.submits('/settings/profile', { name: 'Tomás Rey', title: 'Walks the coast and counts what is there', zone: 'Atlantic/Azores' });
  await tomas.submits('/settings/status', { emoji: ':ship:', text: 'On the boat to the outer sands', lasts: '4h', quiet: 'on', seen: 'away' });
  const { room: thread } = await tomas.asks<{ room: number }>('thread.start', { room: room.id, no: 6 });
  const beneath = { id: thread, name: 'Thread', path: `/r/${thread}-thread` };
  await tomas.posts(beneath, 'Take the 17:32, it has the longest tunnel.');
  await priya.posts(beneath, 'And sit on the left, the right side has reception.');
  await mara.posts(beneath, 'I can give the evening to the limits. **Half of it**, at least.');
  const alone = await priya.asks<{ id: number }>('direct.open', { people: [await priya.idOf('Noor Haddad')] });
  await priya.posts({ id: alone.id, name: 'Noor Haddad', path: `/r/${alone.id}` }, 'Lunch at one?');
  for (const text of ['The new door is up for review', '@noor, and the drawer on phones: #release-train waits for it']) await priya.posts(design, text);
  await tomas.posts(field, 'Two seals on the sandbank at half past six', picture('sandbank.png', 1600, 900), picture('the-pair.png', 600, 800, 30));
  const list = 'species,count,where\ngrey seal,2,sandbank\noystercatcher,14,north spit\nturnstone,31,north spit\n';
  await tomas.posts(field, 'The whole morning:', text('2026-11-24-counts.csv', list), pdf('Tide tables for the whole of next year.pdf'));
  await me.posts(field, 'Lucky you!');
  await comesBack(me, room.id, { draft: design.id, thread });
  const company = [mara, tomas, priya] as const;
  return { me, company, room, thread: beneath, others: { empty, notIn, unread: design, files: field, news, past }, walker: `/people/${await me.idOf('Tomás Rey')}` };
}
