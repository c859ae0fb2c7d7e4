/** What goes over a page's WebSocket; tests wait for its words instead of for time. */
import type { Page, WebSocket } from '@playwright/test';

type Frame = { e?: string; i?: number; r?: number; ok?: unknown; err?: unknown };

/** Follows every socket that one page opens, one after the other. */
export class Socket {
  #opened = 0;
  #waiting: { matches: (frame: Frame) => boolean; done: () => void }[] = [];

  constructor(page: Page) {
    page.on('websocket', (socket) => this.#follow(socket));
  }

  /** How many connections the page has opened so far. */
  get opened(): number {
    return this.#opened;
  }

  /** The moment from which on everything arrives at once. */
  async nextLive(): Promise<void> {
    await this.next((frame) => frame.e === 'live');
  }

  /** The next frame of a kind. Ask before what brings it about. */
  async next(matches: (frame: Frame) => boolean): Promise<void> {
    await new Promise<void>((done) => this.#waiting.push({ matches, done }));
  }

  #follow(socket: WebSocket): void {
    this.#opened += 1;
    socket.on('framereceived', ({ payload }) => {
      const frame = JSON.parse(payload.toString()) as Frame;
      const met = this.#waiting.filter(({ matches }) => matches(frame));
      this.#waiting = this.#waiting.filter((one) => !met.includes(one));
      for (const { done } of met) done();
    });
  }
}
