/**
 * Live progress for browsers. A feed reads the ledgers about once a second while somebody watches, and not at all
 * otherwise: ledgers send nothing, so the crawl pays nothing for it. A socket only receives; what it is told about is
 * set by calls of the API, which check permissions each time.
 */
import { z } from "zod";
import { queueOfTask } from "../domain/task-id.ts";
import { MINUTE_MS, SECOND_MS } from "../time.ts";
import { LIVE_GROUPS, TASK_QUEUES } from "./vocabulary.ts";

export const LiveGroup = z.enum(LIVE_GROUPS);
export type LiveGroup = z.infer<typeof LiveGroup>;

/** A person has at most this many sockets in one feed; the oldest ends for a new one. */
export const MAX_SOCKETS_OF_USER = 10;
export const MAX_SOCKETS = 2000;
/** The browser opens the socket within this time after it got the ticket. */
export const TICKET_MS = 30 * SECOND_MS;
/** A socket ends when nobody renewed it for this long: who signed out, or lost a permission, cannot renew it. */
export const SOCKET_MS = 3 * MINUTE_MS;
/** Closing code for a socket that was not renewed (4000–4999 belong to applications). */
export const CLOSED_UNRENEWED = 4001;
/** The person opened too many. */
export const CLOSED_TOO_MANY = 4002;

/** `task:<id>`, `queue:<name>`, `bulk:<id>` or `keywords`. */
export type LiveTopic = { kind: "task" | "queue" | "bulk"; name: string } | { kind: "keywords"; name: "" };

/** @returns null for a text that is no topic of the group */
export function readTopic(group: LiveGroup, text: string): LiveTopic | null {
  const [kind, name = ""] = text.split(/:(.*)/s);
  if (group === "keywords") return text === "keywords" ? { kind: "keywords", name: "" } : null;
  if (group === "bulk") return kind === "bulk" && z.uuid().safeParse(name).success ? { kind, name } : null;
  if (kind === "queue") return (TASK_QUEUES as readonly string[]).includes(name) ? { kind, name } : null;
  return kind === "task" && queueOfTask(name) !== null ? { kind, name } : null;
}

/** News about one topic. `seq` grows by 1 with each change; after a gap the browser asks the API. */
export interface LiveNews {
  topic: string;
  seq: number;
  /** True for the state on subscription; then `seq` continues nothing. */
  first: boolean;
  /** What the API answers about it, or a part of it; null when it is not there. */
  data: unknown;
}

/** A frame of the socket. The epoch changes when the feed forgot its numbers. */
export interface LiveFrame {
  epoch: string;
  news: LiveNews[];
}

export interface NewSocket {
  socket: string;
  ticket: string;
  userId: string;
  /** Texts that may hold contacts are left out. */
  masked: boolean;
  topics: string[];
}

export interface LiveFeedApi {
  /** Expects the browser with this ticket within {@link TICKET_MS}. */
  expect(socket: NewSocket): Promise<void>;
  /** Keeps a socket for another {@link SOCKET_MS}, with these topics. @returns false when there is no such socket of the user */
  renew(socket: string, userId: string, masked: boolean, topics: string[]): Promise<boolean>;
  /** Takes the upgrade request with the ticket. */
  fetch(request: Request): Promise<Response>;
}
