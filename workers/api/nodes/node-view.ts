/** Crawler nodes as the API shows and changes them. */
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { NodeLabels } from "../../../shared/contracts/node-api.ts";
import type { NodeView as Node } from "../../../shared/contracts/node-fleet.ts";
import { ApiError } from "../../../shared/errors/codes.ts";
import type { ApiEnv } from "../http/context.ts";
import { SingleLineText } from "../http/fields.ts";

export const nodeFields = {
  name: SingleLineText,
  labels: NodeLabels.transform((labels) => [...new Set(labels)]),
  note: z.string().trim().max(500, "is longer than 500 characters"),
};

/** @throws ApiError not_found */
export async function existingNode(c: Context<ApiEnv>, id: string): Promise<Node> {
  const node = await c.get("services").fleet.get(id);
  if (!node) throw new ApiError("not_found", `no node ${id}`);
  return node;
}

/** The fields of a node that people change, for the audit log. */
export const recordOf = ({ name, labels, note, deleted_at }: Node) => ({ name, labels, note, deleted_at });
