// The style: one small file out of main.css and what it imports, and the files it refers to.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { bundle } from 'lightningcss';
import { Trouble } from './tell.mjs';

// The oldest browsers Snug cares for, kept the same as `browserquery` in Cargo.toml. A version is major << 16 | minor << 8.
const TARGETS = { chrome: 111 << 16, firefox: 114 << 16, safari: (16 << 16) | (4 << 8) };

/**
 * Bundles the style. Files of `publicFolder` that it refers to by url("/…") are handed to `publish`,
 * which gives the address they get; the first font among them is the one a page loads ahead.
 */
export async function buildStyle(main, publicFolder, publish) {
  const { code, dependencies } = bundleCss(main);
  let css = code.toString();
  let font = null;
  const used = new Set();
  for (const { url, placeholder, loc } of dependencies) {
    let address = url;
    if (!/^(data:|#)/.test(url)) {
      if (!url.startsWith('/')) throw new Trouble(`${loc.filePath}:${loc.start.line}: url("${url}") must begin with a slash: the path of a file in ${publicFolder}/`);
      const file = path.join(publicFolder, url);
      const bytes = await readFile(file).catch(() => {
        throw new Trouble(`${loc.filePath}:${loc.start.line}: url("${url}"): there is no ${file}`);
      });
      used.add(file);
      address = publish(path.basename(file), bytes);
      if (file.endsWith('.woff2')) font ??= address;
    }
    css = css.replaceAll(placeholder, address);
  }
  return { css: Buffer.from(css), font, used };
}

function bundleCss(main) {
  try {
    return bundle({ filename: main, minify: true, analyzeDependencies: { preserveImports: false }, targets: TARGETS });
  } catch (error) {
    const place = error.fileName ? `${error.fileName}:${error.loc?.line}:${error.loc?.column}: ` : '';
    throw new Trouble(`the style does not parse: ${place}${error.message}`);
  }
}
