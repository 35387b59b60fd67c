import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { postRules } from "../outgoing/post.ts";
import { newWebhookSecret as newSecret, webhookHeaders } from "../outgoing/sign-webhook.ts";
import { createSender } from "./deliver.ts";

const pushHeaders = (secret: string, body: string, id: string, now: number) =>
  webhookHeaders(secret.split(" "), { id, body, now, agent: "jobdata-push/1" });

let server: Server;
let url: string;
let status = 200;
let headers: Record<string, string> = {};
const got: { headers: IncomingHttpHeaders; body: string }[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      got.push({ headers: request.headers, body });
      response.writeHead(status, headers).end("thanks");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/in`;
});
afterAll(() => server.close());

const NOW = Date.UTC(2026, 10, 22, 8);
const sender = (trustLoopback = true, addresses = ["127.0.0.1"]) =>
  createSender({ resolver: { resolve: async () => addresses }, clock: { now: () => NOW }, trustLoopback });
const secret = newSecret();
const post = () => sender().post({ url, secret }, '{"rows":["北京"]}', "delivery-1");

test("a push is signed as Standard Webhooks asks for", async () => {
  expect(await post()).toMatchObject({ end: { done: true }, status: 200 });
  const { headers: sent, body } = got.at(-1) ?? { headers: {}, body: "" };
  expect(body).toBe('{"rows":["北京"]}');
  expect(sent).toMatchObject({
    "content-type": "application/json",
    "webhook-id": "delivery-1",
    "webhook-timestamp": String(NOW / 1000),
  });
  const headersOf = sent as Record<string, string>;
  vi.useFakeTimers({ now: NOW, toFake: ["Date"] });
  const verify = (of: string, text: string, over = {}) =>
    new Webhook(of).verify(text, { ...headersOf, ...over });
  expect(verify(secret, body)).toEqual({ rows: ["北京"] });
  expect(() => verify(secret, `${body} `)).toThrow("No matching signature");
  expect(() => verify(secret, body, { "webhook-id": "delivery-2" })).toThrow("No matching signature");
  expect(() => verify(newSecret(), body)).toThrow("No matching signature");
  vi.setSystemTime(NOW + 600_000);
  expect(() => verify(secret, body)).toThrow("too old");
  vi.useRealTimers();
});

test("while a secret is replaced, each of the two verifies the same push", async () => {
  const next = newSecret();
  const both = `${next} ${secret}`;
  expect(await sender().post({ url, secret: both }, "{}", "delivery-1")).toMatchObject({
    end: { done: true },
  });
  const { headers: sent, body } = got.at(-1) ?? { headers: {}, body: "" };
  vi.useFakeTimers({ now: NOW, toFake: ["Date"] });
  for (const known of [next, secret])
    expect(new Webhook(known).verify(body, sent as Record<string, string>)).toEqual({});
  expect(() => new Webhook(newSecret()).verify(body, sent as Record<string, string>)).toThrow("No matching");
  vi.useRealTimers();
});

test("a secret of the old form signs nothing, and says what to do", async () => {
  const before = got.length;
  const { end, status: none } = await sender().post({ url, secret: "jdps_00" }, "{}", "delivery-1");
  expect(none).toBeNull();
  expect(end).toMatchObject({ kind: "target", error: expect.stringContaining("makes a new one") });
  expect(got).toHaveLength(before);
});

test.each([
  [204, { done: true }],
  [301, { done: false, kind: "target" }],
  [400, { done: false, kind: "batch" }],
  [401, { done: false, kind: "target" }],
  [422, { done: false, kind: "batch" }],
  [429, { done: false, kind: "target", retry_after_ms: 7000 }],
  [503, { done: false, kind: "target", retry_after_ms: 7000 }],
])("%i means %j", async (answered, end) => {
  status = answered;
  headers = answered === 301 ? { location: "https://elsewhere.com/" } : { "retry-after": "7" };
  expect((await post()).end).toMatchObject(end);
  status = 200;
  headers = {};
});

test.each([301, 302, 303, 307, 308])(
  "a redirect with %i is not followed, and the rows have not arrived",
  async (answered) => {
    const before = got.length;
    status = answered;
    // A place that may be called and would answer, were it asked.
    headers = { location: `${url}/elsewhere` };
    const { end, status: told } = await post();
    status = 200;
    headers = {};
    expect({ end, told }).toMatchObject({
      end: { done: false, kind: "target", error: "more than 0 redirects" },
      told: null,
    });
    expect(got.slice(before)).toHaveLength(1);
  },
);

test("a target on this machine is called on a local stack only, a private one never", async () => {
  const before = got.length;
  const far = await sender(false).post({ url, secret }, "{}", "b");
  expect(far).toMatchObject({ status: null, end: { kind: "target", error: /non-public address/ } } as object);
  for (const address of ["10.0.0.1", "169.254.169.254", "127.0.0.1"]) {
    const named = await sender(true, [address]).post({ url: "http://a.warehouse.com/", secret }, "{}", "b");
    expect(named.end).toMatchObject({ kind: "target", error: expect.stringContaining("non-public") });
  }
  expect(got).toHaveLength(before);
  expect(postRules("http://127.0.0.1.warehouse.com/", true).trustedOrigins).toBeUndefined();
});

test("an unreachable target is reported", async () => {
  const { end, status: none } = await sender().post({ url: "http://127.0.0.1:1/", secret }, "{}", "b");
  expect(none).toBeNull();
  expect(end).toMatchObject({ done: false, kind: "target" });
});

test.each(["docs/push.md", "docs/push.zh-CN.md"])("the Python of %s tells ours from others", async (file) => {
  const [, code = ""] = /```python\n([\s\S]*?)```/.exec(readFileSync(file, "utf8")) ?? [];
  expect(code.trim().split("\n").length).toBeLessThanOrEqual(8);
  const body = '{"upload_id":"u","rows":[{"title":"工程师"}]}';
  const now = Date.now();
  const good = await pushHeaders(secret, body, "b", now);
  const check = (headersOf: Record<string, string>, text: string) => {
    const program = `${code}\nimport sys, json\nh, b = json.load(sys.stdin)\nprint(is_ours(${JSON.stringify(secret)}, h, b.encode()))`;
    const { stdout, stderr } = spawnSync("python3", ["-c", program], {
      input: JSON.stringify([headersOf, text]),
      encoding: "utf8",
    });
    expect(stderr).toBe("");
    return stdout.trim();
  };
  expect(check(good, body)).toBe("True");
  expect(check(good, `${body} `)).toBe("False");
  expect(check({ ...good, "webhook-signature": `v1,00 ${good["webhook-signature"]}` }, body)).toBe("True");
  expect(check({ ...good, "webhook-signature": "v1,00" }, body)).toBe("False");
  expect(check(await pushHeaders(secret, body, "b", now - 600_000), body)).toBe("False");
  expect(check(await pushHeaders(newSecret(), body, "b", now), body)).toBe("False");
});
