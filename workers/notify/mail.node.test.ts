/** Mail by workerd's own sockets to a real SMTP server on loopback, with TLS and login. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { build } from "esbuild";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { composeNotice } from "../../shared/domain/alerts/notice.ts";
import { LOOPBACK_CERTIFICATE, LOOPBACK_KEY } from "../../tests/support/loopback-certificate.ts";
import { noticeMail } from "./channels/email.ts";
import type { Mail } from "./mail.ts";

const ROOT = new URL("../..", import.meta.url).pathname;
const [USER, PASSWORD] = ["mailer", "p@ss word"];
const SCRIPT = `
  import { smtpMail } from "./workers/notify/mail.ts";
  export default {
    async fetch(request) {
      const { url, mail } = await request.json();
      try {
        await smtpMail(url, "jobdata@example.com")(mail);
        return new Response("sent");
      } catch (error) {
        return new Response(String(error), { status: 500 });
      }
    },
  };`;

interface Received {
  to: string[];
  user: string | undefined;
  secure: boolean;
  body: string;
}
const received: Received[] = [];
const folder = mkdtempSync(join(tmpdir(), "jobdata-mail-"));
const closers: (() => Promise<unknown> | unknown)[] = [
  () => rmSync(folder, { recursive: true, force: true }),
];
afterAll(async () => {
  for (const close of closers.reverse()) await close();
});

/** @param secure TLS from the start; else STARTTLS */
async function startServer(secure: boolean): Promise<number> {
  const server = new SMTPServer({
    secure,
    cert: LOOPBACK_CERTIFICATE,
    key: LOOPBACK_KEY,
    // Without TLS no password is taken.
    allowInsecureAuth: false,
    onAuth: ({ username, password }, _session, callback) =>
      username === USER && password === PASSWORD
        ? callback(null, { user: username })
        : callback(new Error("wrong name or password")),
    onData(stream, session, callback) {
      void text(stream).then((body) => {
        const to = session.envelope.rcptTo.map(({ address }) => address);
        received.push({ to, user: session.user as string | undefined, secure: session.secure, body });
        callback();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  // A client that disconnects is not an error of the server.
  server.on("error", () => {});
  closers.push(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return (server.server.address() as AddressInfo).port;
}

let send: (url: string, mail: Mail) => Promise<string>;
let ports: { tls: number; startTls: number };

beforeAll(async () => {
  const bundle = await build({
    stdin: { contents: SCRIPT, resolveDir: ROOT, loader: "ts" },
    bundle: true,
    write: false,
    format: "esm",
    target: "esnext",
    external: ["cloudflare:*", "node:*"],
  });
  const trusted = join(folder, "trusted.pem");
  writeFileSync(trusted, LOOPBACK_CERTIFICATE);
  // Miniflare reads it when it is loaded, and has workerd trust the certificate.
  process.env.NODE_EXTRA_CA_CERTS = trusted;
  const { Miniflare, convertV4MiniflareOptions } = await import("miniflare");
  const worker = new Miniflare(
    convertV4MiniflareOptions({
      modules: [{ type: "ESModule", path: "worker.mjs", contents: bundle.outputFiles[0]?.text ?? "" }],
      compatibilityDate: "2026-11-01",
      compatibilityFlags: ["nodejs_compat"],
    }),
  );
  closers.push(() => worker.dispose());
  send = async (url, mail) => {
    const answer = await worker.dispatchFetch("http://worker/", {
      method: "POST",
      body: JSON.stringify({ url, mail }),
    });
    return answer.text();
  };
  ports = { tls: await startServer(true), startTls: await startServer(false) };
});

const address = (scheme: string, port: number, password = PASSWORD) =>
  `${scheme}://${USER}:${encodeURIComponent(password)}@localhost:${port}`;

const item = {
  alert_id: "a",
  event: "firing",
  rule: "Crawler node offline",
  built_in: "node-offline",
  severity: "critical",
  metric: "jobdata_node_up",
  labels: { node: "n1" },
  value: 0,
  comparison: "lt",
  threshold: 1,
  window_s: 120,
  at: 0,
} as const;
const notice = composeNotice({ id: "m-1", items: [item], count: 1, at: 0 }, "zh", "https://dashboard.test");

/** The parts of a MIME message, decoded. */
const decoded = (body: string): string =>
  body
    .replaceAll(/=\r?\n/g, "")
    .replaceAll(/(?:=[0-9A-F]{2})+/g, (bytes) => Buffer.from(bytes.replaceAll("=", ""), "hex").toString());

test.each([
  ["TLS from the start", "smtps", "tls"],
  ["STARTTLS", "smtp", "startTls"],
] as const)(
  "an alert arrives over %s, with login, as text and HTML, under its id",
  async (_, scheme, port) => {
    received.length = 0;
    expect(await send(address(scheme, ports[port]), noticeMail(notice, "ann@example.com"))).toBe("sent");
    expect(received).toMatchObject([{ to: ["ann@example.com"], user: USER, secure: true }]);
    const mail = received[0]?.body ?? "";
    expect(mail).toMatch(/^Message-ID: <m-1@example\.com>\r?$/m);
    expect(mail).toContain("text/html");
    expect(decoded(mail)).toContain("采集节点离线 – n1: 0 (< 1)");
  },
);

test("a wrong password sends nothing, and the failure does not tell it", async () => {
  received.length = 0;
  const answer = await send(address("smtps", ports.tls, "wrong-one"), noticeMail(notice, "ann@example.com"));
  expect(answer).toMatch(/auth/i);
  expect(answer).not.toContain("wrong-one");
  expect(received).toEqual([]);
});
