/** Measures what a page costs: bytes over the wire, and how much it shifts. */
import type { BrowserContext, Page } from '@playwright/test';

/** Bytes over the wire with all headers, by kind of thing. */
export type Weight = { total: number; by: Record<string, number> };

/** Loads `path` in a fresh cache and weighs all that came, until `settled`. */
export async function weigh(page: Page, path: string, settled: () => Promise<unknown>): Promise<Weight> {
  const session = await page.context().newCDPSession(page);
  const kinds = new Map<string, string>();
  const by: Record<string, number> = {};
  session.on('Network.responseReceived', ({ requestId, response, type }) => kinds.set(requestId, kindOf(response.mimeType, type)));
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const kind = kinds.get(requestId) ?? 'other';
    by[kind] = (by[kind] ?? 0) + encodedDataLength;
  });
  await session.send('Network.enable');
  await session.send('Network.clearBrowserCache');
  await page.goto(path, { waitUntil: 'networkidle' });
  await settled();
  await session.detach();
  return { total: Object.values(by).reduce((sum, size) => sum + size, 0), by };
}

function kindOf(mimeType: string, type: string): string {
  if (mimeType === 'application/wasm') return 'wasm';
  if (mimeType.startsWith('font/')) return 'font';
  return type.toLowerCase();
}

type Shifts = { value: number; what: string[] };

/** From now on every page of the context adds up its layout shifts. */
export async function recordShifts(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const shifts = { value: 0, what: [] as string[] };
    Object.assign(window, { shifts });
    type Shift = PerformanceEntry & { value: number; sources: { node?: Element }[] };
    new PerformanceObserver((list) => {
      for (const shift of list.getEntries() as Shift[]) {
        shifts.value += shift.value;
        shifts.what.push(...shift.sources.map(({ node }) => `${node?.nodeName}.${node?.className}`));
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
}

/** How much the page has shifted since it began. */
export async function shifts(page: Page): Promise<Shifts> {
  // What was painted last is reported with the next frame.
  return await page.evaluate(
    () => new Promise<Shifts>((done) => requestAnimationFrame(() => setTimeout(() => done((window as unknown as { shifts: Shifts }).shifts)))),
  );
}
