/** A node speaks for itself only. */
import type { Context } from "hono";
import { ApiError } from "../../../shared/errors/codes.ts";
import { type ApiEnv, principalOf } from "../context.ts";

/**
 * The node that calls.
 * @throws ApiError forbidden when the key is not this node's
 */
export function callingNode(c: Context<ApiEnv>, id: string): string {
  const { node } = principalOf(c);
  if (node === id) return node;
  throw new ApiError(
    "forbidden",
    node === null ? "this key belongs to no node" : "this key belongs to another node",
  );
}
