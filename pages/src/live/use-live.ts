/** Lets a component follow topics of a live feed. Polling goes on, but rarely, while news arrive by themselves. */
import { useEffect, useRef } from "react";
import type { LiveGroup, LiveNews } from "../../../shared/contracts/live.ts";
import { api, dataOf } from "../api/client.ts";
import { session } from "../auth/session.ts";
import { LiveConnection, type LivePorts } from "./connection.ts";

/** Between two questions about what is live: they find what a feed does not tell. */
const LIVE_POLL_MS = 15_000;

const ports: LivePorts = {
  openSocket: (group, topics) =>
    dataOf(api.live[":group"].sockets.$post({ param: { group }, json: { topics } })),
  renewSocket: (group, socket, topics) =>
    dataOf(api.live[":group"].sockets[":socket"].$put({ param: { group, socket }, json: { topics } })),
  connect: (group, ticket) => {
    const url = new URL(`/api/v1/live/${group}`, window.location.href);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    url.searchParams.set("ticket", ticket);
    return new WebSocket(url);
  },
  isHidden: () => document.hidden,
  random: Math.random,
};

const connections = new Map<LiveGroup, LiveConnection>();

function connectionOf(group: LiveGroup): LiveConnection {
  const known = connections.get(group);
  if (known) return known;
  const connection = new LiveConnection(group, ports);
  connections.set(group, connection);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) connection.wake();
  });
  session.onEnd(() => connection.close());
  return connection;
}

/** @param usualMs how often to ask where nothing is live */
export const pollUnlessLive = (group: LiveGroup, topic: string, usualMs: number): number =>
  connections.get(group)?.isLive(topic) ? Math.max(LIVE_POLL_MS, usualMs) : usualMs;

/** @param onGap asks the API again */
export function useLive(
  group: LiveGroup,
  topics: readonly string[],
  onNews: (news: LiveNews) => void,
  onGap: () => void,
): void {
  const latest = useRef({ onNews, onGap });
  latest.current = { onNews, onGap };
  const key = topics.join(" ");
  useEffect(() => {
    if (key === "") return;
    const connection = connectionOf(group);
    const watcher = {
      onNews: (news: LiveNews) => latest.current.onNews(news),
      onGap: () => latest.current.onGap(),
    };
    const ends = key.split(" ").map((topic) => connection.watch(topic, watcher));
    return () => {
      for (const end of ends) end();
    };
  }, [group, key]);
}
