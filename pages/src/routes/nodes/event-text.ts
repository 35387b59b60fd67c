/** Says what happened to a node, in the reader's language. */
import type { CrawlerNodeDetail } from "../../api/types.ts";
import { hasText, type Translate } from "../../i18n/texts.ts";
import { actorName } from "../keywords/detail/event-words.ts";
import { texts } from "./texts.ts";

type NodeTexts = typeof texts.en;
type NodeEvent = Pick<CrawlerNodeDetail["events"][number], "type" | "detail">;

const WORDS = texts.en.nodes;

const textOf = (value: unknown) => (typeof value === "string" && value !== "" ? value : null);

/** The event with its command, who did it, and the node's own message, as far as they are known. */
export function nodeEventText({ type, detail }: NodeEvent, t: Translate<NodeTexts>): string {
  const name = hasText(WORDS.event, type) ? t(`nodes.event.${type}`) : type;
  const kind = textOf(detail.kind);
  const actor = textOf(detail.actor);
  const parts = [
    kind !== null && (hasText(WORDS.command, kind) ? t(`nodes.command.${kind}`) : kind),
    type === "session" && textOf(detail.hostname),
    textOf(detail.message),
    actor !== null && actorName(actor),
  ].filter((part) => part !== false && part !== null);
  return parts.length === 0 ? name : `${name} · ${parts.join(" · ")}`;
}
