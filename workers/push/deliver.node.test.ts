import { spawnSync } from "node:child_process";
import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createSender, pushRules } from "./deliver.ts";
import { newSecret, pushHeaders } from "./sign.ts";

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
const post = () => sender().post({ url, secret: "jdps_secret" }, '{"rows":["北京"]}', "batch-1");

test("a push is signed over its time and its body", async () => {
  expect(await post()).toMatchObject({ end: { done: true }, status: 200 });
  const { headers: sent, body } = got.at(-1) ?? { headers: {}, body: "" };
  expect(body).toBe('{"rows":["北京"]}');
  expect(sent).toMatchObject({
    "content-type": "application/json",
    "idempotency-key": "batch-1",
    "x-jobdata-timestamp": String(NOW / 1000),
  });
  const hex = createHmac("sha256", "jdps_secret")
    .update(`${NOW / 1000}.${body}`)
    .digest("hex");
  expect(sent["x-jobdata-signature"]).toBe(`v1=${hex}`);
});

test.each([
  [204, { done: true }],
  [301, { done: false, kind: "target" }],
  [400, { done: false, kind: "batch" }],
  [401, { done: false, kind: "target" }],
  [422, { done: false, kind: "batch" }],
  [429, { done: false, kind: "target", retryAfterMs: 7000 }],
  [503, { done: false, kind: "target", retryAfterMs: 7000 }],
])("%i means %j", async (answered, end) => {
  status = answered;
  headers = answered === 301 ? { location: "https://elsewhere.com/" } : { "retry-after": "7" };
  expect((await post()).end).toMatchObject(end);
  status = 200;
  headers = {};
});

test("a target on this machine is called on a local stack only, a private one never", async () => {
  const before = got.length;
  const far = await sender(false).post({ url, secret: "s" }, "{}", "b");
  expect(far).toMatchObject({ status: null, end: { kind: "target", error: /non-public address/ } } as object);
  for (const address of ["10.0.0.1", "169.254.169.254", "127.0.0.1"]) {
    const named = await sender(true, [address]).post(
      { url: "http://a.warehouse.com/", secret: "s" },
      "{}",
      "b",
    );
    expect(named.end).toMatchObject({ kind: "target", error: expect.stringContaining("non-public") });
  }
  expect(got).toHaveLength(before);
  expect(pushRules("http://127.0.0.1.warehouse.com/", true).trustedOrigins).toBeUndefined();
});

test("a target that is not there is told", async () => {
  const { end, status: none } = await sender().post({ url: "http://127.0.0.1:1/", secret: "s" }, "{}", "b");
  expect(none).toBeNull();
  expect(end).toMatchObject({ done: false, kind: "target" });
});

test.each(["docs/push.md", "docs/push.zh-CN.md"])("the Python of %s tells ours from others", async (file) => {
  const [, code = ""] = /```python\n([\s\S]*?)```/.exec(readFileSync(file, "utf8")) ?? [];
  expect(code.trim().split("\n").length).toBeLessThanOrEqual(8);
  const secret = newSecret();
  const body = '{"batch_id":"b","rows":[{"title":"工程师"}]}';
  const now = Date.now();
  const good = await pushHeaders(secret, body, "b", now);
  const check = (headersOf: Record<string, string>, text: string) => {
    const program = `${code}\nimport sys, json\nh, b = json.load(sys.stdin)\nprint(is_ours(${JSON.stringify(secret)}, h, b.encode()))`;
    const titled = Object.fromEntries(
      Object.entries(headersOf).map(([name, value]) => [
        { "x-jobdata-timestamp": "X-JobData-Timestamp", "x-jobdata-signature": "X-JobData-Signature" }[
          name
        ] ?? name,
        value,
      ]),
    );
    const { stdout, stderr } = spawnSync("python3", ["-c", program], {
      input: JSON.stringify([titled, text]),
      encoding: "utf8",
    });
    expect(stderr).toBe("");
    return stdout.trim();
  };
  expect(check(good, body)).toBe("True");
  expect(check(good, `${body} `)).toBe("False");
  expect(check({ ...good, "x-jobdata-signature": "v1=00" }, body)).toBe("False");
  expect(check(await pushHeaders(secret, body, "b", now - 600_000), body)).toBe("False");
  expect(check(await pushHeaders("other", body, "b", now), body)).toBe("False");
});
