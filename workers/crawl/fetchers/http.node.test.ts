import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import type { RequestSpec } from "../../../shared/platforms/adapter.ts";
import { fetchByHttp } from "./http.ts";

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function site(listener: RequestListener): Promise<RequestSpec> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  closers.push(
    () => server.closeAllConnections(),
    () => server.close(),
  );
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  return { method: "GET", url: `http://127.0.0.1:${port}/`, headers: {} } as RequestSpec;
}

const TIMEOUT_MS = 20_000;

test("an answer is read whole, as UTF-8", async () => {
  const spec = await site((_, response) => response.end('{"name":"数据分析"}'));
  expect(await fetchByHttp(spec, TIMEOUT_MS)).toMatchObject({
    ok: true,
    answer: { body: '{"name":"数据分析"}' },
  });
});

test("a page in GBK is read by the charset that it declares", async () => {
  const gbk = Buffer.from([0xd6, 0xb0, 0xce, 0xbb]);
  const byHeader = await site((_, response) =>
    response.writeHead(200, { "content-type": "application/json;charset=GBK" }).end(gbk),
  );
  expect(await fetchByHttp(byHeader, TIMEOUT_MS)).toMatchObject({ ok: true, answer: { body: "职位" } });
  const byPage = await site((_, response) =>
    response
      .writeHead(200, { "content-type": "text/html" })
      .end(Buffer.concat([Buffer.from("<meta charset=gbk>"), gbk])),
  );
  expect(await fetchByHttp(byPage, TIMEOUT_MS)).toMatchObject({
    ok: true,
    answer: { body: "<meta charset=gbk>职位" },
  });
});

test("an endless answer without a length is cut off at the limit", async () => {
  let sent = 0;
  const spec = await site((_, response) => {
    const more = () => {
      while (!response.destroyed && response.write("x".repeat(65_536))) sent += 65_536;
    };
    response.on("drain", more);
    more();
  });
  expect(await fetchByHttp(spec, TIMEOUT_MS)).toMatchObject({
    ok: false,
    reason: expect.stringContaining("over 8388608 bytes"),
  });
  expect(sent).toBeLessThan(64 * 1024 * 1024);
});

test("a redirect is not followed: the site has said no", async () => {
  const spec = await site((_, response) => response.writeHead(302, { location: "/login" }).end());
  expect(await fetchByHttp(spec, TIMEOUT_MS)).toMatchObject({ ok: true, answer: { status: 302 } });
});
