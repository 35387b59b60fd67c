/** What a route's description holds beside its schemas. */

export interface OperationDocs {
  /** `operationId`: the name of the call in generated clients. */
  id: string;
  /** Example of the request's body. */
  body?: unknown;
  /**
   * Examples of the good answers by status: the `data` of the common shape, or the whole body where the
   * answer is not JSON.
   */
  answers: Partial<Record<200 | 201 | 202, unknown>>;
  /** The answer is JSON of its own, not in the common shape. */
  bare?: boolean;
}

/** Keyed `METHOD /path/{pattern}`, as the routes are registered. */
export type DocsByRoute = Record<
  `${"GET" | "POST" | "PUT" | "PATCH" | "DELETE"} /api/${string}`,
  OperationDocs
>;

/** 2026-11-22 16:00 in China, Unix ms: the time all examples are told at. */
export const EXAMPLE_NOW = Date.UTC(2026, 10, 22, 8);
