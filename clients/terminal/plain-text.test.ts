import { expect, test } from "vitest";
import { plainJson, plainText } from "./plain-text.ts";

test("shows each character that a terminal acts on as its code, on one line", () => {
  expect(plainText("\u001b]52;c;aGk=\u0007\u001b[2J\u009b31m")).toBe(
    "\\u001b]52;c;aGk=\\u0007\\u001b[2J\\u009b31m",
  );
  expect(plainText("a\u202eb\u2066c\u061cd\ud800e")).toBe("a\\u202eb\\u2066c\\u061cd\\ud800e");
  expect(plainText("一行\r\n\t二行 \u{1f600}é")).toBe("一行 二行 \u{1f600}é");
});

test("JSON keeps the value", () => {
  const value = { title: "\u001b[2J\u007f\u009b\u202e会计\n" };
  const line = plainJson(value);
  expect(JSON.parse(line)).toEqual(value);
  expect(line).toBe('{"title":"\\u001b[2J\\u007f\\u009b\\u202e会计\\n"}');
});
