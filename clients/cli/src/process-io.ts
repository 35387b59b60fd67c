/** The process itself as the commands see it. */
import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import type { Io, Output } from "./io.ts";

function outputOf(stream: NodeJS.WriteStream): Output {
  return {
    write: (text) =>
      new Promise((resolve) => {
        if (stream.write(text)) resolve();
        else stream.once("drain", resolve);
      }),
    isTTY: stream.isTTY === true,
    get columns() {
      return stream.isTTY ? stream.columns : undefined;
    },
  };
}

async function readAll(maxBytes: number): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of process.stdin as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > maxBytes) throw new Error(`the input is larger than ${maxBytes} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** The question goes to the standard error, so that the output may be a file. */
function ask(question: string, hidden: boolean): Promise<string | null> {
  process.stderr.write(question);
  // Readline echoes what is typed to its output, and this one shows nothing.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({
    input: process.stdin,
    output: hidden ? nowhere : process.stderr,
    terminal: true,
    historySize: 0,
  });
  return new Promise((resolve) => {
    const end = (answer: string | null) => {
      if (hidden || answer === null) process.stderr.write("\n");
      resolve(answer);
      lines.close();
    };
    lines.once("line", end);
    lines.once("SIGINT", () => end(null));
    lines.once("close", () => resolve(null));
  });
}

export const processIo = (): Io => ({
  env: process.env,
  platform: process.platform,
  cwd: process.cwd(),
  userId: process.getuid?.() ?? null,
  input: { isTTY: process.stdin.isTTY === true, readAll, ask },
  out: outputOf(process.stdout),
  err: outputOf(process.stderr),
  now: Date.now,
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
});
