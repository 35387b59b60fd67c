import { stripVTControlCharacters } from "node:util";
import { afterEach, expect, test, vi } from "vitest";
import { type Output, Screen, wrapParts } from "./screen.ts";

afterEach(() => vi.useRealTimers());

function output(isTTY: boolean): Output & { text: string } {
  return {
    isTTY,
    columns: 40,
    text: "",
    write(text: string) {
      this.text += text;
    },
  };
}

test("prints only lines that stay where there is no terminal", async () => {
  const out = output(false);
  const screen = new Screen(out);
  await screen.step(
    "Mail",
    async () => 2,
    (mails) => `${mails} mails`,
  );
  await expect(screen.step("Boards", async () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  screen.bars(["never seen"]);
  screen.close();
  expect(stripVTControlCharacters(out.text)).toMatch(/^✓ Mail \d+\.\d s 2 mails\n✗ Boards \d+\.\d s\n$/);
});

test("draws bars anew below the lines, never wider than the terminal", () => {
  vi.useFakeTimers();
  const out = output(true);
  const screen = new Screen(out);
  screen.bars(["x".repeat(60), "second"]);
  out.text = "";
  screen.line("stays");
  expect(out.text).toBe(`${"\x1b[1A\x1b[2K".repeat(2)}stays\n${"x".repeat(39)}\nsecond\n`);
  out.text = "";
  screen.close();
  expect(out.text).toBe("\x1b[1A\x1b[2K".repeat(2));
});

test("a part that no longer fits begins a line of its own, and is never cut", () => {
  const parts = ["http://127.0.0.1:8788", "", "admin / secret"];
  expect(wrapParts("Dashboard", parts, 80)).toEqual(["Dashboard    http://127.0.0.1:8788   admin / secret"]);
  expect(wrapParts("Dashboard", parts, 40)).toEqual([
    "Dashboard    http://127.0.0.1:8788",
    "             admin / secret",
  ]);
});
