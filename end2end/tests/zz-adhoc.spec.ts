import { test } from '../support/test.ts';
test('adhoc', async ({ world }) => {
  test.setTimeout(120000);
  const ada = await world.founder();
  const room = await ada.room('general');
  for (let no = 1; no <= 300; no += 1) await ada.posts(room, `Message ${no}`);
  const frames: string[] = [];
  ada.page.on('websocket', (ws) => { ws.on('framesent', (f) => frames.push('> ' + f.payload.toString().slice(0, 150))); ws.on('framereceived', (f) => frames.push('< ' + f.payload.toString().slice(0, 100))); });
  await ada.opens(room);
  await ada.page.evaluate(() => { const t = document.getElementById('timeline')!; (window as any).tops = []; t.addEventListener('scroll', () => (window as any).tops.push([t.scrollTop, t.scrollHeight, performance.now()|0])); });
  const info = () => ada.timeline.evaluate((t) => ({ top: t.scrollTop, h: t.scrollHeight, c: t.clientHeight, rows: t.querySelectorAll('li[id^=m]').length, first: t.querySelector('li[id^=m]')?.id, anchor: getComputedStyle(t.querySelector('.timeline__more')!).overflowAnchor  }));
  console.log(await info());
  await ada.timeline.evaluate((timeline) => timeline.scrollTo({ top: -timeline.scrollHeight }));
  for (let i = 0; i < 5; i++) { await ada.page.waitForTimeout(300); console.log(await info().catch(() => 0)); }
  console.log(await ada.page.evaluate(() => (window as any).tops));
  console.log(frames.join('\n'));
});
