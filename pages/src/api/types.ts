/** Shapes of the API's answers, taken from the API's own types. */
import type { api, DataOf } from "./client.ts";

type AnswerOf<Call extends (...args: never[]) => Promise<unknown>> = DataOf<Awaited<ReturnType<Call>>>;

/** A page of a keyset list; the cursor is null on the last one. */
export interface Page<T> {
  items: T[];
  next_cursor: string | null;
}

type PlatformsAnswer = AnswerOf<typeof api.platforms.$get>;
export type PlatformView = PlatformsAnswer["items"][number];
export type GateView = PlatformView["gate"];
export type IngestView = PlatformsAnswer["ingest"];
export type { PlatformsAnswer };

export type KeywordDetail = AnswerOf<(typeof api.keywords)[":id"]["$get"]>;
export type ActedKeywords = AnswerOf<(typeof api.keywords.actions)[":action"]["$post"]>;
export type AcceptedKeywords = AnswerOf<typeof api.keywords.import.$post>;
export type JobView = AnswerOf<typeof api.jobs.$get>["items"][number];

export type Me = AnswerOf<typeof api.auth.me.$get>;
export type OwnMenu = Me["menus"][number];
export type ApiKey = AnswerOf<(typeof api)["api-keys"]["$get"]>["items"][number];
export type ScopeView = AnswerOf<typeof api.scopes.$get>["items"][number];
export type AuditEntry = AnswerOf<(typeof api)["audit-log"]["$get"]>["items"][number];

type DeadLetters = (typeof api.ingest)["dead-letters"];
export type DeadLetter = AnswerOf<DeadLetters["$get"]>["items"][number];
export type DeadLetterInside = AnswerOf<DeadLetters[":id"]["$get"]>;

export type CrawlerNode = AnswerOf<typeof api.nodes.$get>["items"][number];
export type CrawlerNodeDetail = AnswerOf<(typeof api.nodes)[":id"]["$get"]>;
