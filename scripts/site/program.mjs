// The browser's program: Rust → WebAssembly → bindings → smallest form.
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { hashOf, run, say } from './tell.mjs';

// Its own target folder, the one cargo-leptos uses too: neither build throws away what the other made.
const TARGET = 'target/front';
const PROFILE = 'wasm-release';
const COMPILED = `${TARGET}/wasm32-unknown-unknown/${PROFILE}/frontend.wasm`;
const MADE = `${TARGET}/site`;

const CARGO = [
  'build', '--package', 'frontend', '--lib', '--no-default-features', '--features', 'hydrate', '--locked',
  '--target', 'wasm32-unknown-unknown', '--profile', PROFILE, '--target-dir', TARGET,
];
// The release profile strips the section in which rustc says what it used, so it is said again here.
const OPTIMISE = [
  // Three times: what a round leaves lets the next find more.
  '-Oz', '-Oz', '-Oz', '--enable-bulk-memory', '--enable-nontrapping-float-to-int', '--enable-sign-ext', '--enable-mutable-globals',
  '--enable-reference-types', '--enable-multivalue',
  // A function that is called once stays a function: inlined into its caller it no longer looks like its likes, and
  // what is sent is compressed. It makes the file larger by a fiftieth, and what is sent smaller by a tenth.
  '--one-caller-inline-max-function-size=10',
  // The first kilobyte of memory is the last of the stack (the linker puts the stack first), which nobody reaches.
  '--low-memory-unused',
  // What has like names is alike: side by side it is compressed better, by a fortieth. Then nobody needs the names.
  '--reorder-functions-by-name', '--strip-debug', '--strip-producers',
];
// The page names the address of the .wasm itself, as it carries a hash.
const BIND = ['--target', 'web', '--no-typescript', '--omit-default-module-path', '--out-name', 'snug'];

/** Compiles the browser's program; gives its two files. */
export async function buildProgram() {
  await run('cargo', CARGO);
  const inputs = [COMPILED, import.meta.filename, 'scripts/package-lock.json'];
  const made = path.join(MADE, hashOf(...(await Promise.all(inputs.map((file) => readFile(file))))));
  if (!existsSync(made)) await make(made);
  return { js: await readFile(path.join(made, 'snug.js')), wasm: await readFile(path.join(made, 'snug.wasm')) };
}

/** Binds and shrinks what was compiled. The folder gets its name last, so one that is there is whole. */
async function make(made) {
  const work = `${MADE}.work`;
  await rm(MADE, { recursive: true, force: true });
  await rm(work, { recursive: true, force: true });
  await mkdir(work, { recursive: true });
  await mkdir(MADE, { recursive: true });
  say('making the bindings between script and WebAssembly …');
  await run('wasm-bindgen', [...BIND, '--out-dir', `${work}/bound`, COMPILED]);
  say('shrinking the WebAssembly …');
  await run('wasm-opt', [...OPTIMISE, `${work}/bound/snug_bg.wasm`, '-o', `${work}/snug.wasm`]);
  await writeFile(`${work}/snug.js`, await bundle(`${work}/bound`));
  await rename(work, made);
}

/** One small module out of the bindings and the snippets they import. */
async function bundle(folder) {
  const result = await build({
    stdin: { contents: "export { default, hydrate } from './snug.js';", resolveDir: folder },
    bundle: true, minify: true, format: 'esm', target: 'es2022', legalComments: 'none', write: false, logLevel: 'warning',
  });
  return result.outputFiles[0].contents;
}
