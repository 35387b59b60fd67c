import { createRoute, z } from "@hono/zod-openapi";
import type { DictionaryEntry, DictionaryKind } from "../../../shared/contracts/dictionary.ts";
import { divisionOfCity, divisionOfDistrict } from "../../../shared/domain/division-code.ts";
import { pinyinOf } from "../../../shared/domain/nearest-names.ts";
import { ApiError } from "../../../shared/errors/codes.ts";
import { ok, okResponse, pageOf } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { wholeList, wholeListParams } from "../http/whole-list.ts";
import { operation } from "../operation.ts";
import { DictionaryParams, EntryView, VersionNumber } from "./views.ts";

const route = createRoute({
  operationId: "listDictionaryEntries",
  method: "get",
  path: "/api/v1/dictionaries/{platform}/{kind}/entries",
  tags: ["dictionary"],
  summary: "Entries of a version, each city and district with its official division code",
  request: {
    params: DictionaryParams,
    query: z.strictObject({
      version: VersionNumber.optional().describe("The active one when left out"),
      search: z.string().trim().min(1).max(60).optional().describe("Part of a name, a code, or the pinyin"),
      parent: z.string().max(40).optional().describe("Code of the entry above"),
      ...wholeListParams,
    }),
  },
  responses: {
    200: okResponse(
      "A page of entries",
      pageOf(EntryView).extend({ version: z.number().int(), total: z.number().int() }),
      {
        items: [
          {
            code: "101010100",
            name: "北京",
            parent: null,
            parent_name: null,
            city: "北京",
            division_code: "110000",
          },
        ],
        next_cursor: null,
        version: 2,
        total: 1,
      },
    ),
    ...errorResponses(400, 404, 422),
  },
});

const list = wholeList(
  "dictionary-entries",
  ({ parent, code }: { parent: string | null; code: string }) => `${parent ?? ""}/${code}`,
);

/** Whether the entry is meant by what somebody types. */
function matcher(search: string | undefined): (entry: DictionaryEntry) => boolean {
  if (search === undefined) return () => true;
  const wanted = search.normalize("NFKC").toLowerCase();
  const isLatin = /^[a-z]+$/.test(wanted);
  return ({ name, code }) =>
    name.toLowerCase().includes(wanted) || code === search || (isLatin && pinyinOf(name).startsWith(wanted));
}

export const listDictionaryEntries = operation("read", route, async (c) => {
  const { platform, kind } = c.req.valid("param");
  const { version, search, parent, ...page } = c.req.valid("query");
  const { dictionaries } = c.get("services");
  const found = await dictionaries.entries(platform, kind, version);
  if (!found)
    throw new ApiError("not_found", `no version ${version} of the dictionary ${kind} of ${platform}`);
  const isMeant = matcher(search);
  const matching = found.entries.filter(
    (entry) => (parent === undefined || entry.parent === parent) && isMeant(entry),
  );
  // Districts are below cities, other entries below entries of their own kind.
  const parents = kind === "district" ? await dictionaries.entries(platform, "city") : found;
  const above = new Map(parents?.entries.map(({ code, name }) => [code, name]));
  const { items, next_cursor } = list.page(matching, page);
  return ok(c, {
    items: items.map((entry) => {
      const parentName = entry.parent === null ? null : (above.get(entry.parent) ?? null);
      return { ...entry, parent_name: parentName, ...officialOf(kind, entry, parentName) };
    }),
    next_cursor,
    version: found.version,
    total: matching.length,
  });
});

function officialOf(
  kind: DictionaryKind,
  { name }: DictionaryEntry,
  parentName: string | null,
): { city: string | null; division_code: string | null } {
  if (kind === "city") {
    const division = divisionOfCity(name);
    return { city: division?.name ?? null, division_code: division?.code ?? null };
  }
  if (kind !== "district" || parentName === null) return { city: null, division_code: null };
  const city = divisionOfCity(parentName);
  return {
    city: null,
    division_code: city ? (divisionOfDistrict(city.name, name)?.code ?? null) : null,
  };
}
