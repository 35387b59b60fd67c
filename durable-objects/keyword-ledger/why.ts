/** Why a keyword does not run at this moment, as far as its ledger knows; the API adds breaker, pace and nodes. */
import type { Why } from "../../shared/contracts/task.ts";
import { explain } from "../../shared/domain/explain.ts";
import { placesBefore } from "../lease-engine/pick-order.ts";
import type { Tables } from "./tables.ts";

const HELD_FOR: Readonly<Record<string, Why["blocker"]>> = { breaker: "breaker" };

export function why(
  { work, keywords, timeline }: Tables,
  sql: SqlStorage,
  id: string,
  now: number,
): Why | null {
  const item = work.find(id);
  const keyword = keywords.get(id);
  if (!item || !keyword) return null;
  if (keyword.deleted_at !== null) return explain("ended", "it is deleted");
  switch (item.phase) {
    case "running":
      return explain("running", `${item.holder} crawls it and holds its lease`, {
        waits_for: [item.holder ?? ""],
        until: item.timerAt,
      });
    case "queued":
      return explain("queued", "it was picked and a wake-up is under way", {
        position: 0,
        until: item.timerAt,
      });
    case "held": {
      // The latest event says what made its holder give it back.
      const reason = String(timeline.list(id, 1)[0]?.detail.reason ?? "pace");
      const until = item.dueAt;
      return explain(HELD_FOR[reason] ?? "pace", `its holder gave it back: ${reason}`, {
        until,
        starts_at: until,
      });
    }
    case "waiting":
      return explain(
        "not-due",
        item.state === "failed" ? "it failed and is tried again then" : "its time has not come",
        {
          until: item.dueAt,
          starts_at: item.dueAt,
        },
      );
    case "ready": {
      const position = placesBefore(sql, work.rules, item, now) + work.inPhase("queued", "held");
      const isFull = position === 0 && work.inWindow() >= work.settings.window;
      return isFull
        ? explain("window-full", `it is next; all ${work.settings.window} places are taken`, { position })
        : explain("position", `${position} keywords come before it`, { position });
    }
    default:
      if (item.state === "paused") return explain("paused", "a person paused it");
      if (item.state === "blocked" || item.state === "failed")
        return explain(
          "needs-person",
          `it is ${item.state} as ${keyword.last_outcome ?? "unknown"}: retry, restart or skip it`,
        );
      return explain("ended", "it is done and nothing is planned");
  }
}
