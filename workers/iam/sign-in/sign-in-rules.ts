/** Rules of signing in that others name too; they stand apart from Better Auth, which is loaded when it is needed. */
export const RESET_SECONDS = 3600;
/** Characters. */
export const PASSWORD_LENGTH = { min: 12, max: 128 } as const;
