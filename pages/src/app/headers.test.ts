import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

test("the dashboard's files come with the headers that keep a browser on TLS and scripts our own", () => {
  const file = readFileSync(new URL("../../public/_headers", import.meta.url), "utf8");
  const all = file.slice(file.indexOf("/*\n"));
  expect(all).toMatch(/^ {2}Strict-Transport-Security: max-age=31536000/m);
  expect(all).toMatch(/^ {2}Content-Security-Policy: default-src 'self'; script-src 'self';/m);
  expect(all).toMatch(/^ {2}X-Content-Type-Options: nosniff$/m);
});
