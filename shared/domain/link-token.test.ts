import { expect, test } from "vitest";
import { maskAnswer } from "../platforms/recruiter-mask.ts";
import { newLinkToken } from "./link-token.ts";

test("a link reaches readers who may not see contacts as it is", () => {
  const tokens = Array.from({ length: 2000 }, newLinkToken);
  expect(new Set(tokens).size).toBe(2000);
  for (const token of tokens) {
    expect(token).toMatch(/^[\w-]{43}$/);
    const url = `https://dashboard.test/api/v1/feeds/atom?token=${token}`;
    const answer = { url, atom_url: url, text: `Stop: ${url}` };
    expect(maskAnswer(answer)).toEqual(answer);
  }
});
