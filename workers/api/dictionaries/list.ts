import { createRoute, z } from "@hono/zod-openapi";
import { Platform } from "../../../shared/contracts/platform.ts";
import { PLATFORMS } from "../../../shared/contracts/vocabulary.ts";
import { adapters } from "../../../shared/platforms/registry.ts";
import { ok, okResponse } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";
import {
  DictionaryView,
  dictionaryView,
  exampleActiveVersion,
  exampleVersion,
  LoadView,
  loadView,
} from "./views.ts";

const DictionaryList = z.object({
  dictionaries: z.array(DictionaryView),
  loads: z.array(z.object({ platform: Platform, sources: z.array(LoadView) })),
  alarms: z.number().int().describe("Dictionaries that wait for a person"),
});

const route = createRoute({
  operationId: "listDictionaries",
  method: "get",
  path: "/api/v1/dictionaries",
  tags: ["dictionary"],
  summary: "The dictionaries of each platform: the active version, the one that waits, and the last loads",
  responses: {
    200: okResponse("All of them", DictionaryList, {
      dictionaries: [
        { platform: "boss", kind: "city", active: exampleActiveVersion, proposed: exampleVersion },
      ],
      loads: [
        {
          platform: "boss",
          sources: [
            {
              source: "cities",
              kinds: ["city"],
              waiting: false,
              requested_by: "schedule",
              requested_at: exampleVersion.loaded_at,
              attempts: 0,
              finished_at: exampleVersion.loaded_at,
              outcome: "ok",
              reason: null,
              unread: 0,
            },
          ],
        },
      ],
      alarms: 1,
    }),
    ...errorResponses(),
  },
});

export const listDictionaries = operation("read", route, async (c) => {
  const { dictionaries } = c.get("services");
  const [all, loads] = await Promise.all([dictionaries.list(), dictionaries.loads()]);
  return ok(c, {
    dictionaries: all.map(dictionaryView),
    loads: PLATFORMS.map((platform) => ({
      platform,
      sources: adapters[platform].dictionaries.map((source) =>
        loadView(
          source,
          loads.find((load) => load.platform === platform && load.source === source.name),
        ),
      ),
    })),
    alarms: all.filter(({ proposed }) => proposed !== null).length,
  });
});
