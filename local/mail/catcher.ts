/** Catches mail: every message is stored as a file and none is forwarded. */
import { mkdir, rename, writeFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { SMTPServer } from "smtp-server";

/** The limit of the common mail providers. */
const LARGEST_BYTES = 25 * 1024 * 1024;

export interface MailCatcher {
  port: number;
  close(): Promise<void>;
}

/**
 * Listens on 127.0.0.1. Each message becomes `<time>-<number>.eml` in `folder`: a text file that mail programs open, with
 * a header for the sender and recipients of the envelope.
 * @param port 0 takes a free one
 */
export async function startMailCatcher(folder: string, port: number): Promise<MailCatcher> {
  await mkdir(folder, { recursive: true });
  let received = 0;
  const server = new SMTPServer({
    // Any user and password are accepted, and none is required.
    authOptional: true,
    onAuth: (auth, _session, callback) => callback(null, { user: auth.username }),
    allowInsecureAuth: true,
    disabledCommands: ["STARTTLS"],
    size: LARGEST_BYTES,
    onData(stream, session, callback) {
      received += 1;
      const time = new Date().toISOString().replaceAll(":", "-");
      const path = join(folder, `${time}-${received}.eml`);
      const { mailFrom, rcptTo } = session.envelope;
      const envelope = [
        `X-Envelope-From: ${mailFrom ? mailFrom.address : ""}`,
        `X-Envelope-To: ${rcptTo.map(({ address }) => address).join(", ")}`,
      ];
      buffer(stream)
        .then(async (body) => {
          if (stream.sizeExceeded) {
            throw Object.assign(new Error(`message is larger than ${LARGEST_BYTES} bytes`), {
              responseCode: 552,
            });
          }
          // Written atomically: a reader of the folder never sees half a message.
          await writeFile(`${path}.part`, Buffer.concat([Buffer.from(`${envelope.join("\r\n")}\r\n`), body]));
          await rename(`${path}.part`, path);
        })
        .then(
          () => callback(null, "kept"),
          (error: Error) => callback(error),
        );
    },
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve());
  });
  // A client that disconnects is not an error of the server.
  server.on("error", (error) => console.error(`mail: ${error.message}`));
  return {
    port: (server.server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
