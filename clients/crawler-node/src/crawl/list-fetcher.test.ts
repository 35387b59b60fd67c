/** A lent token and a request leave the node for the platform's own origins only. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { CrawlConfig } from "../../../../shared/crawl/crawl-services.ts";
import { adapters } from "../../../../shared/platforms/registry.ts";
import { direct } from "../routes/dispatcher.ts";
import type { Router } from "../routes/router.ts";
import { createFetcher } from "./list-fetcher.ts";

const received: { url: string; cookie: string }[] = [];
const site = createServer((request, response) => {
  received.push({ url: request.url ?? "", cookie: request.headers.cookie ?? "" });
  if (request.url === "/moved") response.writeHead(302, { location: "/elsewhere" });
  response.end("{}");
});
let origin = "";
let taken = 0;
beforeAll(async () => {
  await new Promise<void>((done) => site.listen(0, "127.0.0.1", done));
  origin = `127.0.0.1:${(site.address() as AddressInfo).port}`;
});
afterAll(() => {
  site.closeAllConnections();
  site.close();
});

/** A node whose platform is the site under this host; the same server answers under any other name. */
function fetcherFor(host: string) {
  const url = `http://${host}`;
  const settings = {
    fetch_mode: "http",
    timeout_ms: 60_000,
    list_url: url,
    detail_url: url,
    company_url: url,
  };
  const dispatcher = direct();
  const router = {
    take: async () => {
      taken++;
      const token = { id: "t", sentAs: "cookie", headerName: "cookie", value: "zp_session=s3cret" };
      return { state: "held", value: { proxy: null, token, dispatcher } };
    },
    report: async () => {},
  };
  return createFetcher("boss", {
    config: { platforms: { boss: settings } } as unknown as CrawlConfig,
    adapter: adapters.boss,
    router: router as unknown as Router,
    chromium: null,
    signal: new AbortController().signal,
  });
}
const get = (url: string) => ({ method: "GET" as const, url, headers: {} });

test("the platform's own pages get the token, and no redirect carries it on", async () => {
  const answer = await fetcherFor(origin).page(get(`http://${origin}/moved`));
  expect(answer).toMatchObject({ ok: true, answer: { status: 302 } });
  expect(received.splice(0)).toEqual([{ url: "/moved", cookie: "zp_session=s3cret" }]);
});

test("a request that leads elsewhere is not sent, and takes no token from its holder", async () => {
  taken = 0;
  const elsewhere = fetcherFor("www.platform.example");
  for (const url of [
    `http://${origin}/collect`,
    `http://www.platform.example@${origin}/collect`,
    "http://[::1]/",
    "x",
  ]) {
    await expect(elsewhere.page(get(url))).rejects.toThrow("not an origin of the platform");
  }
  expect({ taken, received }).toEqual({ taken: 0, received: [] });
});
