// Saying what is going on, running other programs, and walking folders.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import path from 'node:path';

/** Something a person can set right; its message says how. */
export class Trouble extends Error {}

/** One line about a step that takes a while. */
export function say(line) {
  console.error(`snug: ${line}`);
}

/** Runs a program in the foreground, with its output shown. */
export function run(program, args, env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: 'inherit', env: { ...process.env, ...env } });
    child.on('error', (error) => reject(new Trouble(`${program} could not be started (${error.code}): run this through make, which installs it`)));
    child.on('close', (code, signal) => {
      if (code === 0) resolve();
      else reject(new Trouble(`${path.basename(program)} failed (${signal ?? `exit code ${code}`}); the reason stands above`));
    });
  });
}

/** A short name for exactly these bytes (or texts). */
export function hashOf(...parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part).update('\0');
  return hash.digest('hex').slice(0, 12);
}

/** Every file below a folder, in a steady order; none when there is no such folder. */
export async function listFiles(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name)).sort();
}
