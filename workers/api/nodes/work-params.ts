import { z } from "@hono/zod-openapi";
import { Id } from "../http/fields.ts";
import { KeywordId } from "../keywords/find-ledger.ts";

/** A node, and a keyword that it holds. */
export const WorkParams = z.object({ id: Id, keyword_id: KeywordId });
