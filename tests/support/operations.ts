/** A test operates a running JobData from outside: its API, its database, the boards it crawls. */
import type { ClickHouseClient } from "@clickhouse/client-web";
import type {
  Keyword,
  KeywordAction,
  KeywordEvent,
  NewKeyword,
  RunPart,
} from "../../shared/contracts/keyword.ts";
import type { Platform } from "../../shared/contracts/platform.ts";
import { boardControl } from "./board-control.ts";

/** GET /ingest answers at least these fields, which the tests read. */
interface IngestView {
  waiting_parts: number;
  waiting_rows: number;
  dead_letters: number;
  last_error: string | null;
}

interface GateView {
  breaker: "closed" | "open" | "half-open";
  cause: string | null;
  in_flight: number;
}

interface Added {
  items: { index: number; id: string }[];
}

export interface Outside {
  /** Sends a request to a path of the Worker, with a key of the first admin. */
  send(
    path: string,
    init: { method: string; headers: Record<string, string>; body?: string },
  ): Promise<Pick<Response, "ok" | "status" | "json" | "text">>;
  apiKey: string;
  boards: Record<Platform, { url: string }>;
  database: ClickHouseClient;
}

export type Operations = ReturnType<typeof operations>;

export function operations({ send, apiKey, boards, database }: Outside) {
  /** @throws Error with the answer's text */
  async function api<T>(
    path: string,
    init: { method?: string; body?: unknown; text?: string } = {},
  ): Promise<T> {
    const response = await send(`/api/v1${path}`, {
      method: init.method ?? (init.body === undefined && init.text === undefined ? "GET" : "POST"),
      headers: {
        authorization: `Bearer ${apiKey}`,
        ...(init.text === undefined
          ? { "content-type": "application/json" }
          : { "content-type": "text/csv" }),
      },
      body: init.text ?? (init.body === undefined ? undefined : JSON.stringify(init.body)),
    });
    const answer = (await response.json()) as { code: unknown; message: string; data: T };
    if (!response.ok) throw new Error(`${path}: ${response.status} ${String(answer.code)} ${answer.message}`);
    return answer.data;
  }

  /** Returns the body of an answer that does not have the common shape. */
  async function text(path: string): Promise<string> {
    const response = await send(`/api/v1${path}`, {
      method: "GET",
      headers: { authorization: `Bearer ${apiKey}` },
    });
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    return response.text();
  }

  async function keywords(): Promise<Keyword[]> {
    const all: Keyword[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const page: { items: Keyword[]; next_cursor: string | null } = await api(
        `/keywords?limit=200${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
      );
      all.push(...page.items);
      cursor = page.next_cursor;
    }
    return all;
  }

  const rows = async <T>(query: string, query_params: Record<string, unknown> = {}): Promise<T[]> =>
    (await database.query({ query, query_params, format: "JSONEachRow" })).json<T>();

  /** Returns the ids that the board has for the searches, each once: these must be in ClickHouse. */
  async function heldIds(
    platform: Platform,
    searches: { keyword: string; city: string }[],
  ): Promise<Set<string>> {
    const ids = new Set<string>();
    for (const { keyword, city } of searches) {
      const query = new URLSearchParams({ keyword, city });
      const held = (await (await fetch(`${boards[platform].url}/__control/holds?${query}`)).json()) as {
        ids: string[];
      };
      for (const id of held.ids) ids.add(id);
    }
    return ids;
  }

  return {
    api,
    text,
    keywords,
    rows,
    heldIds,
    add: (items: NewKeyword[]) => api<Added>("/keywords/batch", { body: { items } }),
    act: (id: string, action: KeywordAction) =>
      api<Keyword>(`/keywords/${id}/actions/${action}`, { method: "POST" }),
    resetBreaker: (platform: Platform) =>
      api<GateView>(`/platforms/${platform}/breaker/reset`, { method: "POST" }),
    gate: async (platform: Platform) => {
      const { items } = await api<{ items: { platform: Platform; gate: GateView }[] }>("/platforms");
      const found = items.find((item) => item.platform === platform);
      if (!found) throw new Error(`no platform ${platform}`);
      return found.gate;
    },
    board: (platform: Platform) => boardControl(boards[platform].url),
    detail: (id: string) => api<{ keyword: Keyword; parts: RunPart[] }>(`/keywords/${id}`),
    events: async (id: string) =>
      (await api<{ items: KeywordEvent[] }>(`/keywords/${id}/events?limit=200`)).items,
    ingest: () => api<IngestView>("/ingest"),
  };
}
