/** The state of a dialog: whether it is open, and its subject (a record, or a word such as `new`). */
import { useState } from "react";

/**
 * Render the dialog while `subject` is set, with `key={turn}`: each opening then gets a fresh form, and the subject is
 * kept while the dialog fades out.
 */
export function useDialog<T>() {
  const [state, setState] = useState<{ turn: number; subject: T | null; isOpen: boolean }>({
    turn: 0,
    subject: null,
    isOpen: false,
  });
  return {
    ...state,
    open: (subject: T) => setState(({ turn }) => ({ turn: turn + 1, subject, isOpen: true })),
    close: () => setState((before) => ({ ...before, isOpen: false })),
  };
}
