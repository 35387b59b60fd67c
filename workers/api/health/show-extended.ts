import { createRoute, z } from "@hono/zod-openapi";
import { messageOf } from "../../../shared/errors/message-of.ts";
import { createRedactor, secretsOf } from "../../../shared/log.ts";
import { DegradedError, type HealthCheck } from "../../health.ts";
import { ok, okResponse, shown } from "../http/answers.ts";
import { errorExample, errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";
import type { Services } from "../services.ts";

/** Slower than this is degraded. */
const SLOW_MS = 1000;
/** Slower than this is down. */
const TIMEOUT_MS = 5000;
const MAX_REASON_LENGTH = 200;

const State = z.enum(["ok", "degraded", "down"]);

const Health = z.object({
  status: State,
  checks: z.array(
    z.object({
      name: z.string(),
      state: State,
      latency_ms: z.number().int(),
      reason: z.string().nullable().describe("Null when all is well"),
    }),
  ),
});

const route = createRoute({
  operationId: "showExtendedHealth",
  method: "get",
  path: "/api/v1/health/extended",
  tags: ["health"],
  summary: "Each dependency, with its latency",
  responses: {
    ...errorResponses(),
    200: okResponse("All answer, some perhaps slowly", Health, {
      status: "degraded",
      checks: [
        { name: "d1", state: "ok", latency_ms: 4, reason: null },
        { name: "clickhouse", state: "degraded", latency_ms: 1840, reason: "slower than 1000 ms" },
      ],
    }),
    503: {
      description: "At least one is down",
      content: {
        "application/json": {
          schema: z.object({
            code: z.literal("dependency_unavailable"),
            message: z.string(),
            data: Health.nullable(),
            request_id: z.string(),
          }),
          example: errorExample(503),
        },
      },
    },
  },
});

async function runProbe({ name, probe }: HealthCheck, { clock, config }: Services) {
  const startedAt = clock.now();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${TIMEOUT_MS} ms`)), TIMEOUT_MS);
  });
  const since = () => Math.max(0, Math.round(clock.now() - startedAt));
  const told = (text: string) => createRedactor(secretsOf(config))(text).slice(0, MAX_REASON_LENGTH);
  try {
    await Promise.race([probe(), timeout]);
    const latency_ms = since();
    const slow = latency_ms > SLOW_MS;
    const state = slow ? ("degraded" as const) : ("ok" as const);
    return { name, state, latency_ms, reason: slow ? `slower than ${SLOW_MS} ms` : null };
  } catch (error) {
    const reason = told(messageOf(error)) || "failed without a message";
    if (error instanceof DegradedError)
      return { name, state: "degraded" as const, latency_ms: since(), reason };
    return { name, state: "down" as const, latency_ms: since(), reason };
  } finally {
    clearTimeout(timer);
  }
}

export const showExtendedHealth = operation("read", route, async (c) => {
  const services = c.get("services");
  const checks = await Promise.all(services.health.map((check) => runProbe(check, services)));
  const down = checks.filter(({ state }) => state === "down").map(({ name }) => name);
  if (down.length === 0) {
    const status = checks.some(({ state }) => state === "degraded") ? ("degraded" as const) : ("ok" as const);
    return ok(c, { status, checks });
  }
  return c.json(
    {
      code: "dependency_unavailable" as const,
      message: `down: ${down.join(", ")}`,
      data: shown(c, { status: "down" as const, checks }),
      request_id: c.get("requestId"),
    },
    503,
  );
});
