import { createRoute } from "@hono/zod-openapi";
import { ResourceLeaseAnswer, ResourceLeaseRequest } from "../../../../shared/contracts/resources.ts";
import { lend } from "../../../resources/lend.ts";
import { ok, okResponse } from "../../http/answers.ts";
import { errorResponses } from "../../http/error-responses.ts";
import { IdParam } from "../../http/fields.ts";
import { jsonBody } from "../../http/json-body.ts";
import { EXAMPLE_NOW } from "../../openapi/example.ts";
import { operation } from "../../operation.ts";
import { EXAMPLE_PROXY_ID } from "../../proxies/examples.ts";
import { checkOwnNode, holdsWork } from "../own-node.ts";

const route = createRoute({
  operationId: "leaseResource",
  method: "post",
  path: "/api/v1/nodes/{id}/resources/lease",
  tags: ["node protocol"],
  summary: "Borrow a proxy or a platform token: the healthiest that is free",
  request: {
    params: IdParam,
    body: jsonBody(ResourceLeaseRequest, { kind: "proxy", platform: "qcwy", ttl_ms: 120_000 }),
  },
  responses: {
    200: okResponse("What was leased, or when to ask again", ResourceLeaseAnswer, {
      resource: {
        kind: "proxy",
        id: EXAMPLE_PROXY_ID,
        fence: 12,
        until: EXAMPLE_NOW + 120_000,
        budget_left: 1660,
        protocol: "socks5",
        host: "sh3.vendor.net",
        port: 1080,
        username: "crawler",
        password: "correct horse",
      },
      wait_ms: 0,
      reason: null,
    }),
    ...errorResponses(400, 413, 415, 422),
  },
});

/** When a node without a keyword of the platform asks again, milliseconds. */
const NO_WORK_WAIT_MS = 1000;

export const leaseResource = operation(
  "nodes:lease",
  route,
  async (c) => {
    const { id: node } = c.req.valid("param");
    checkOwnNode(c, node);
    const { kind, platform, ttl_ms: ttlMs } = c.req.valid("json");
    const services = c.get("services");
    const { pool, vault } = services;
    // Secrets go only to a node that works for the platform now.
    if (!(await holdsWork(services, node, platform))) {
      return ok(c, { resource: null, wait_ms: NO_WORK_WAIT_MS, reason: "no-work" as const });
    }
    const lent = await lend({ pool, vault, logger: c.get("logger") }, node, { kind, platform, ttlMs });
    return ok(c, lent);
  },
  { machine: true },
);
