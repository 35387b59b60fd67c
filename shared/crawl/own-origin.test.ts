import { expect, test } from "vitest";
import type { PageToken } from "../contracts/pending-page.ts";
import { PLATFORMS } from "../contracts/vocabulary.ts";
import { platforms } from "../platforms/platforms.ts";
import { adapters } from "../platforms/registry.ts";
import { assertOwnOrigin } from "./own-origin.ts";

const settings = {
  list_url: "https://www.site.example",
  detail_url: "https://jobs.site.example:8443",
  company_url: "https://www.site.example/base",
};

test.each([
  "https://www.site.example/list?page=1",
  "https://jobs.site.example:8443/x.html",
  "https://WWW.site.example:443/",
])("%s is the platform's own", (url) => {
  expect(assertOwnOrigin(url, settings)).toBe(url);
});

test.each([
  "http://www.site.example/",
  "https://jobs.site.example/",
  "https://www.site.example.evil.example/",
  "https://site.example/",
  "https://www.site.example@evil.example/",
  "https://user:password@www.site.example/",
  "http://127.0.0.1:33050/latest/meta-data",
  "http://[::1]/",
  "file:///etc/passwd",
  "data:text/html,x",
  "//www.site.example/",
  "",
])("%s is not, and no request is made", (url) => {
  expect(() => assertOwnOrigin(url, settings)).toThrow("not an origin of the platform");
});

const HOSTILE = [
  ...[
    "../..",
    "..",
    "//evil.example/",
    "@evil.example",
    "http://evil.example/",
    "\\evil.example",
    "?x#y",
    "%2e%2e/",
  ],
  ...["\r\nHost: evil.example", "x".repeat(1000), "__proto__", "", "张"],
];

test.each(PLATFORMS)(
  "whatever key and token a node names, %s builds a GET of its own origin",
  async (platform) => {
    const adapter = adapters[platform];
    const own = platforms[platform].settings as typeof settings;
    const context = { settings: own, now: 0 } as unknown as Parameters<typeof adapter.companyRequest>[1];
    for (const text of HOSTILE) {
      for (const token of [{} as PageToken, { security_id: text, lid: text, url: text, method: "POST" }]) {
        const requests = [
          await adapter.detailRequest(text, token, context),
          await adapter.companyRequest(text, context),
        ];
        for (const request of requests) {
          if (request === null) continue;
          assertOwnOrigin(request.url, own);
          expect(request.method).toBe("GET");
          expect(request.body).toBeUndefined();
          expect(Object.keys(request.headers).sort()).toEqual(
            expect.arrayContaining(["accept", "user-agent"]),
          );
          expect(JSON.stringify(request.headers)).not.toContain("evil");
        }
      }
    }
  },
);
