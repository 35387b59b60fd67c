/** Is the screen wide enough for every column? True from 992 px on, antd's breakpoint `lg`. */
import { useSyncExternalStore } from "react";

const WIDE = "(min-width: 992px)";

function subscribe(listener: () => void) {
  const query = matchMedia(WIDE);
  query.addEventListener("change", listener);
  return () => query.removeEventListener("change", listener);
}

export const useWide = (): boolean => useSyncExternalStore(subscribe, () => matchMedia(WIDE).matches);
