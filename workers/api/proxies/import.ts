import { createRoute, z } from "@hono/zod-openapi";
import { parseProxyUrl } from "../../../shared/domain/proxy-address.ts";
import { ok, okResponse } from "../http/answers.ts";
import { audit } from "../http/context.ts";
import { linesOf, readCsv } from "../http/csv.ts";
import { numberOf, platformOf } from "../http/csv-names.ts";
import { decodeText } from "../http/decode-text.ts";
import { errorResponses } from "../http/error-responses.ts";
import { checkFileType } from "../http/media-type.ts";
import { operation } from "../operation.ts";
import { exampleImport } from "../resources/examples.ts";
import { Imported, type ImportLine, importResources } from "../resources/import-resources.ts";
import { EXAMPLE_PROXY_ID } from "./examples.ts";
import { NewProxy, nameOf, storedProxy } from "./proxy-view.ts";

const NEEDED = ["protocol", "host", "port"] as const;
const COLUMNS = [...NEEDED, "username", "password", "name", "platforms", "daily_budget", "note"] as const;

const route = createRoute({
  operationId: "importProxies",
  method: "post",
  path: "/api/v1/proxies/import",
  tags: ["proxies"],
  summary: "Add proxies from a list of URLs or a CSV file; each line has its answer",
  request: {
    body: {
      required: true,
      content: {
        "text/plain": {
          schema: z.string().openapi({
            description: "protocol://user:password@host:port, one a line; # begins a comment; at most 2000",
            example: "socks5://user:password@proxy.vendor.net:1080\n",
          }),
          example: "socks5://crawler:secret@sh3.vendor.net:1080\nhttp://sh4.vendor.net:8080\n",
        },
        "text/csv": {
          schema: z.string().openapi({
            description: `${COLUMNS.join(",")}; a header line names those that are there; platforms separated by spaces; Chinese names too; UTF-8, GBK, or UTF-16 with its mark`,
            example: "protocol,host,port,username,password\nhttp,proxy.vendor.net,8080,user,password\n",
          }),
          example: "protocol,host,port,username,password\nsocks5,sh3.vendor.net,1080,crawler,secret\n",
        },
      },
    },
  },
  responses: {
    200: okResponse(
      "At least one line was good",
      Imported,
      exampleImport(EXAMPLE_PROXY_ID, "host: is a name without a domain"),
    ),
    ...errorResponses(413, 415, 422),
  },
});

function fromCsv(text: string): ImportLine[] {
  return readCsv(text, { columns: COLUMNS, needed: NEEDED }).map((row) => {
    const { line } = row.place;
    if ("problem" in row) return { line, problem: row.problem };
    const cells = Object.fromEntries(Object.entries(row.cells).filter(([, cell]) => cell !== ""));
    return {
      line,
      raw: {
        ...cells,
        ...(cells.protocol && { protocol: cells.protocol.toLowerCase() }),
        port: cells.port === undefined ? undefined : numberOf(cells.port),
        platforms: cells.platforms?.split(/[\s,;、]+/).map(platformOf),
        daily_budget: cells.daily_budget === undefined ? undefined : numberOf(cells.daily_budget),
      },
    };
  });
}

function fromList(text: string): ImportLine[] {
  return linesOf(text)
    .filter(({ content }) => !content.trim().startsWith("#"))
    .map(({ line, content }) => {
      const url = parseProxyUrl(content.trim());
      return url.ok ? { line, raw: url.value } : { line, problem: { field: url.field, reason: url.reason } };
    });
}

export const importProxies = operation("proxies:write", route, async (c) => {
  const services = c.get("services");
  const type = checkFileType(c.req.header("content-type"), ["text/plain", "text/csv"]);
  const text = decodeText(await c.req.arrayBuffer());
  const lines = type === "text/csv" ? fromCsv(text) : fromList(text);
  const imported = await importResources(services, "proxy", lines, NewProxy, async (wanted) => {
    const id = crypto.randomUUID();
    const stored = await storedProxy(services, id, wanted);
    if (!stored.ok) return stored;
    const { platforms, daily_budget, enabled, note } = wanted;
    const name = nameOf(wanted);
    return {
      ok: true,
      value: {
        ...stored.value,
        id,
        name,
        platforms,
        daily_budget,
        enabled,
        expires_at: null,
        note,
      },
    };
  });
  const { items: _, ...counts } = imported;
  audit(c, { action: "proxy.import", after: counts });
  return ok(c, imported);
});
