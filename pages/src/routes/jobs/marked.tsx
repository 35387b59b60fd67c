/** Text with the words of the search marked, at the places that the server names. */
import type { ReactNode } from "react";

interface MarkedProps {
  text: string;
  /** They are half open, in UTF-16 code units, in order, and do not touch. */
  places: readonly { start: number; end: number }[] | undefined;
}

export function Marked({ text, places = [] }: MarkedProps) {
  const parts: ReactNode[] = [];
  let end = 0;
  for (const place of places) {
    parts.push(text.slice(end, place.start));
    parts.push(<mark key={place.start}>{text.slice(place.start, place.end)}</mark>);
    end = place.end;
  }
  return (
    <>
      {parts}
      {text.slice(end)}
    </>
  );
}
