import { expect, test } from "vitest";
import { hashPassword, verifyPassword } from "./password.ts";

test("a password has another hash each time, and only that password fits it", async () => {
  const [hash, again] = [await hashPassword("ﬁve long words"), await hashPassword("ﬁve long words")];
  expect(hash).toMatch(/^scrypt\$16384\$8\$5\$/);
  expect(again).not.toBe(hash);
  // The same characters from another keyboard.
  expect(await verifyPassword({ hash, password: "five long words" })).toBe(true);
  expect(await verifyPassword({ hash: again, password: "five long word" })).toBe(false);
});
