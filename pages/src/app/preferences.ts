/** Choices of the person at this browser. Storage may be forbidden (private mode): then they last for the visit. */
const PREFIX = "jobdata.";
export type Preference = "language" | "theme";

export function readPreference(name: Preference): string | null {
  try {
    return localStorage.getItem(PREFIX + name);
  } catch {
    return null;
  }
}

export function writePreference(name: Preference, value: string): void {
  try {
    localStorage.setItem(PREFIX + name, value);
  } catch {
    // Nothing to do: the choice holds until the page is left.
  }
}
