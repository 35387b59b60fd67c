/** Calls of BrowserBroker: browser sessions are few and dear (1 new a second, a cap, 60 s idle). */
export type BrowserGrant =
  /** Connect to this session. */
  | { kind: "reuse"; sessionId: string; lease: string }
  /** Launch one, then `register` it. */
  | { kind: "launch"; lease: string }
  | { kind: "wait"; waitMs: number };

export interface BrowserBrokerApi {
  acquire(holder: string): Promise<BrowserGrant>;
  /** Names the launched session. Naming it again renews the lease (2 minutes). False: the lease is lost. */
  register(lease: string, sessionId: string): Promise<boolean>;
  /** `broken`: the session is closed and not handed out again. */
  release(lease: string, broken: boolean): Promise<void>;
  status(): Promise<{ sessions: number; busy: number; launched: number; closed: number }>;
}
