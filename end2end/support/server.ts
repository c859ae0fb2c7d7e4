/** The built program, started on a folder of its own and a free port. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** All that a server under test hears of where the tests run: a debug build has to be told where its site is. */
const { PATH, LEPTOS_SITE_ROOT } = process.env;
const PASSED_ON = { PATH, ...(LEPTOS_SITE_ROOT ? { LEPTOS_SITE_ROOT } : {}) };

/** The program under test: `SNUG_BIN`, or what `make` builds. */
export const PROGRAM = process.env.SNUG_BIN ?? new URL('../../target/release/snug', import.meta.url).pathname;

// Tests are quicker than people; every limit that is itself under test is set by its test.
const GENEROUS = {
  SNUG_POST_RATE: '1000/1s',
  SNUG_CHANGE_RATE: '1000/1s',
  SNUG_COMMAND_RATE: '1000/1s',
  SNUG_SIGN_UPS_PER_ADDRESS: '1000',
  SNUG_ROOMS_MADE: '1000',
  SNUG_STOP_SECONDS: '0',
  SNUG_LOG: 'info',
};

/** One process of Snug, and the data that outlives it. */
export class Server {
  /** Everything it has logged, for the report of a failed test. */
  readonly log: string[] = [];
  #process: ChildProcess | undefined;
  #port = 0;

  private constructor(
    /** The folder that holds everything. */
    readonly data: string,
    private readonly settings: Record<string, string>,
  ) {}

  /** Starts a server with nothing in it. `settings` are names of the environment. */
  static async start(settings: Record<string, string> = {}): Promise<Server> {
    const server = new Server(await mkdtemp(join(tmpdir(), 'snug-')), { ...GENEROUS, ...settings });
    await server.startAgain();
    return server;
  }

  /** Where it answers, without a slash at the end. */
  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** The port it listens on. */
  get port(): number {
    return this.#port;
  }

  /** Starts it on the same data and port as before, and waits until it answers. */
  async startAgain(): Promise<void> {
    const child = spawn(PROGRAM, ['--listen', `127.0.0.1:${this.#port}`, '--data', this.data], {
      env: { ...PASSED_ON, ...this.settings },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process = child;
    createInterface({ input: child.stderr }).on('line', (line) => this.log.push(line));
    this.#port = await new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code) => reject(new Error(`Snug ended with ${code} as it started:\n${this.log.join('\n')}`)));
      createInterface({ input: child.stdout }).on('line', (line) => {
        this.log.push(line);
        const address = /http:\/\/(?:127\.0\.0\.1|localhost):(\d+)/.exec(line);
        if (address) resolve(Number(address[1]));
      });
    });
    child.removeAllListeners('exit');
  }

  /** Asks it to stop, as a service manager does, and waits until it has. */
  async stop(): Promise<void> {
    await this.#end('SIGTERM');
  }

  /** Takes the power away. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Ends it and forgets its data. */
  async clear(): Promise<void> {
    await this.kill();
    await rm(this.data, { recursive: true, force: true });
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }
}
