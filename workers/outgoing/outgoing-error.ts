/** Why a call to a URL given by a user was not made, or not finished. */
export class OutgoingError extends Error {
  /** `refused` is for good; `network` and `timeout` may pass; the others are the target's doing. */
  readonly kind: "refused" | "redirects" | "too-large" | "timeout" | "network";

  constructor(kind: OutgoingError["kind"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "OutgoingError";
    this.kind = kind;
  }
}
