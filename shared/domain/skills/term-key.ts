/** The forms by which terms are compared. */
import { foldText } from "../job-words.ts";

/** The form in which ClickHouse and the dictionary hold a term: plain width, small letters, single blanks. */
export const termKey = (text: string): string => foldText(text);

/**
 * A looser form, in which spring-boot, Spring Boot and springboot are one. A name that would vanish keeps its key.
 * @param key from `termKey`
 */
export function squash(key: string): string {
  const bare = key.replace(/[\s._\-–—·]+/gu, "");
  return bare === "" ? key : bare;
}
