export interface Logger {
  child(b: Record<string, unknown>): Logger;
  debug(e: string, d?: Record<string, unknown>): void;
  info(e: string, d?: Record<string, unknown>): void;
  warn(e: string, d?: Record<string, unknown>): void;
  error(e: string, d?: Record<string, unknown>): void;
}
