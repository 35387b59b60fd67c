/**
 * What a caller from whom recruiters are hidden may filter by where only counts are answered: a count confirms what it
 * counts, so words that a contact is made of are refused. Lists show masked rows and check those instead.
 */
import type { JobFilter } from "../../../shared/contracts/job-filter.ts";
import { wordsOf } from "../../../shared/domain/job-words.ts";
import { fieldError } from "../../../shared/errors/validation.ts";
import { hasContacts } from "../../../shared/platforms/recruiter-mask.ts";

/** Digits that stand together in a phone number; C++17, H5 and 5G have fewer. */
const MAY_BE_A_NUMBER = /\p{Nd}[\p{Nd}\s\-_.·*]*\p{Nd}[\p{Nd}\s\-_.·*]*\p{Nd}/u;

/** Members whose values are any text. */
const TEXTS = [
  "keyword",
  "city",
  "district",
  "industry",
  "company_type",
  "company",
  "skill",
  "job_type",
] as const;

/**
 * @param field named in the error, where it is not the member of the filter
 * @throws ApiError validation_failed, naming the member
 */
export function refuseHidden(filter: JobFilter, seesRecruiters: boolean, field?: string): void {
  if (seesRecruiters) return;
  const { text } = filter;
  if (text !== undefined) {
    const words = [text, ...wordsOf(text)];
    if (words.some((word) => MAY_BE_A_NUMBER.test(word.normalize("NFKC")) || hasContacts({ word })))
      throw fieldError("text", "may be part of a contact, and contacts are hidden from you");
  }
  for (const name of TEXTS) {
    if (hasContacts({ text: filter[name] }))
      throw fieldError(field ?? name, "may be part of a contact, and contacts are hidden from you");
  }
}
