import { expect, test } from "vitest";
import { testApi } from "../../../tests/edge/api/test-api.ts";

interface Problems {
  problems: { field: string; reason: string; index?: number }[];
}

test.each(["mini", "app"])(
  "a keyword of channel %s is refused: it would repeat the web search",
  async (channel) => {
    const { call } = testApi();
    const item = { platform: "boss", keyword: "Java", city: "北京", channel };
    const one = await call<Problems>("POST", "/keywords", { json: item });
    expect(one.status).toBe(422);
    expect(one.data.problems).toEqual([
      expect.objectContaining({
        field: "channel",
        reason: expect.stringContaining("would only repeat the web search"),
      }),
    ]);
    const web = { ...item, channel: "web" };
    const many = await call<Problems & { created: number }>("POST", "/keywords/batch", {
      json: { items: [item, web] },
    });
    expect(many.data).toMatchObject({ created: 1, problems: [{ index: 0, field: "channel" }] });
  },
);
