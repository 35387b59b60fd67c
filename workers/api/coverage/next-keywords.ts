import { createRoute, z } from "@hono/zod-openapi";
import { NextKeyword } from "../../../shared/contracts/coverage.ts";
import { JOB_FILTER_SHAPE } from "../../../shared/contracts/job-filter.ts";
import { Platform } from "../../../shared/contracts/platform.ts";
import { WHOLE_COUNTRY } from "../../../shared/domain/city.ts";
import { errorAbout } from "../../../shared/errors/validation.ts";
import { ok, okResponse, pageOf } from "../http/answers.ts";
import { cursorParam, limitParam } from "../http/cursor.ts";
import { errorResponses } from "../http/error-responses.ts";
import { wholeList } from "../http/whole-list.ts";
import { unknownCity } from "../keywords/check-keyword.ts";
import { operation } from "../operation.ts";
import { periodOf } from "./period.ts";

const route = createRoute({
  operationId: "listNextKeywords",
  method: "get",
  path: "/api/v1/coverage/next-keywords",
  tags: ["coverage"],
  summary: "Words of held postings that are no keyword yet, by expected unseen postings per request",
  description: "Up to 200. Send those to add to `POST /api/v1/keywords/batch`.",
  request: {
    query: z.strictObject({
      platform: Platform,
      city: z.string().trim().min(1).max(40).default(WHOLE_COUNTRY).describe("City to search; 全国: all"),
      from: JOB_FILTER_SHAPE.from.describe("Day of China: words of postings last seen on it or later"),
      limit: limitParam(50, 20),
      cursor: cursorParam,
    }),
  },
  responses: {
    200: okResponse("A page of words, the most worth searching first", pageOf(NextKeyword), {
      items: [
        {
          platform: "qcwy",
          city: "上海",
          keyword: "自动化测试",
          held: 112,
          unseen: 63.5,
          requests: 9,
          unseen_per_request: 7.06,
        },
      ],
      next_cursor: null,
    }),
    ...errorResponses(400, 422),
  },
});

const list = wholeList("next-keywords", ({ keyword }: NextKeyword) => keyword);

export const listNextKeywords = operation("read", route, async (c) => {
  const services = c.get("services");
  const { platform, city: named, from, ...query } = c.req.valid("query");
  const cities = await services.dictionaries.cities();
  const city = cities.name(platform, named);
  if (city === null) throw errorAbout("unknown_city", "city", unknownCity(platform, cities, named));
  const period = periodOf({ from }, services.clock.now());
  const ranked = await services.coverage.nextKeywords(platform, city, period);
  const page = list.page(
    ranked.map(({ word, held, unseen, requests, unseenPerRequest }) => ({
      platform,
      city,
      keyword: word,
      held,
      unseen,
      requests,
      unseen_per_request: unseenPerRequest,
    })),
    query,
  );
  // A keyword that was just added has found nothing yet.
  const known = await Promise.all(
    page.items.map(({ keyword }) => {
      const search = { keyword, city, channel: "web" as const };
      return services.ledger(platform, services.shardOf(search)).findSearch(search);
    }),
  );
  return ok(c, { ...page, items: page.items.filter((_, index) => known[index] === null) });
});
