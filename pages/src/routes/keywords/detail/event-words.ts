/** Names who acted, and why work was put back, in the words of the page. */
import type { Translate } from "../../../i18n/texts.ts";
import type { texts } from "./texts.ts";

type DetailTexts = typeof texts.en;
type KnownReason = keyof DetailTexts["keyword-detail"]["reason"];

/** The reasons that the gate, the crawler and the node give. */
const REASONS: Readonly<Record<string, KnownReason>> = {
  breaker: "breaker",
  pace: "pace",
  throttled: "throttled",
  concurrency: "concurrency",
  "no free browser": "noBrowser",
  "another search fetches the same page": "samePage",
  "time budget": "timeBudget",
  "the node stops": "nodeStops",
  "the node is paused": "nodePaused",
  "the node was started anew": "nodeRestarted",
};

/** A reason in the reader's language; an unknown one as it is. */
export function reasonText(reason: string, t: Translate<DetailTexts>): string {
  const known = Object.hasOwn(REASONS, reason) ? REASONS[reason] : undefined;
  return known === undefined ? reason : t(`keyword-detail.reason.${known}`);
}

/** First characters of a node's id, enough to tell a few nodes apart. */
const SHORT_ID = 8;

/**
 * Names who holds the work: `edge:<cause>` is the platform itself, `node:<id>` a crawler node.
 * @param holder as the ledger stores it
 */
export function holderText(holder: string, t: Translate<DetailTexts>): string {
  const [kind, id = ""] = holder.split(":");
  if (kind === "edge") return t("keyword-detail.holder.edge");
  if (kind === "node") return t("keyword-detail.holder.node", { node: id.slice(0, SHORT_ID) });
  return holder;
}

/** Names the person or key of `<name>:<request id>`; the request id is for the audit log. */
export function actorName(actor: string): string {
  const end = actor.lastIndexOf(":");
  return end > 0 ? actor.slice(0, end) : actor;
}
