/** Shapes of the API's requests and answers, taken from the API's own types. */
import type { api, DataOf } from "./client.ts";

type AnyCall = (...args: never[]) => Promise<unknown>;
export type AnswerOf<Call extends AnyCall> = DataOf<Awaited<ReturnType<Call>>>;
/** The rows of a list. */
export type ItemOf<Call extends AnyCall> = AnswerOf<Call> extends { items: (infer Item)[] } ? Item : never;
/** The JSON body that a call takes. */
export type BodyOf<Call> = Call extends (args: infer Args, ...rest: never[]) => unknown
  ? Args extends { json: infer Json }
    ? Json
    : never
  : never;

/** One page of a keyset list; the cursor is null on the last one. */
export interface KeysetPage<T> {
  items: T[];
  next_cursor: string | null;
}

export type PlatformsAnswer = AnswerOf<typeof api.platforms.$get>;
export type PlatformView = PlatformsAnswer["items"][number];
export type GateView = PlatformView["gate"];
export type IngestView = PlatformsAnswer["ingest"];

export type KeywordDetail = AnswerOf<(typeof api.keywords)[":id"]["$get"]>;
export type KeywordRunView = ItemOf<(typeof api.keywords)[":id"]["runs"]["$get"]>;
export type ActedKeywords = AnswerOf<(typeof api.keywords.actions)[":action"]["$post"]>;
export type AcceptedKeywords = AnswerOf<typeof api.keywords.import.$post>;
export type JobPairView = ItemOf<(typeof api)["job-pairs"]["$get"]>;
export type JobDecisionView = ItemOf<(typeof api)["job-decisions"]["$get"]>;
export type SameJobView = ItemOf<(typeof api.jobs)[":platform"][":job_key"]["same"]["$get"]>;
export type JobView = ItemOf<typeof api.jobs.$get>;
export type JobDetailView = AnswerOf<(typeof api.jobs)[":platform"][":job_key"]["$get"]>;
export type JobLifeView = AnswerOf<(typeof api.jobs)[":platform"][":job_key"]["life"]["$get"]>;
export type CompanyView = ItemOf<typeof api.companies.$get>;
export type CompanyDetailView = AnswerOf<(typeof api.companies)[":platform"][":company_key"]["$get"]>;
export type QueueStatsView = AnswerOf<(typeof api)["company-queue"]["stats"]["$get"]>;
export type CompanyLinksView = AnswerOf<(typeof api.companies)[":platform"][":company_key"]["links"]["$get"]>;
export type CompanyPairView = ItemOf<(typeof api)["company-pairs"]["$get"]>;
export type CompanyDecisionView = ItemOf<(typeof api)["company-decisions"]["$get"]>;
export type SubscriptionView = ItemOf<typeof api.subscriptions.$get>;
export type WebhookEndpointView = ItemOf<(typeof api)["webhook-endpoints"]["$get"]>;
export type WebhookDeliveryView = ItemOf<(typeof api)["webhook-deliveries"]["$get"]>;
export type SavedSearchView = ItemOf<(typeof api)["saved-searches"]["$get"]>;

export type Me = AnswerOf<typeof api.auth.me.$get>;
export type OwnMenu = Me["menus"][number];
export type ApiKey = ItemOf<(typeof api)["api-keys"]["$get"]>;
export type ScopeView = ItemOf<typeof api.scopes.$get>;
export type AuditEntry = ItemOf<(typeof api)["audit-log"]["$get"]>;

type DeadLetters = (typeof api.ingest)["dead-letters"];
export type DeadLetter = ItemOf<DeadLetters["$get"]>;
export type DeadLetterDetail = AnswerOf<DeadLetters[":id"]["$get"]>;

export type ScheduleView = ItemOf<typeof api.schedules.$get>;
export type SlotView = ItemOf<(typeof api.schedules)[":name"]["slots"]["$get"]>;
export type DryRunLineView = ItemOf<(typeof api.schedules)[":name"]["dry-run"]["$post"]>;
export type ScheduleStrips = AnswerOf<typeof api.schedules.strips.$get>;
export type ScheduleBackfillView = ItemOf<(typeof api.schedules)[":name"]["backfills"]["$get"]>;
export type RecleanView = ItemOf<typeof api.recleans.$get>;
export type RecleanChangeView = ItemOf<(typeof api.recleans)[":id"]["changes"]["$get"]>;
export type CorrectionView = AnswerOf<
  (typeof api.jobs)[":platform"][":job_key"]["corrections"]["$get"]
>["corrections"][number];

export type ExportView = ItemOf<typeof api.exports.$get>;
export type ExportColumnView = ItemOf<typeof api.exports.columns.$get>;

export type CrawlerNode = ItemOf<typeof api.nodes.$get>;
export type CrawlerNodeDetail = AnswerOf<(typeof api.nodes)[":id"]["$get"]>;

export type User = ItemOf<typeof api.users.$get>;
export type Role = ItemOf<typeof api.roles.$get>;
export type Department = ItemOf<typeof api.departments.$get>;
export type Menu = ItemOf<typeof api.menus.$get>;
export type PermissionView = ItemOf<typeof api.permissions.$get>;
