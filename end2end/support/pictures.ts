/** Pictures and texts to attach, made here so that no test needs a file. */
import { crc32, deflateSync } from 'node:zlib';

/** Something a browser can choose. */
export type Attachable = { name: string; mimeType: string; buffer: Buffer };

/** A PNG of a tide at some hour: bands of light that fade from the sky to the sea. */
export function picture(name: string, width = 640, height = 400, hue = 0): Attachable {
  const rows = Buffer.alloc(height * (1 + width * 3));
  for (let y = 0; y < height; y++) {
    const at = y * (1 + width * 3) + 1;
    const sky = y < height * 0.55;
    const wave = (x: number) => (sky ? 0 : Math.sin(x / 23 + y / 7) * 14);
    for (let x = 0; x < width; x++) {
      const light = sky ? 235 - (y / height) * 90 : 120 + wave(x) - (y / height) * 40;
      rows[at + x * 3] = clamp(light - 20 + hue);
      rows[at + x * 3 + 1] = clamp(light);
      rows[at + x * 3 + 2] = clamp(light + 18 - hue);
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const buffer = Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
  return { name, mimeType: 'image/png', buffer };
}

/** A text. */
export function text(name: string, content: string): Attachable {
  return { name, mimeType: 'text/plain', buffer: Buffer.from(content) };
}

function chunk(kind: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(kind, 'latin1'), data]);
  const framed = Buffer.alloc(8 + body.length);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), 4 + body.length);
  return framed;
}

function clamp(value: number): number {
  return Math.max(0, Math.min(255, Math.round(value)));
}
