import { truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Person } from '../support/person.ts';
import { type Attachable, text } from '../support/pictures.ts';
import { expect, test } from '../support/test.ts';
import { SERVER_AWAY } from '../support/watch.ts';
import type { World } from '../support/world.ts';

/** One second of a low tone, as a WAV. */
function tone(name: string): Attachable {
  const [rate, head] = [8_000, Buffer.alloc(44)];
  head.write('RIFF', 0, 'latin1');
  head.writeUInt32LE(36 + rate, 4);
  head.write('WAVEfmt ', 8, 'latin1');
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write('data', 36, 'latin1');
  head.writeUInt32LE(rate, 40);
  const wave = Array.from({ length: rate }, (_, at) => 128 + Math.round(Math.sin((at * 2 * Math.PI * 220) / rate) * 40));
  return { name, mimeType: 'audio/wav', buffer: Buffer.concat([head, Buffer.from(wave)]) };
}

/** A moment of a blue field, recorded by the browser of `person`. */
async function film(person: Person): Promise<Attachable> {
  const recorded = await person.page.evaluate(async () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 64, height: 48 });
    const context = canvas.getContext('2d');
    const recorder = new MediaRecorder(canvas.captureStream(), { mimeType: 'video/webm' });
    const parts: Blob[] = [];
    const filmed = new Promise<void>((done) => {
      recorder.ondataavailable = ({ data }) => {
        parts.push(data);
        if (recorder.state === 'inactive') done();
        else if (data.size > 0) recorder.stop();
      };
    });
    recorder.start(20);
    const draw = (frame: number) => {
      if (!context || recorder.state === 'inactive') return;
      context.fillStyle = `rgb(0 ${frame % 256} 200)`;
      context.fillRect(0, 0, 64, 48);
      requestAnimationFrame(() => draw(frame + 1));
    };
    draw(0);
    await filmed;
    return [...new Uint8Array(await new Blob(parts).arrayBuffer())];
  });
  return { name: 'tide.webm', mimeType: 'video/webm', buffer: Buffer.from(recorded) };
}

function bytes(name: string, size: number): Attachable {
  return { name, mimeType: 'application/octet-stream', buffer: Buffer.alloc(size) };
}

/** Chooses more than fits into a line that keeps everything back, and waits until some of it is on its way. */
async function beginsToSend(person: Person, world: World): Promise<void> {
  // Where the world clears it away.
  const survey = join(world.server.data, 'survey.bin');
  await writeFile(survey, '');
  await truncate(survey, 20_000_000);
  person.line.hold();
  await person.page.locator('#files').setInputFiles(survey);
  const bar = person.tray.getByRole('progressbar', { name: 'survey.bin is on its way' });
  await expect(bar).toHaveAttribute('value', /^[1-9]\d?$/);
}

test('a file on its way shows how far it is, and is taken out before it is there', async ({ world }) => {
  const ada = await world.founder('Ada Marsh', { line: true });
  const ben = await world.member('Ben Ito');
  const general = await ada.room('general');
  await Promise.all([ada.opens(general), ben.opens(general)]);
  await beginsToSend(ada, world);
  await ada.says('Without the survey');
  await expect(ada.page.getByRole('alert')).toContainText('“survey.bin” is still on its way');
  await expect(ada.composer).toHaveValue('Without the survey');
  await ada.tray.getByRole('button', { name: 'Take out survey.bin' }).click();
  await expect(ada.tray).toHaveCount(0);
  ada.line.release();
  await ada.composer.press('Enter');
  for (const person of [ada, ben]) {
    await person.sees('Without the survey');
    await expect(person.message('Without the survey').getByRole('list', { name: 'Files' })).toHaveCount(0);
  }
  await expect(ada.tray).toHaveCount(0);
});

