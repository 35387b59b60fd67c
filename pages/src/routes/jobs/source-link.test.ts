import { expect, test } from "vitest";
import { webAddress } from "./source-link.ts";

test.each([
  ["https://jobs.51job.com/x/1.html", "https://jobs.51job.com/x/1.html"],
  ["http://127.0.0.1:9001/x/1.html", "http://127.0.0.1:9001/x/1.html"],
  ["javascript:alert(1)", null],
  [" javascript:alert(1)", null],
  ["data:text/html,<script>alert(1)</script>", null],
  ["//evil.example/x", null],
  ["/job_detail/1.html", null],
  ["", null],
  [null, null],
])("%s becomes the link %s", (url, link) => {
  expect(webAddress(url)).toBe(link);
});
