/** What must not happen in any browser of a test, unless the test says that it expects it. */
import type { BrowserContext, ConsoleMessage } from '@playwright/test';

/** A list of what went wrong on the pages it watches; the fixture in `test.ts` fails on it. */
export class Watch {
  readonly #problems: string[] = [];
  readonly #expected: RegExp[] = [];

  /** Lets pass what a test brings about on purpose, such as a lost connection. */
  expects(...patterns: RegExp[]): void {
    this.#expected.push(...patterns);
  }

  /** Watches every page of a browser context. */
  async over(context: BrowserContext, who: string, runsScript = true): Promise<void> {
    const note = (what: string) => this.#problems.push(`${who}: ${what}`);
    context.on('console', (message) => {
      if (isBad(message)) note(`console ${message.type()}: ${message.text()} (${message.location().url})`);
    });
    context.on('weberror', (error) => note(`page error: ${error.error().stack ?? error.error().message}`));
    context.on('requestfailed', (request) => {
      const reason = request.failure()?.errorText ?? 'failed';
      // Whoever leaves a page while it loads ends its requests, and a browser without script refuses them: no failures.
      const isWanted = reason === 'net::ERR_ABORTED' || (!runsScript && reason === 'csp');
      if (!isWanted) note(`request failed: ${request.method()} ${request.url()} ${reason}`);
    });
    context.on('request', (request) => {
      if (request.url().endsWith('/csp-report')) note(`policy report: ${request.postData() ?? ''}`);
    });
    context.on('response', (response) => {
      if (response.status() >= 500) note(`answer ${response.status()}: ${response.request().method()} ${response.url()}`);
    });
    await context.addInitScript(() => {
      addEventListener('securitypolicyviolation', (event) => {
        console.error(`policy violated: ${event.violatedDirective} by ${event.blockedURI} in ${event.sourceFile}`);
      });
    });
  }

  /** What happened and was not expected. */
  unexpected(): string[] {
    return this.#problems.filter((problem) => !this.#expected.some((pattern) => pattern.test(problem)));
  }
}

/** What Chromium and the program say while the server is away. */
export const SERVER_AWAY = [
  /WebSocket connection to '[^']+\/socket' failed/,
  /request failed: .* net::ERR_(CONNECTION_(REFUSED|RESET|CLOSED)|EMPTY_RESPONSE|INTERNET_DISCONNECTED|SOCKET_NOT_CONNECTED)/,
  /Failed to load resource: net::ERR_(CONNECTION_(REFUSED|RESET|CLOSED)|EMPTY_RESPONSE|INTERNET_DISCONNECTED|SOCKET_NOT_CONNECTED)/,
];

function isBad(message: ConsoleMessage): boolean {
  return ['error', 'warning', 'assert'].includes(message.type());
}
