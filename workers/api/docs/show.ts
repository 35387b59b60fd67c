import { createRoute, z } from "@hono/zod-openapi";
import { html } from "hono/html";
import { operation } from "../operation.ts";
import { OPENAPI_PATH } from "./show-openapi.ts";

export const DOCS_PATH = "/api/docs";

/** Scalar's bundle, served from our own origin: the build of `pages/` puts it there. */
const SCRIPT = "/scalar.js";

/** Switches off fonts, proxy, telemetry and assistant of third parties. */
const CONFIGURATION = {
  url: OPENAPI_PATH,
  withDefaultFonts: false,
  telemetry: false,
  showDeveloperTools: "never",
  agent: { disabled: true },
  mcp: { disabled: true },
  hideClientButton: true,
  // The token stays in memory, because every script of the origin can read storage.
  persistAuth: false,
  authentication: { preferredSecurityScheme: "bearer" },
  metaData: { title: "JobData API" },
};

const page = html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>JobData API</title>
    <link rel="icon" href="/favicon.svg" type="image/svg+xml">
  </head>
  <body>
    <noscript>This page needs JavaScript. The document itself: <a href="${OPENAPI_PATH}">${OPENAPI_PATH}</a></noscript>
    <script id="api-reference" type="application/json" data-configuration="${JSON.stringify(CONFIGURATION)}"></script>
    <script src="${SCRIPT}"></script>
  </body>
</html>
`;

const route = createRoute({
  operationId: "showDocsPage",
  method: "get",
  path: DOCS_PATH,
  tags: ["docs"],
  summary: "A page to read this document on, and to try requests",
  responses: {
    200: {
      description: "The page",
      content: { "text/html": { schema: z.string(), example: "<!doctype html>…" } },
    },
  },
});

/** Public: the requests tried on it need a token anyway. */
export const showDocsPage = operation("public", route, (c) => c.html(page, 200));
