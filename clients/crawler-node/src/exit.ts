/** Exit codes, as `--help` lists them. */
export const EXIT = { ok: 0, failed: 1, settings: 2, key: 3, atOnce: 130 } as const;
