/**
 * 51job has one list of tags for all that it says of a posting: experience, degree, skills and welfare. Which of them are
 * skills is said by the shipped dictionary of skills and its rules; `job_facts` follows the edits of people too.
 */
import { readBase } from "../../domain/skills/base/base.ts";
import { classifyTag, type Dictionary, dictionaryOf } from "../../domain/skills/classify-tag.ts";

/** A longer tag is prose, which no rule reads. */
const MAX_LENGTH = 40;
let dictionary: Dictionary | null = null;

/**
 * @param tags as the site sent them
 * @param known texts that other fields of the posting hold: its experience, degree and welfare
 * @returns the tags that are skills, as they were sent
 */
export function skillsOf(tags: readonly string[], known: readonly (string | null)[]): string[] {
  dictionary ??= dictionaryOf(readBase());
  const terms = dictionary;
  return tags.filter(
    (tag) => tag.length > MAX_LENGTH || (!known.includes(tag) && classifyTag(terms, tag).kind === "skill"),
  );
}
