import { expect, test } from "vitest";
import { chooseLanguage } from "./languages.ts";

test("a stored choice wins over the browser's languages", () => {
  expect(chooseLanguage("en-US", ["zh-CN"])).toBe("en-US");
});

test("an unknown stored value is passed over", () => {
  expect(chooseLanguage("tlh", ["zh-TW", "en"])).toBe("zh-CN");
});

test("the first language that we speak is taken, else English", () => {
  expect(chooseLanguage(null, ["fr-FR", "en-GB", "zh-CN"])).toBe("en-US");
  expect(chooseLanguage(null, ["ja"])).toBe("en-US");
  expect(chooseLanguage(null, [])).toBe("en-US");
});
