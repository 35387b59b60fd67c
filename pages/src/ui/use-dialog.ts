/** State of a dialog about something. */
import { useState } from "react";

/**
 * Render the dialog while there is a `subject`, under `key={turn}`: each opening gets a fresh form, and what it is
 * about stays while the dialog fades out.
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
