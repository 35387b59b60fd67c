import { describe, expect, test } from "vitest";
import { decodeBody } from "./decode-body.ts";

/** 职位：开发 in GBK. */
const GBK = [0xd6, 0xb0, 0xce, 0xbb, 0xa3, 0xba, 0xbf, 0xaa, 0xb7, 0xa2];
const TEXT = "职位：开发";
const bytes = (...parts: (string | number[])[]) =>
  Uint8Array.from(
    parts.flatMap((part) => (typeof part === "string" ? [...new TextEncoder().encode(part)] : part)),
  );

describe("decodeBody", () => {
  test.each([
    "application/json;charset=GBK",
    "text/html; charset=gb2312",
    'text/html; charset="gb18030"',
    "text/html;Charset = 'GB_2312-80'",
    "text/html; charset=x-gbk",
    "text/html; charset=CP936",
    "text/html; charset=chinese",
    "text/html; charset=GB18030-2022",
    "text/html; accept-charset=utf-8; charset=gbk",
  ])("the header says it: %s", (contentType) => {
    expect(decodeBody(bytes(GBK), contentType)).toBe(TEXT);
  });

  test("reads four-byte signs of GB 18030 whatever name the page gives it", () => {
    expect(decodeBody(bytes([0x81, 0x39, 0xef, 0x30]), "text/html;charset=gb2312")).toBe("\u3401");
  });

  test.each([
    "<html><head><meta charset=gbk>",
    '<!DOCTYPE html><META CHARSET="GB2312">',
    '\n<html><meta name=a><meta http-equiv="Content-Type" content="text/html; charset=gbk">',
    "<!-- <meta charset=utf-8> --><meta charset='gbk'>",
    "<meta charset=nonsense><meta charset=gbk>",
    '<meta http-equiv=refresh content="0; url=/x?charset=utf-8"><meta charset=gbk>',
    '<meta name=description content="charset=utf-8 guide"><meta charset=gbk>',
    '<meta name=a data-charset="utf-8"><meta charset=gbk>',
    '<?xml version="1.0" encoding="gb2312"?><html>',
  ])("the page says it: %s", (head) => {
    for (const contentType of [
      "text/html",
      null,
      undefined,
      "text/html; charset=",
      "text/html; charset=nonsense",
      // The default of Apache and of Spring.
      "text/html; charset=ISO-8859-1",
    ])
      expect(decodeBody(bytes(head, GBK), contentType)).toBe(head + TEXT);
  });

  test("the mark counts before the header, the header before the page, the page before UTF-8", () => {
    const utf8 = bytes(TEXT);
    expect(decodeBody(utf8, "text/html")).toBe(TEXT);
    expect(decodeBody(bytes("<meta charset=gbk>", TEXT), "text/html; charset=utf-8")).toBe(
      `<meta charset=gbk>${TEXT}`,
    );
    expect(decodeBody(bytes([0xef, 0xbb, 0xbf], "<meta charset=gbk>", TEXT), "text/html")).toBe(
      `<meta charset=gbk>${TEXT}`,
    );
    expect(decodeBody(bytes([0xef, 0xbb, 0xbf], TEXT), "text/html; charset=gbk")).toBe(TEXT);
    expect(decodeBody(utf8, "application/json;charset=ISO-8859-1")).toBe(TEXT);
    expect(decodeBody(bytes([0xff, 0xfe, 0x4c, 0x80]), null)).toBe("职");
    expect(decodeBody(bytes("<meta charset=utf-16>", TEXT), null)).toBe(`<meta charset=utf-16>${TEXT}`);
  });

  test("looks for the page's own word in the first 1,024 bytes only, and never in JSON", () => {
    const late = `<html>${" ".repeat(1024)}<meta charset=gbk>`;
    expect(decodeBody(bytes(late, TEXT), "text/html")).toBe(late + TEXT);
    const json = JSON.stringify({ text: "<meta charset=gbk>", name: TEXT });
    expect(decodeBody(bytes(json), "application/json")).toBe(json);
  });
});
