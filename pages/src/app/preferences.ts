/** Choices kept in the browser. Where storage is forbidden (private mode) they last until the page is closed. */
const PREFIX = "jobdata.";
/** Columns and folded groups of the menu are chosen by each person who uses the browser. */
export type Preference = "language" | "theme" | `columns.${string}` | `menu.${string}`;

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
    // The choice lasts until the page is closed.
  }
}
