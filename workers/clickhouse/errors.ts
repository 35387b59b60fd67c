/** The error class decides: what is unavailable is tried again, what is rejected goes to a person. */
import { ClickHouseError } from "@clickhouse/client-web";
import { messageOf } from "../../shared/errors/message-of.ts";

/** `network`: no answer; `busy`: an answer that says later; `setup`: wrong account, or no such database or table. */
export type UnavailableReason = "network" | "busy" | "setup";

/** ClickHouse took nothing for sure, or nobody knows: repeat the same insert under the same token. */
export class ClickHouseUnavailable extends Error {
  readonly reason: UnavailableReason;

  constructor(reason: UnavailableReason, message: string, cause: unknown) {
    super(message, { cause });
    this.name = "ClickHouseUnavailable";
    this.reason = reason;
  }
}

/** ClickHouse refused rows or query as they are; repeating changes nothing. */
export class ClickHouseRejected extends Error {
  /** ClickHouse's error code, for example 27. */
  readonly code: number;
  /** Its name, for example CANNOT_PARSE_INPUT_ASSERTION_FAILED. */
  readonly type: string | null;

  constructor(code: number, type: string | null, message: string, cause: unknown) {
    super(message, { cause });
    this.name = "ClickHouseRejected";
    this.code = code;
    this.type = type;
  }
}

/** Load, time-outs, part and memory limits, coordination. Source: src/Common/ErrorCodes.cpp of ClickHouse. */
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
/** Not the rows' fault: putting account or migrations right lets the same insert pass. */
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
/** ClickHouse may quote the rows it could not read, whole. */
const MESSAGE_CHARS = 500;
/** client-web's own words for its time-out and for an abort signal, which here is always a time-out. */
const TIMED_OUT = /^(Timeout error\.|The user aborted a request\.)$/;

/** Turns whatever client-web throws into one of the two. */
export function toClickHouseFailure(error: unknown): ClickHouseUnavailable | ClickHouseRejected {
  if (error instanceof ClickHouseUnavailable || error instanceof ClickHouseRejected) return error;
  const words = messageOf(error).trim();
  const text = TIMED_OUT.test(words) ? "no answer in time" : words.slice(0, MESSAGE_CHARS);
  // Anything that is not ClickHouse's own words came from the way there: fetch, time-out, proxy page.
  if (!(error instanceof ClickHouseError))
    return new ClickHouseUnavailable("network", `ClickHouse: ${text}`, error);
  const message = `ClickHouse ${error.code} ${error.type ?? ""}: ${text}`;
  const code = Number(error.code);
  if (BUSY.has(code)) return new ClickHouseUnavailable("busy", message, error);
  if (SETUP.has(code)) return new ClickHouseUnavailable("setup", message, error);
  return new ClickHouseRejected(code, error.type ?? null, message, error);
}
