/** The error class decides: `ClickHouseUnavailable` is retried; `ClickHouseRejected` needs an operator. */
import { ClickHouseError } from "@clickhouse/client-web";
import { messageOf } from "../../shared/errors/message-of.ts";

/** `network`: no answer; `busy`: the server is overloaded; `setup`: wrong account, or no such database or table. */
export type UnavailableReason = "network" | "busy" | "setup";

/** The rows are not stored, or it is unknown: retry the same insert with the same token. */
export class ClickHouseUnavailable extends Error {
  readonly reason: UnavailableReason;

  constructor(reason: UnavailableReason, message: string, cause: unknown) {
    super(message, { cause });
    this.name = "ClickHouseUnavailable";
    this.reason = reason;
  }
}

/** ClickHouse rejected the rows or the query; a retry gives the same error. */
export class ClickHouseRejected extends Error {
  /** ClickHouse's error code, for example 27. */
  readonly code: number;
  /** Name of the code, for example CANNOT_PARSE_INPUT_ASSERTION_FAILED. */
  readonly type: string | null;

  constructor(code: number, type: string | null, message: string, cause: unknown) {
    super(message, { cause });
    this.name = "ClickHouseRejected";
    this.code = code;
    this.type = type;
  }
}

/** Codes of load, time-outs, part and memory limits, and coordination. Source: src/Common/ErrorCodes.cpp of ClickHouse. */
const BUSY = new Set([
  159, // TIMEOUT_EXCEEDED
  160, // TOO_SLOW
  201, // QUOTA_EXCEEDED
  202, // TOO_MANY_SIMULTANEOUS_QUERIES
  203, // NO_FREE_CONNECTION
  209, // SOCKET_TIMEOUT
  210, // NETWORK_ERROR
  225, // NO_ZOOKEEPER
  236, // ABORTED
  241, // MEMORY_LIMIT_EXCEEDED
  242, // TABLE_IS_READ_ONLY
  243, // NOT_ENOUGH_SPACE
  244, // UNEXPECTED_ZOOKEEPER_ERROR
  252, // TOO_MANY_PARTS
  279, // ALL_CONNECTION_TRIES_FAILED
  285, // TOO_FEW_LIVE_REPLICAS
  286, // UNSATISFIED_QUORUM_FOR_PREVIOUS_WRITE
  319, // UNKNOWN_STATUS_OF_INSERT
  373, // SESSION_IS_LOCKED
  394, // QUERY_WAS_CANCELLED
  425, // SYSTEM_ERROR
  439, // CANNOT_SCHEDULE_TASK
  473, // DEADLOCK_AVOIDED
  499, // S3_ERROR
  999, // KEEPER_EXCEPTION
]);
/** Codes of a wrong account or missing migrations. Once that is fixed, the same insert succeeds. */
const SETUP = new Set([
  60, // UNKNOWN_TABLE
  81, // UNKNOWN_DATABASE
  164, // READONLY
  192, // UNKNOWN_USER
  193, // WRONG_PASSWORD
  194, // REQUIRED_PASSWORD
  497, // ACCESS_DENIED
  516, // AUTHENTICATION_FAILED
]);
/** Messages are cut, because ClickHouse may quote whole rows that it could not parse. */
const MAX_MESSAGE_CHARS = 500;
/** client-web's messages for its time-out and for an abort signal, which here is always a time-out. */
const TIMED_OUT = /^(Timeout error\.|The user aborted a request\.)$/;

/** Turns any error of client-web into one of the two classes. */
export function toClickHouseFailure(error: unknown): ClickHouseUnavailable | ClickHouseRejected {
  if (error instanceof ClickHouseUnavailable || error instanceof ClickHouseRejected) return error;
  const words = messageOf(error).trim();
  const text = TIMED_OUT.test(words) ? "no answer in time" : words.slice(0, MAX_MESSAGE_CHARS);
  // Other errors come from the network: fetch, a time-out, the error page of a proxy.
  if (!(error instanceof ClickHouseError))
    return new ClickHouseUnavailable("network", `ClickHouse: ${text}`, error);
  const message = `ClickHouse ${error.code} ${error.type ?? ""}: ${text}`;
  const code = Number(error.code);
  if (BUSY.has(code)) return new ClickHouseUnavailable("busy", message, error);
  if (SETUP.has(code)) return new ClickHouseUnavailable("setup", message, error);
  return new ClickHouseRejected(code, error.type ?? null, message, error);
}
