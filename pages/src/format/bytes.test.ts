import { expect, test } from "vitest";
import { formatBytes } from "./bytes.ts";

test.each([
  [0, "0 B"],
  [999, "999 B"],
  [1000, "1 kB"],
  [3_280_114, "3.3 MB"],
  [12_000_000_000_000, "12,000 GB"],
])("%d bytes are %s", (bytes, text) => {
  expect(formatBytes(bytes, "en-US")).toBe(text);
});
