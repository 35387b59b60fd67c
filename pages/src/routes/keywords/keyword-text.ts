/** Checks a keyword's text by the contract; a problem is a key of `keywords.textProblem`. */
import { z } from "zod";
import { KeywordText } from "../../../../shared/contracts/keyword.ts";

// The page's CSP forbids `new Function`, which zod would otherwise try. This is the dashboard's only use of a schema.
z.config({ jitless: true });

export type TextProblem = "empty" | "tooLong" | "control";

export function textProblem(text: string): TextProblem | null {
  const checked = KeywordText.safeParse(text);
  if (checked.success) return null;
  const codes = checked.error.issues.map(({ code }) => code);
  if (codes.includes("too_small")) return "empty";
  return codes.includes("too_big") ? "tooLong" : "control";
}
