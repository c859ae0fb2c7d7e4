/** A line between a browser and the server that can be cut, and held. */
import { once } from 'node:events';
import { type AddressInfo, type Server as Listener, type Socket, connect, createServer } from 'node:net';

/** Passes every byte on, until it is cut or held. */
export class Line {
  readonly #ends = new Set<Socket>();
  #isCut = false;
  #isHeld = false;

  private constructor(
    private readonly listener: Listener,
    private readonly to: () => number,
  ) {}

  /** A line to whatever port `to` says at the time. */
  static async to(to: () => number): Promise<Line> {
    const line = new Line(createServer((near) => line.#pass(near)), to);
    line.listener.listen(0, '127.0.0.1');
    await once(line.listener, 'listening');
    return line;
  }

  /** Where it begins, without a slash at the end. */
  get url(): string {
    return `http://127.0.0.1:${(this.listener.address() as AddressInfo).port}`;
  }

  /** Breaks every connection, and every new one, until it is mended. */
  cut(): void {
    this.#isCut = true;
    for (const end of this.#ends) end.resetAndDestroy();
  }

  /** New connections pass again. */
  mend(): void {
    this.#isCut = false;
  }

  /** Keeps back whatever is sent, either way; nothing is lost. */
  hold(): void {
    this.#isHeld = true;
    for (const end of this.#ends) end.cork();
  }

  /** Passes on what was held, and everything from now on. */
  release(): void {
    this.#isHeld = false;
    for (const end of this.#ends) end.uncork();
  }

  /** Takes the line down. */
  close(): void {
    this.cut();
    this.listener.close();
  }

  #pass(near: Socket): void {
    if (this.#isCut) {
      near.resetAndDestroy();
      return;
    }
    const far = connect(this.to(), '127.0.0.1');
    for (const [one, other] of [[near, far], [far, near]] as const) {
      this.#ends.add(one);
      if (this.#isHeld) one.cork();
      one.pipe(other);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        this.#ends.delete(one);
        other.destroy();
      });
    }
  }
}
