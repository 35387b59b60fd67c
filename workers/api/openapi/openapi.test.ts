/**
 * Compares the document with the routes, the examples with the schemas, and tests the check of real answers.
 */
import type { z } from "@hono/zod-openapi";
import { describe, expect, test } from "vitest";
import { ERROR_CODES } from "../../../shared/errors/codes.ts";
import { documentCheck } from "../../../tests/edge/api/document-check.ts";
import { testApi } from "../../../tests/edge/api/test-api.ts";
import { ERRORS } from "../http/error-responses.ts";
import { OPERATIONS } from "../operations.ts";
import { describeApi, type OpenApiDocument } from "./describe-api.ts";

const api = testApi();
const document = (await (await api.app.request("/api/v1/openapi.json")).json()) as OpenApiDocument;

interface Media {
  schema: z.ZodType;
}
interface DocumentedOperation {
  operationId?: string;
  tags?: string[];
  summary?: string;
  parameters?: {
    in: string;
    required?: boolean;
    schema?: { enum?: unknown[]; default?: unknown };
    example?: unknown;
    examples?: Record<string, { value: unknown }>;
  }[];
  requestBody?: { content: Record<string, { example?: unknown }> };
  responses: Record<string, { description: string; content?: Record<string, { example?: unknown }> }>;
}

const described = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({
    key: `${method.toUpperCase()} ${path}`,
    operation: operation as DocumentedOperation,
  })),
);
const routed = OPERATIONS.map(({ route }) => ({ key: `${route.method.toUpperCase()} ${route.path}`, route }));

describe("the document", () => {
  test("leaves optional filters unticked on the try-it page, so that the first try of a list shows it whole", () => {
    const optional = described.flatMap(({ operation }) =>
      (operation.parameters ?? []).filter(({ in: place, required }) => place === "query" && !required),
    );
    const withValue = optional.filter(
      ({ schema, example, examples }) =>
        example !== undefined || examples !== undefined || schema?.default !== undefined || schema?.enum,
    );
    expect(withValue.length).toBeGreaterThan(10);
    for (const { example, examples } of withValue) {
      expect(example).toBeUndefined();
      expect(examples).toMatchObject({ default: { "x-disabled": true } });
    }
  });

  test("is open to all, and is OpenAPI 3.1", async () => {
    const response = await api.app.request("/api/v1/openapi.json");
    expect(response.status).toBe(200);
    expect(document.openapi).toBe("3.1.0");
  });

  test("holds every registered route and no other", () => {
    const registered = api.app.routes
      .filter(({ method, path }) => method !== "ALL" && path.startsWith("/api/"))
      .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, "{$1}")}`);
    expect(described.map(({ key }) => key).toSorted()).toEqual([...new Set(registered)].toSorted());
  });

  test("names every operation once", () => {
    const ids = described.map(({ operation }) => operation.operationId);
    expect(ids).not.toContain(undefined);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("groups every operation under a described tag, and describes no other tag", () => {
    const used = described.flatMap(({ operation }) => operation.tags ?? ["none"]);
    expect([...new Set(used)].toSorted()).toEqual(document.tags?.map(({ name }) => name).toSorted());
    expect(described.every(({ operation }) => operation.summary)).toBe(true);
  });

  test("says how to sign in, and where one need not", () => {
    expect(Object.keys(document.components?.securitySchemes ?? {})).toEqual(["bearer", "cookie"]);
    expect(document.security).toEqual([{ bearer: [] }, { cookie: [] }]);
    expect(document.paths?.["/api/v1/health"]?.get?.security).toEqual([]);
    expect(document.paths?.["/api/v1/keywords"]?.get?.security).toBeUndefined();
  });

  test("gives an example for every body and every answer", () => {
    const missing = described.flatMap(({ key, operation }) => {
      const bodies = { body: operation.requestBody, ...operation.responses };
      return Object.entries(bodies).flatMap(([part, it]) =>
        Object.values(it?.content ?? {}).some(({ example }) => example === undefined)
          ? [`${key} ${part}`]
          : [],
      );
    });
    expect(missing).toEqual([]);
  });

  test("explains every error", () => {
    const unexplained = described.flatMap(({ key, operation }) =>
      Object.entries(operation.responses).flatMap(([status, { description }]) =>
        description === "Error" ? [`${key} ${status}`] : [],
      ),
    );
    expect(unexplained).toEqual([]);
  });
});

test("the try-it page runs only scripts of our own origin, and speaks to it only", async () => {
  const response = await api.app.request("/api/docs");
  expect(response.status).toBe(200);
  const policy = response.headers.get("content-security-policy") ?? "";
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self';");
  expect(policy).toContain("connect-src 'self'");
  expect(policy).not.toMatch(/https?:|\*|unsafe-eval/);
  const page = await response.text();
  expect(page).toContain('<script src="/scalar.js">');
  expect(page).not.toMatch(/https?:\/\//);
  // All other answers run nothing.
  const other = await api.app.request("/api/v1/openapi.json");
  expect(other.headers.get("content-security-policy")).toContain("sandbox");
});

describe("examples", () => {
  /** A field that the schema does not know would be dropped, and differ. */
  const check = (media: object | undefined, example: unknown) => {
    const { schema } = Object.values(media ?? {})[0] as Media;
    expect(schema.parse(example)).toEqual(example);
  };

  test.each(routed)("$key: what is sent is taken, what is answered fits", ({ key, route }) => {
    const it = document.paths?.[route.path]?.[route.method] as DocumentedOperation;
    const body = "request" in route && "body" in route.request ? route.request.body : undefined;
    if (body) {
      const { schema } = Object.values(body.content)[0] as unknown as Media;
      const example = Object.values(it.requestBody?.content ?? {})[0]?.example;
      expect(schema.safeParse(example).error).toBeUndefined();
    }
    for (const [status, response] of Object.entries(route.responses)) {
      const example = Object.values(it.responses[status]?.content ?? {})[0]?.example;
      expect(example, `${key} ${status}`).toBeDefined();
      check((response as { content: object }).content, example);
    }
  });

  test.each(Object.entries(ERRORS))("of error %s has a code of that status", (status, { example }) => {
    expect(ERROR_CODES[example.code]).toBe(Number(status));
  });
});

describe("the check of real answers", () => {
  const check = documentCheck(describeApi(api.app));
  const answer = (data: unknown, status = 200, type = "application/json") =>
    new Response(JSON.stringify({ code: 0, message: "ok", data, request_id: "x" }), {
      status,
      headers: { "content-type": type },
    });

  test("takes what is described", async () => {
    await check("GET", "/api/v1/health", answer({ status: "ok" }));
  });

  test.each([
    ["a wrong value", answer({ status: "fine" }), "/data/status"],
    ["a missing field", answer({}), "status"],
    ["a field nobody described", answer({ status: "ok", secret: 1 }), "secret"],
    ["a status nobody described", answer({ status: "ok" }, 418), "status 418"],
    ["a type nobody described", answer({ status: "ok" }, 200, "text/html"), "text/html"],
  ])("refuses %s", async (_, response, reason) => {
    await expect(check("GET", "/api/v1/health", response)).rejects.toThrow(reason);
  });

  test("refuses a route nobody described", async () => {
    await expect(check("GET", "/api/v1/secret", answer({}))).rejects.toThrow("is not in the document");
  });
});
