import { type Person, type Room } from '../support/person.ts';
import { expect, test } from '../support/test.ts';

const ALL = 300;

async function seeded(ada: Person): Promise<Room> {
  const room = await ada.room('general');
  for (let no = 1; no <= ALL; no += 1) await ada.posts(room, `Message ${no}`);
  return room;
}

/** Scrolls to the top of what is loaded and waits until what was there has older company, without having moved. */
async function pageBack(person: Person): Promise<number> {
  const first = (await person.numbers())[0] ?? 0;
  if (first === 1) return first;
  const row = person.messageNo(first);
  await person.timeline.evaluate((timeline) => timeline.scrollTo({ top: -timeline.scrollHeight }));
  const before = await row.evaluate((element) => element.getBoundingClientRect().bottom);
  await expect(person.messageNo(first - 1)).toBeAttached();
  const after = await row.evaluate((element) => element.getBoundingClientRect().bottom);
  expect(Math.abs(after - before), `message ${first} stays where it is`).toBeLessThan(1);
  return first;
}

test('scrolling up brings the whole past, without a jump or a hole', async ({ world }) => {
  const ada = await world.founder();
  await ada.opens(await seeded(ada));
  await expect(ada.messageNo(ALL)).toBeInViewport();
  while ((await ada.numbers())[0] !== 1) await pageBack(ada);
  await expect(ada.page.locator('.birth-card')).toBeAttached();
  const shown = await ada.numbers();
  expect(shown.length, 'the list keeps a window only').toBeLessThanOrEqual(250);
  expect(shown).toEqual(Array.from({ length: shown.length }, (_, i) => i + 1));

  await ada.jump.click();
  await expect(ada.messageNo(ALL)).toBeInViewport();
  await ada.says('And one more');
  await ada.sees('And one more');
  await expect(ada.messageNo(ALL + 1)).toBeInViewport();
});

test('scrolling down again brings back what was let go of', async ({ world }) => {
  const ada = await world.founder();
  const room = await seeded(ada);
  await ada.opens(room, '/40');
  await expect(ada.messageNo(40)).toBeInViewport();
  for (;;) {
    // In one step: pages come by themselves in between.
    const last = await ada.timeline.evaluate((timeline) => {
      timeline.scrollTo({ top: 0 });
      return Number([...timeline.querySelectorAll('li[id^=m]')].at(-1)?.id.slice(1));
    });
    if (last === ALL) break;
    await expect(ada.messageNo(last + 1)).toBeAttached();
    await expect(ada.messageNo(last)).toBeInViewport();
  }
  const shown = await ada.numbers();
  expect(shown).toEqual(Array.from({ length: shown.length }, (_, i) => ALL - shown.length + 1 + i));
});

test('a permalink shows its message among its neighbours and points at it', async ({ world }) => {
  const ada = await world.founder();
  const room = await seeded(ada);
  await ada.opens(room, '/150');
  await expect(ada.messageNo(150)).toBeInViewport();
  await expect(ada.messageNo(149)).toBeAttached();
  await expect(ada.messageNo(151)).toBeAttached();
  await expect(ada.page.locator('[data-flash]')).toHaveText(/Message 150/);
  await ada.jump.click();
  await expect(ada.messageNo(ALL)).toBeInViewport();
});

test('news does not move who reads the past, and is offered', async ({ world }) => {
  const ada = await world.founder();
  const ben = await world.member('Ben Ito');
  const room = await seeded(ada);
  await ada.opens(room);
  await ada.timeline.evaluate((timeline) => timeline.scrollTo({ top: -900 }));
  await expect(ada.timeline).not.toHaveAttribute('data-at-end');
  const row = ada.messageNo(ALL - 15);
  const before = await row.boundingBox();
  await ben.posts(room, 'Something new');
  await expect(ada.jump).toBeVisible();
  await ada.sees('Something new');
  expect((await row.boundingBox())?.y).toBeCloseTo(before?.y ?? 0, 0);
  await ada.jump.click();
  await expect(ada.message('Something new')).toBeInViewport();
  await expect(ada.jump).toBeHidden();
});

test('news keeps who reads the newest at the newest', async ({ world }) => {
  const ada = await world.founder();
  const ben = await world.member('Ben Ito');
  const room = await seeded(ada);
  await ada.opens(room);
  for (let i = 1; i <= 5; i += 1) await ben.posts(room, `News ${i}\nwith\na few\nlines`);
  await ada.sees('News 5 with a few lines');
  await expect(ada.message('News 5 with a few lines')).toBeInViewport({ ratio: 0.99 });
});