test('a file whose way broke off is tried again, and comes', async ({ world, watch }) => {
  watch.expects(...SERVER_AWAY);
  const ada = await world.founder('Ada Marsh', { line: true });
  const ben = await world.member('Ben Ito');
  const general = await ada.room('general');
  await Promise.all([ada.opens(general), ben.opens(general)]);
  await beginsToSend(ada, world);
  ada.line.cut();
  await expect(ada.tray.getByRole('alert')).toHaveText('The connection broke.');
  ada.line.release();
  ada.line.mend();
  await ada.isBackOnline();
  await ada.tray.getByRole('button', { name: 'Try again survey.bin' }).click();
  await expect(ada.tray).toContainText('20.0 MB');
  await expect(ada.tray.getByRole('alert')).toHaveCount(0);
  await ada.says('The survey');
  for (const person of [ada, ben]) {
    await person.sees('The survey');
    await expect(person.message('The survey').getByRole('link', { name: 'survey.bin' })).toContainText('20.0 MB');
  }
});

test('what is dropped on the room and pasted into the box is seen by the others at once', async ({ world }) => {
  const ada = await world.founder();
  const ben = await world.member('Ben Ito');
  const general = await ada.room('general');
  await Promise.all([ada.opens(general), ben.opens(general)]);
  const dataTransfer = await ada.page.evaluateHandle(() => {
    const data = new DataTransfer();
    data.items.add(new File(['fn tide() -> u8 { 7 }\n'], 'dropped.rs', { type: 'text/plain' }));
    return data;
  });
  await ada.timeline.dispatchEvent('dragover', { dataTransfer });
  await expect(ada.page.getByRole('main')).toHaveAttribute('data-drop-here');
  await ada.timeline.dispatchEvent('drop', { dataTransfer });
  await expect(ada.page.getByRole('main')).not.toHaveAttribute('data-drop-here');
  await ada.composer.evaluate((box) => {
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File(['Low tide at nine'], 'pasted.txt', { type: 'text/plain' }));
    box.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  });
  await expect(ada.tray.getByRole('listitem')).toHaveCount(2);
  await expect(ada.tray.getByRole('progressbar')).toHaveCount(0);
  await ada.says('Both of them');
  for (const person of [ada, ben]) {
    await person.sees('Both of them');
    const files = person.message('Both of them').getByRole('list', { name: 'Files' });
    await expect(files.getByRole('listitem')).toHaveText([/dropped\.rs.*fn tide\(\)/s, /pasted\.txt.*Low tide at nine/s]);
  }
});

test('sound and film are played where they were sent', async ({ world }) => {
  const ada = await world.founder();
  const ben = await world.member('Ben Ito');
  const general = await ada.room('general');
  await Promise.all([ada.opens(general), ben.opens(general)]);
  await ada.attaches(tone('foghorn.wav'), await film(ada));
  await expect(ada.tray.getByRole('listitem')).toHaveCount(2);
  await expect(ada.tray.getByRole('progressbar')).toHaveCount(0);
  await ada.says('Hear and look');
  await ben.sees('Hear and look');
  const shown = ben.message('Hear and look');
  const screen = shown.locator('video[controls]');
  await expect(screen).toHaveAccessibleName('tide.webm');
  await expect.poll(() => screen.evaluate((film: HTMLVideoElement) => [film.videoWidth, film.videoHeight])).toEqual([64, 48]);
  const sound = shown.locator('audio[controls]');
  await expect(sound).toHaveAccessibleName('foghorn.wav');
  // Nothing of a sound is loaded before somebody wants to hear it.
  expect(await sound.evaluate((sound: HTMLAudioElement) => sound.readyState)).toBe(0);
  await sound.focus();
  await ben.page.keyboard.press('Space');
  await expect.poll(() => sound.evaluate((sound: HTMLAudioElement) => sound.duration)).toBeCloseTo(1, 1);
  await expect.poll(() => sound.evaluate((sound: HTMLAudioElement) => sound.ended)).toBe(true);
});

