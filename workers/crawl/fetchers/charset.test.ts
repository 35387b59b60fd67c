/** The encodings in the Worker's own runtime; shared/crawl/decode-body.test.ts has the rules. */
import { expect, test } from "vitest";
import { decodeBody } from "../../../shared/crawl/decode-body.ts";

test("the Worker decodes GB 18030 under its other names", () => {
  const bytes = Uint8Array.from([0xd6, 0xb0, 0xce, 0xbb]);
  for (const name of ["gbk", "GB2312", "gb18030", "cp936"])
    expect(decodeBody(bytes, `application/json;charset=${name}`)).toBe("职位");
  const page = new Uint8Array([...new TextEncoder().encode("<meta charset=gb2312>"), ...bytes]);
  expect(decodeBody(page, "text/html")).toBe("<meta charset=gb2312>职位");
});
