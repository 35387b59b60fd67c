/** Thrown when the start cannot continue. The message is one line for a person, who needs no stack trace. */
export class StartError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = "StartError";
  }
}