test('what could run is there to be taken away, and runs nowhere', async ({ world }) => {
  const ada = await world.founder();
  const ben = await world.member('Ben Ito');
  const general = await ada.room('general');
  await Promise.all([ada.opens(general), ben.opens(general)]);
  const script = '<script>localStorage.setItem("ran", location.href)</script>';
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">${script}</svg>`;
  const page = `<!doctype html><title>Tides</title>${script}`;
  // Whatever they are called, and whatever their browser took them for.
  const files = [
    { ...text('tides.html', page), mimeType: 'text/html' },
    { ...text('coast.svg', drawing), mimeType: 'image/svg+xml' },
    { ...text('coast.png', drawing), mimeType: 'image/png' },
    text('tides.txt', page),
  ];
  await ada.attaches(...files);
  await expect(ada.tray.getByRole('listitem')).toHaveCount(files.length);
  await expect(ada.tray.getByRole('progressbar')).toHaveCount(0);
  await ada.says('To look through');
  await ben.sees('To look through');
  const shown = ben.message('To look through').getByRole('list', { name: 'Files' });
  await expect(shown.getByRole('link')).toHaveCount(files.length);
  await expect(shown.locator('img, iframe, embed, object, pre')).toHaveCount(0);
  for (const { name } of files) {
    const link = shown.getByRole('link', { name });
    await expect(link).toHaveAttribute('download');
    const path = (await link.getAttribute('href')) ?? '';
    const headers = (await ben.context.request.get(path)).headers();
    expect(headers['content-disposition'], name).toMatch(/^attachment;/);
    expect(headers['content-type'], name).toBe('application/octet-stream');
    expect(headers['x-content-type-options'], name).toBe('nosniff');
    expect(headers['content-security-policy'], name).toMatch(/default-src 'none'.*sandbox/);
    const [clicked] = await Promise.all([ben.page.waitForEvent('download'), link.click()]);
    expect(clicked.suggestedFilename()).toBe(name);
    const [opened, refusal] = await Promise.all([ben.page.waitForEvent('download'), ben.page.goto(path).catch(String)]);
    expect(opened.suggestedFilename()).toBe(name);
    expect(refusal).toContain('Download is starting');
  }
  await expect(ben.heading).toHaveText('general');
  expect(await ben.page.evaluate(() => localStorage.getItem('ran'))).toBe(null);
});

test.describe('where a file may have a MiB', () => {
  test.use({ settings: { SNUG_FILE_MIB: '1' } });

  const [most, more] = [bytes('most.bin', 1_048_576), bytes('more.bin', 1_048_577)];

  test('a larger one is told of before it is sent, and the words stay', async ({ world }) => {
    const ada = await world.founder();
    const ben = await world.member('Ben Ito');
    const general = await ada.room('general');
    await Promise.all([ada.opens(general), ben.opens(general)]);
    await ada.composer.fill('With all of it');
    await ada.attaches(more);
    const words = '“more.bin” is larger than a file may be here: 1.0 MB are the most.';
    await expect(ada.page.getByRole('alert')).toHaveText(words);
    await expect(ada.tray).toHaveCount(0);
    await expect(ada.composer).toHaveValue('With all of it');
    await ada.attaches(most);
    await expect(ada.tray).toContainText('1.0 MB');
    await ada.composer.press('Enter');
    await ben.sees('With all of it');
    await expect(ben.message('With all of it').getByRole('link', { name: 'most.bin' })).toBeVisible();
    await expect(ada.page.getByRole('alert')).toHaveCount(0);
  });

  test('without script it is told of afterwards, and the words and the other files stay', async ({ world, watch }) => {
    watch.expects(/status of 4\d\d/);
    const ada = await world.founder('Ada Marsh', { javaScriptEnabled: false });
    const ben = await world.member('Ben Ito');
    const general = await ada.room('general');
    await ben.opens(general);
    await ada.page.goto(general.path);
    await ada.composer.fill('With all of it');
    await ada.attaches(more, text('notes.txt', 'Low tide at nine'));
    await ada.page.getByRole('button', { name: 'Send', exact: true }).click();
    await expect(ada.page.getByRole('alert')).toContainText('larger');
    await expect(ada.composer).toHaveValue('With all of it');
    await expect(ada.tray).toContainText('notes.txt');
    await ada.page.getByRole('button', { name: 'Send', exact: true }).click();
    await ben.sees('With all of it');
    await expect(ben.message('With all of it').getByRole('link', { name: 'notes.txt' })).toBeVisible();
    await expect(ben.message('With all of it')).not.toContainText('more.bin');
  });
});
