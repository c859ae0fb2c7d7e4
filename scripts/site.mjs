// Builds the site that the server carries inside itself, in target/embed:
//   pkg/snug.HASH.js, .wasm, .css and what the style refers to (fonts), under names that carry a hash of their content;
//   the rest of public/ under its own names; each with its compressed forms (.br, .gz) beside it;
//   manifest.json, which tells the server how the files are called.
// A step whose input is the same as last time is skipped, and a file that did not change is not written again,
// so that the server is only linked anew when there is something new in it.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { buildProgram } from './site/program.mjs';
import { Site } from './site/publish.mjs';
import { buildStyle } from './site/style.mjs';
import { listFiles, say, Trouble } from './site/tell.mjs';

const PUBLIC = 'public';

async function main() {
  process.chdir(path.join(import.meta.dirname, '..'));
  const started = performance.now();
  const site = new Site('target/embed');

  const program = await buildProgram();
  const style = await buildStyle('style/main.css', PUBLIC, (name, bytes) => site.addHashed(name, bytes));
  site.names = {
    css: site.addHashed('snug.css', style.css),
    js: site.addHashed('snug.js', program.js),
    wasm: site.addHashed('snug.wasm', program.wasm),
    font: style.font,
  };
  for (const file of await listFiles(PUBLIC)) {
    if (!style.used.has(file)) site.add(path.relative(PUBLIC, file), await readFile(file));
  }

  const changed = await site.write();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  if (changed) say(`the site is built (${seconds} s)\n${await site.describe()}`);
}

main().catch((error) => {
  // A foreseen trouble says what to do about it; of anything else the trace is the best we have.
  console.error(error instanceof Trouble ? `\nsnug: ${error.message}` : error);
  process.exit(1);
});
