import { createRoute, z } from "@hono/zod-openapi";
import { NodeCommand } from "../../../shared/contracts/node-api.ts";
import { CommandView } from "../../../shared/contracts/node-fleet.ts";
import { fieldError } from "../../../shared/errors/validation.ts";
import { created, createdResponse } from "../http/answers.ts";
import { actorOf, audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { IdParam } from "../http/fields.ts";
import { jsonBody } from "../http/json-body.ts";
import { unwrap } from "../http/unwrap.ts";
import { operation } from "../operation.ts";
import { exampleCommand } from "./examples.ts";

const Command = z.strictObject(NodeCommand.omit({ id: true }).shape);

const route = createRoute({
  operationId: "commandNode",
  method: "post",
  path: "/api/v1/nodes/{id}/commands",
  tags: ["nodes"],
  summary: "Tell a node what to do; it hears of it with its next heartbeat",
  request: { params: IdParam, body: jsonBody(Command, { kind: "pace", delay_ms: 5000, slots: 2 }) },
  responses: {
    201: createdResponse("On its way", CommandView, exampleCommand),
    ...errorResponses(400, 404, 413, 415, 422),
  },
});

/** @throws ApiError validation_failed for arguments that the kind lacks or does not take */
function checkArguments({ kind, delay_ms, slots, version }: z.infer<typeof Command>): void {
  if (kind === "pace") {
    if (delay_ms === undefined && slots === undefined) throw fieldError("delay_ms", "or slots is needed");
  } else if (delay_ms !== undefined || slots !== undefined) {
    throw fieldError(delay_ms === undefined ? "slots" : "delay_ms", "goes with pace only");
  }
  if (kind === "package" && version === undefined) throw fieldError("version", "is missing");
  if (kind !== "package" && version !== undefined) throw fieldError("version", "goes with package only");
}

export const commandNode = operation("nodes:write", route, async (c) => {
  const { id } = c.req.valid("param");
  const wanted = c.req.valid("json");
  checkArguments(wanted);
  const command = unwrap(await c.get("services").fleet.command(id, wanted, actorOf(c)));
  audit(c, { action: `node.${wanted.kind}`, record: `node:${id}`, after: wanted });
  return created(c, command);
});
