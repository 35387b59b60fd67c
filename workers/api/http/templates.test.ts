/// <reference types="vite/types/importMeta.d.ts" />
/** The files that the dashboard offers as templates are read by the imports that they are for. */
import { expect, test } from "vitest";
import { testApi } from "../../../tests/edge/api/test-api.ts";

const TEMPLATES = import.meta.glob<string>("../../../pages/public/templates/*.csv", {
  eager: true,
  query: "?raw",
  import: "default",
});

test.each(Object.entries(TEMPLATES))("%s", async (file, body) => {
  const name = file.split("/").at(-1)?.replace(".csv", "") ?? "";
  const { call } = testApi();
  const { status, data } = await call<{ received: number; created: number }>("POST", `/${name}/import`, {
    body,
    headers: { "content-type": "text/csv" },
  });
  expect(status).toBe(200);
  expect(data.created).toBe(body.trimEnd().split("\n").length - 1);
  // Excel reads a file without the mark as GBK.
  expect(body.startsWith("\ufeff")).toBe(true);
});

test("there is one for each import", () => {
  expect(Object.keys(TEMPLATES)).toHaveLength(3);
});
