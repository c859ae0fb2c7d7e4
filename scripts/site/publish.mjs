// The folder with the finished site: names, compressed forms, and as few writes as can be.
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { hashOf, listFiles, say } from './tell.mjs';

const COMPRESSIBLE = /\.(css|html|js|json|svg|txt|wasm|webmanifest|xml)$/;
const MANIFEST = 'manifest.json';

/** What belongs into the folder of the site; `write` makes it so. */
export class Site {
  /** How the server and the page find the main files. */
  names = {};
  #root;
  #files = new Map();

  constructor(root) {
    this.#root = root;
  }

  /** Adds a file under its own name. */
  add(name, bytes) {
    this.#files.set(name, bytes);
  }

  /** Adds a file under a name that changes with its content; gives its address. */
  addHashed(name, bytes) {
    const { name: stem, ext } = path.parse(name);
    const hashed = `pkg/${stem}.${hashOf(bytes)}${ext}`;
    this.#files.set(hashed, bytes);
    return `/${hashed}`;
  }

  /** Brings the folder up to date; says whether anything had to be written. */
  async write() {
    this.add(MANIFEST, Buffer.from(`${JSON.stringify(this.names, null, 2)}\n`));
    const before = new Set((await listFiles(this.#root)).map((file) => path.relative(this.#root, file)));
    const wanted = await Promise.all([...this.#files].map(([name, bytes]) => this.#writeForms(name, bytes, before)));
    const keep = new Set(wanted.flatMap(({ forms }) => forms));
    const stale = [...before].filter((name) => !keep.has(name));
    await Promise.all(stale.map((name) => rm(path.join(this.#root, name))));
    return stale.length > 0 || wanted.some(({ isNew }) => isNew);
  }

  /** Writes a file and its compressed forms, unless the same file is there already. */
  async #writeForms(name, bytes, before) {
    const place = path.join(this.#root, name);
    const isSame = before.has(name) && bytes.equals(await readFile(place));
    if (isSame) return { isNew: false, forms: [name, `${name}.br`, `${name}.gz`].filter((form) => before.has(form)) };

    await mkdir(path.dirname(place), { recursive: true });
    const forms = [name];
    if (COMPRESSIBLE.test(name) && name !== MANIFEST) {
      if (bytes.length > 100_000) say(`compressing ${name} …`);
      for (const [ending, coded] of Object.entries(await compress(bytes, place))) {
        if (coded.length >= bytes.length) continue;
        await writeFile(place + ending, coded);
        forms.push(name + ending);
      }
    }
    // Last, so that a file that is there has its compressed forms beside it.
    await writeFile(place, bytes);
    return { isNew: true, forms };
  }

  /** The main files with their sizes, plain and as most browsers get them, for a person. */
  async describe() {
    const lines = Object.values(this.names).filter(Boolean).map(async (address) => {
      const file = path.join(this.#root, address);
      const kilobytes = (name) => stat(name).then(({ size }) => `${(size / 1000).toFixed(1)} KB`.padStart(10), () => '');
      return `  ${address.padEnd(34)}${await kilobytes(file)}${await kilobytes(`${file}.br`)}`;
    });
    return (await Promise.all(lines)).join('\n');
  }
}

// How far back what is repeated lies is written in WebAssembly in these shares best; found by trying.
const DISTANCES = { [constants.BROTLI_PARAM_NPOSTFIX]: 1, [constants.BROTLI_PARAM_NDIRECT]: 10 };

async function compress(bytes, place) {
  const params = {
    ...(place.endsWith('.wasm') && DISTANCES),
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  return { '.br': await promisify(brotliCompress)(bytes, { params }), '.gz': await promisify(gzip)(bytes, { level: 9 }) };
}
