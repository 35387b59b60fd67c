import type { Context } from "hono";
import type { Editor } from "../../skills/skill-dictionary.ts";
import { type ApiEnv, principalOf } from "../http/context.ts";

/** Who edits, as the history names them. */
export function editorOf(c: Context<ApiEnv>): Editor {
  const { userId, username } = principalOf(c);
  return { id: userId, name: username };
}
