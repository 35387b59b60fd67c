import i18next from "i18next";
import { expect, test } from "vitest";
import type { ReasonCode } from "../../../shared/errors/reasons.ts";
import { texts } from "../i18n/reasons-zh.ts";
import { addTexts } from "../i18n/texts.ts";
import { reasonText } from "./reason-text.ts";

addTexts("zh-CN", texts);
const t = (key: string, values?: object) => i18next.t(key, { ...values, lng: "zh-CN" });
const shown = (code: string, params = {}) =>
  reasonText({ code: code as ReasonCode, params, reason: "as the API says" }, t);

test("a reason is said in the reader's language; of an unknown code the API's sentence is shown", () => {
  expect(shown("missing")).toBe("必填");
  expect(shown("taken_by", { what: "甲" })).toBe("已被占用（甲）");
  for (const code of ["other", "of_a_later_version", "toString", "constructor", "a.b"])
    expect(shown(code), code).toBe("as the API says");
});
