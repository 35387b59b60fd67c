/** Thrown when a call to a URL given by a user was not made, or not completed. */
export class OutgoingError extends Error {
  /** `refused` is permanent; `network` and `timeout` may be temporary; the others are caused by the target. */
  readonly kind: "refused" | "redirects" | "too-large" | "timeout" | "network";

  constructor(kind: OutgoingError["kind"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "OutgoingError";
    this.kind = kind;
  }
}
