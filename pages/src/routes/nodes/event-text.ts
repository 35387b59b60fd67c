/** Says what happened to a node, in the reader's language. */
import type { CrawlerNodeDetail } from "../../api/types.ts";
import type { Translate } from "../../i18n/texts.ts";
import { actorName } from "../keywords/detail/event-words.ts";
import type { texts } from "./texts.ts";

type NodeTexts = typeof texts.en;
type NodeEvent = Pick<CrawlerNodeDetail["events"][number], "type" | "detail">;

const TYPES = {
  registered: true,
  changed: true,
  deleted: true,
  restored: true,
  session: true,
  online: true,
  offline: true,
  running: true,
  paused: true,
  draining: true,
  stopping: true,
  stopped: true,
  command: true,
  "command-done": true,
  "command-refused": true,
  "command-expired": true,
} as const satisfies Record<keyof NodeTexts["nodes"]["event"], true>;
const isKnown = (type: string): type is keyof typeof TYPES => Object.hasOwn(TYPES, type);

const COMMANDS = { pause: true, resume: true, drain: true, stop: true } as const satisfies Record<
  keyof NodeTexts["nodes"]["command"],
  true
>;
const isCommand = (kind: string): kind is keyof typeof COMMANDS => Object.hasOwn(COMMANDS, kind);

const textOf = (value: unknown) => (typeof value === "string" && value !== "" ? value : null);

/** The event with its command, who did it, and the node's own message, as far as they are known. */
export function nodeEventText({ type, detail }: NodeEvent, t: Translate<NodeTexts>): string {
  const name = isKnown(type) ? t(`nodes.event.${type}`) : type;
  const kind = textOf(detail.kind);
  const actor = textOf(detail.actor);
  const parts = [
    kind !== null && (isCommand(kind) ? t(`nodes.command.${kind}`) : kind),
    type === "session" && textOf(detail.hostname),
    textOf(detail.message),
    actor !== null && actorName(actor),
  ].filter((part) => part !== false && part !== null);
  return parts.length === 0 ? name : `${name} · ${parts.join(" · ")}`;
}
