import { createRoute, z } from "@hono/zod-openapi";
import { ok, okResponse } from "../http/answers.ts";
import { audit } from "../http/context.ts";
import { readCsv } from "../http/csv.ts";
import { numberOf, platformOf } from "../http/csv-names.ts";
import { decodeText } from "../http/decode-text.ts";
import { errorResponses } from "../http/error-responses.ts";
import { checkFileType } from "../http/media-type.ts";
import { operation } from "../operation.ts";
import { exampleImport } from "../resources/examples.ts";
import { Imported, importResources } from "../resources/import-resources.ts";
import { EXAMPLE_TOKEN_ID } from "./examples.ts";
import { NewToken, storedToken, tokenNameOf } from "./token-view.ts";

const NEEDED = ["platform", "kind", "value"] as const;
const COLUMNS = [...NEEDED, "header_name", "name", "daily_budget", "expires_at", "note"] as const;

const route = createRoute({
  operationId: "importPlatformTokens",
  method: "post",
  path: "/api/v1/platform-tokens/import",
  tags: ["platform-tokens"],
  summary: "Add platform tokens from a CSV file; each line has its answer",
  request: {
    body: {
      required: true,
      content: {
        "text/csv": {
          schema: z.string().openapi({
            description: `${COLUMNS.join(",")}; a header line names those that are there, Chinese names too; UTF-8, GBK, or UTF-16 with its mark; at most 2000`,
            example: "platform,kind,value\nboss,cookie,wt2=abc; zp_at=def\n",
          }),
          example: "platform,kind,value\nboss,cookie,wt2=abc; zp_at=def9f3a\n",
        },
      },
    },
  },
  responses: {
    200: okResponse(
      "At least one line was good",
      Imported,
      exampleImport(EXAMPLE_TOKEN_ID, "value: is empty"),
    ),
    ...errorResponses(413, 415, 422),
  },
});

export const importPlatformTokens = operation("proxies:write", route, async (c) => {
  const services = c.get("services");
  checkFileType(c.req.header("content-type"), ["text/csv"]);
  const rows = readCsv(decodeText(await c.req.arrayBuffer()), { columns: COLUMNS, needed: NEEDED });
  const lines = rows.map((row) => {
    const { line } = row.place;
    if ("problem" in row) return { line, problem: row.problem };
    const cells = Object.fromEntries(Object.entries(row.cells).filter(([, cell]) => cell !== ""));
    const { platform, kind, daily_budget, expires_at } = cells;
    return {
      line,
      raw: {
        ...cells,
        ...(platform && { platform: platformOf(platform) }),
        ...(kind && { kind: kind.toLowerCase() }),
        ...(daily_budget && { daily_budget: numberOf(daily_budget) }),
        ...(expires_at && { expires_at: numberOf(expires_at) }),
      },
    };
  });
  const imported = await importResources(services, "token", lines, NewToken, async (wanted) => {
    const id = crypto.randomUUID();
    const stored = await storedToken(services, id, { ...wanted, headerName: wanted.header_name });
    if (!stored.ok) return stored;
    const { daily_budget, expires_at, enabled, note } = wanted;
    const name = tokenNameOf(wanted);
    return {
      ok: true,
      value: { ...stored.value, id, name, daily_budget, enabled, expires_at, note },
    };
  });
  const { items: _, ...counts } = imported;
  audit(c, { action: "platform-token.import", after: counts });
  return ok(c, imported);
});
