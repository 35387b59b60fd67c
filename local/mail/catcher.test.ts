import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type MailCatcher, startMailCatcher } from "./catcher.ts";

let folder: string;
let catcher: MailCatcher;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "jobdata-mail-"));
  catcher = await startMailCatcher(folder, 0);
});
afterEach(async () => {
  await catcher.close();
  await rm(folder, { recursive: true, force: true });
});

/** Speaks SMTP line by line and answers the server's last word to each. */
async function talk(lines: string[]): Promise<string[]> {
  const socket = connect(catcher.port, "127.0.0.1");
  const answers: string[] = [];
  const rest = [...lines];
  for await (const line of createInterface(socket)) {
    if (/^\d{3}-/.test(line)) continue;
    answers.push(line);
    const next = rest.shift();
    if (next === undefined) break;
    socket.write(`${next}\r\n`);
  }
  socket.destroy();
  await once(socket, "close");
  return answers;
}

test("keeps a message whole, with its envelope", async () => {
  const text = "Subject: report\r\n\r\n你好\r\n..dots\r\n.";
  const answers = await talk([
    "EHLO test",
    "MAIL FROM:<jobdata@example.com>",
    "RCPT TO:<a@example.com>",
    "RCPT TO:<b@example.com>",
    "DATA",
    text,
  ]);
  expect(answers.at(-1)).toMatch(/^250 /);
  const [file = ""] = await readdir(folder);
  expect(file).toMatch(/^\d{4}-\d\d-\d\dT[\d.-]+Z-1\.eml$/);
  expect(await readFile(join(folder, file), "utf8")).toBe(
    "X-Envelope-From: jobdata@example.com\r\nX-Envelope-To: a@example.com, b@example.com\r\nSubject: report\r\n\r\n你好\r\n.dots\r\n",
  );
});

test("keeps nothing of a message that breaks off", async () => {
  await talk(["EHLO test", "MAIL FROM:<a@example.com>", "RCPT TO:<b@example.com>", "DATA"]);
  expect(await readdir(folder)).toEqual([]);
});
