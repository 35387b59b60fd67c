/** Calls of BrowserBroker. Browser sessions are limited and billed: one launch a second, a cap, 60 s of idle time. */
export type BrowserGrant =
  /** The caller connects to this session. */
  | { kind: "reuse"; session_id: string; lease: string }
  /** The caller launches a session and then registers it. */
  | { kind: "launch"; lease: string }
  | { kind: "wait"; wait_ms: number };

export interface BrowserBrokerApi {
  acquire(holder: string): Promise<BrowserGrant>;
  /** Registers the launched session; a repeat renews the lease (2 minutes). @returns false when the lease was lost */
  register(lease: string, sessionId: string): Promise<boolean>;
  /**
   * @param broken true closes the session, which is then never reused
   * @param idleMs time until the holder expects to need it again: when a new session costs less, this one is closed,
   *   unless somebody waits for it
   */
  release(lease: string, broken: boolean, idleMs: number): Promise<void>;
  status(): Promise<{ sessions: number; busy: number; launched: number; closed: number }>;
}
