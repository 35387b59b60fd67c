/** Bulk actions as the API and the consumer use them. */
import type { Clock } from "../../shared/clock.ts";
import type { RecordOwner } from "../../shared/contracts/access.ts";
import {
  type BulkAction,
  type BulkActionApi,
  type BulkItem,
  type BulkNoun,
  type BulkOutcome,
  type BulkRequest,
  MAX_BULK_ITEMS,
} from "../../shared/contracts/bulk.ts";
import { fieldError } from "../../shared/errors/validation.ts";
import { MINUTE_MS } from "../../shared/time.ts";
import type { BulkRecord } from "../db/bulk-schema.ts";
import type { BulkCaller, BulkNounRules } from "./bulk-noun.ts";
import type { BulkPosition, BulkSight, BulkStore } from "./bulk-store.ts";

/** Records read in one step of a preview. */
const PREVIEW_STEP = 1000;
/** An action without an object this long after its row was written was never begun. */
const LOST_AFTER_MS = MINUTE_MS;
/** Ids shown of a preview. */
const EXAMPLES = 5;

export interface NewBulk {
  request: BulkRequest;
  /** The records, without repeats; null when the filter selects them. */
  ids: string[] | null;
  userId: string;
  /** The action may do no more than the API key that begins it; null when a person does. */
  scopes: string[] | null;
  label: string;
  owner: RecordOwner;
}

export interface BulkPreview {
  count: number;
  examples: string[];
}

export interface BulkActions {
  nouns: Readonly<Record<BulkNoun, BulkNounRules>>;
  /** Counts what the action would select. @throws ApiError validation_failed for more than {@link MAX_BULK_ITEMS} */
  preview(request: BulkRequest, ids: string[] | null, caller: BulkCaller): Promise<BulkPreview>;
  /** @throws ApiError too_many_requests */
  start(wanted: NewBulk): Promise<BulkAction>;
  find(id: string): Promise<BulkRecord | null>;
  list(sight: BulkSight, limit: number, after?: BulkPosition): Promise<BulkRecord[]>;
  /** The state of an action: of its object while it goes on, else as it ended. */
  show(record: BulkRecord): Promise<BulkAction>;
  abort(record: BulkRecord, by: string): Promise<BulkAction>;
  /** Null when the results were deleted. */
  items(
    record: BulkRecord,
    afterSeq: number,
    limit: number,
    outcome?: BulkOutcome,
  ): Promise<BulkItem[] | null>;
}

export interface BulkParts {
  nouns: BulkActions["nouns"];
  store: BulkStore;
  open(id: string): BulkActionApi;
  clock: Clock;
  newId(): string;
}

export function createBulkActions({ nouns, store, open, clock, newId }: BulkParts): BulkActions {
  /** The row is written at the end by the consumer; who reads first after a crash writes it. */
  async function show(record: BulkRecord): Promise<BulkAction> {
    if (record.ending) return record.ending;
    const action = await open(record.id).status();
    if (!action) {
      const now = clock.now();
      const ending = lost(record, now);
      // A younger one may be just beginning.
      if (now - record.createdAt > LOST_AFTER_MS) await store.ended(record.id, ending);
      return ending;
    }
    if (action.ended_at !== null) await store.ended(record.id, action);
    return action;
  }

  return {
    nouns,

    async preview(request, ids, caller) {
      if (ids) return { count: ids.length, examples: ids.slice(0, EXAMPLES) };
      const preview: BulkPreview = { count: 0, examples: [] };
      let cursor: string | null = null;
      do {
        const selected = await nouns[request.noun].select(request, caller, cursor, PREVIEW_STEP);
        preview.count += selected.ids.length;
        preview.examples.push(...selected.ids.slice(0, EXAMPLES - preview.examples.length));
        cursor = selected.cursor;
        if (preview.count > MAX_BULK_ITEMS)
          throw fieldError("filter", `finds ${preview.count} rows; at most ${MAX_BULK_ITEMS} are possible`);
      } while (cursor !== null);
      return preview;
    },

    async start({ request, ids, userId, scopes, label, owner }) {
      const id = newId();
      const { noun, action } = request;
      const { departmentId } = owner;
      const createdAt = clock.now();
      await store.add({ id, noun, action, ownerId: userId, departmentId, createdBy: label, createdAt });
      return open(id).create({ id, request, ids, user_id: userId, scopes, label });
    },

    find: (id) => store.find(id),
    list: (...query) => store.list(...query),
    show,

    async abort(record, by) {
      if (record.ending) return record.ending;
      const action = await open(record.id).abort(by);
      if (action && action.ended_at !== null) await store.ended(record.id, action);
      return action ?? lost(record, clock.now());
    },

    async items(record, afterSeq, limit, outcome) {
      if (record.ending && record.ending.results_until <= clock.now()) return null;
      return open(record.id).items(afterSeq, limit, outcome);
    },
  };
}

/** An action whose creation ended between the row and the object: nothing was done. */
const lost = ({ id, noun, action, createdBy, createdAt }: BulkRecord, now: number): BulkAction => ({
  ...{ id, noun, action, priority: null, reason: null, filter: null, rate: null, state: "failed" },
  ...{ total: 0, done: 0, refused: 0, unknown: 0, left: 0, percent: 0, rate_per_second: null, left_s: null },
  ...{ next_at: null, error: "it was not begun; nothing was changed", created_by: createdBy },
  ...{ created_at: createdAt, started_at: null, ended_at: now, aborted_by: null, results_until: now },
});
