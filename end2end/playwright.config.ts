// Each test starts its own server (support/world.ts), so there is none to start here.
import { defineConfig } from '@playwright/test';

// Headless by itself and quiet: it asks nobody on the network for anything. Without the sandbox it runs for root too.
const CHROMIUM_OPTIONS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export default defineConfig({
  testDir: './tests',
  fullyParallel: true,
  workers: 2,
  // A test that passes the second time has found something.
  retries: 0,
  forbidOnly: !!process.env.CI,
  timeout: 60_000,
  // A client that has failed a few times may wait some seconds before it tries again.
  expect: { timeout: 20_000 },
  // Pictures to look at prove nothing: `npm run shots` takes them.
  grepInvert: process.env.SHOTS ? undefined : /@shots/,
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: CHROMIUM_OPTIONS,
    },
  },
});
