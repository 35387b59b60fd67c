/** How a call ended: with its value, or refused with the fields of `E`. */
export type Result<T, E extends object> = { ok: true; value: T } | ({ ok: false } & E);

/** Why a call was refused: a code for programs and a message for people. */
export interface Refusal<Code extends string> {
  code: Code;
  message: string;
}
