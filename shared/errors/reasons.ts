/**
 * The closed list of reasons why a field is invalid. A reason is written where the check is, as an English sentence
 * without its subject; its template here gives it a code and parameters, by which the dashboard translates it.
 */
import type { FieldProblem } from "./codes.ts";

/** Code → sentence; `{name}` is a parameter. */
export const REASONS = {
  missing: "is missing",
  missing_because: "is missing: {why}",
  empty: "is empty",
  unknown_field: "is not a known field",
  not_text: "is not text",
  not_number: "is not a number",
  not_whole_number: "is not a whole number",
  not_boolean: "is not true or false",
  not_list: "is not a list",
  not_object: "is not an object",
  wrong_type: "has the wrong type",
  not_one_of: "is not one of {options}",
  no_allowed_form: "has none of the allowed forms",
  password_too_short: "needs at least {min} characters",
  password_too_long: "has more than {max} characters",
  too_short: "is shorter than {min} characters",
  too_long: "is longer than {max} characters",
  too_many_bytes: "is longer than {max} bytes",
  too_small: "is below {min}",
  too_great: "is over {max}",
  too_few_items: "holds fewer than {min} items",
  too_many_items: "holds more than {max} {items}",
  keyword_empty: "keyword is empty",
  keyword_too_long: "keyword is longer than {max} characters",
  keyword_control_characters: "keyword holds control characters",
  keyword_no_text: "keyword holds characters that are no text",
  control_characters: "holds control characters",
  not_well_formed: "is not well-formed text",
  not_uuid: "is not a UUID",
  not_keyword_id: "is not a keyword id",
  not_email: "is not an e-mail address",
  not_version: "is not a version",
  not_six_digits: "is not six digits",
  not_label: "is not 1 to 63 of a-z, 0-9 and . _ = -",
  not_key: "is not 1 to 40 of a-z, 0-9, - beginning with a letter",
  not_batch_id: "is not 1 to 100 letters, digits, or . _ -",
  not_icon: "is not the name of an icon",
  not_page_path: "is not a path of the dashboard, for example /users",
  not_header_name: "is not a header name of 1 to 64 characters",
  header_not_settable: "is a header that can't be set by a token",
  no_header_characters: "holds characters that no header can carry",
  not_for_cookie: "is not for a cookie",
  colon_in_user_name: "holds a colon, which HTTP's Basic authentication can't send",
  wrong_format: "does not have the form {format}",
  not_cursor: "is not a cursor of this list",
  not_upload_id: "is not an id of an upload",
  not_failed_page_key: "is not a key below {prefix}",
  not_export_column: "is no column of {subject}: {column}",
  column_twice: "holds a column twice",
  needs_file: "needs a file where contacts are hidden: POST /api/v1/exports",
  too_many_rows: "finds {rows} rows; at most {max} are possible",
  city_not_known: "not known to this platform: {city}",
  unknown_city: "is not known on {platform}; nearest are {cities}",
  unknown_city_anywhere: "is no city that is known or stored; nearest are {cities}",

  taken: "is taken",
  taken_by: "is taken by another {what}",
  taken_or_email: "is taken, or the e-mail address is",
  deleted_user: "belongs to a deleted user, who can be restored",
  exists: "is there already",
  other_target_enabled: "has another enabled target; disable that one first",
  not_within_reach: "is not a department within your reach",
  no_such_record: "is not a {noun}",
  itself_or_below: "is the {what} itself or one below it",
  has_more_than_you: "has more than you: {what}",

  wrong: "is wrong",
  wrong_or_second_factor: "is wrong, or a second factor is in use already",
  link_spent: "is unknown, was used, or is too old",
  current_password: "is the current one",
  holds_own_name: "holds the user's own name",
  not_in_future: "is not in the future",
  later_than_key: "is later than that of the key you use",

  or_needed: "or {field} is needed",
  goes_with_only: "goes with {kind} only",

  not_json: "is not valid JSON",
  row_not_json: "{row} is not valid JSON",
  not_json_object: "is not a JSON object",
  list_twice: "has {list} twice",
  trailing_comma: "{list} ends with a comma",
  comma_without_element: "{list} has a comma without an element",
  ends_too_early: "ends too early",
  broke_off: "broke off",
  takes_too_long: "takes over {seconds} s",
  nothing_came: "nothing came for {seconds} s",
  not_gzip: "is not whole gzip data",
  over_limit: "is over {size}, the limit of {kind}",
  over_limits: "is over the limits: {limits}",
  media_type_not_taken: "is not one this route takes",
  send_file_as: "send the file as {types}",
  cannot_be_read: "cannot be read",
  cannot_be_read_because: "cannot be read: {why}",
  more_problems: "has {count} more problems",
  shows_nothing: "holds a character that shows nothing",
  no_letter: "holds no letter or digit",
  skills_only: "is for skills only",
  not_in_dictionary: "is not in the dictionary",
  named_twice: "is named twice",
  one_parent: "holds more than the one parent of a branch",
  not_same_area: "is a posting of another city or another company",
  in_dictionary_already: "are all in the dictionary so already",
  changes_too_many_terms: "changes more than {max} terms",
  too_many_text_terms: "takes more than {max} added terms into the search of texts",
  many_reasons: "cannot be used, for one of many reasons",
  not_unix_ms: "is not in milliseconds since 1970",
  too_old: "is more than {days} days ago",
  after_day: "is after {day}",
  long_before_day: "is more than {days} days before {day}",
  in_future: "is {seconds} s in the future; set the clock of the sender (NTP)",
  wrong_place: "must stand before {field}, and only once",
  not_lease_platform: "is not the platform of the leased keyword",
  not_idempotency_key: "is not the Idempotency-Key of the request",

  not_utf8: "is not UTF-8",
  csv_column_unknown: 'column "{column}" is unknown or repeated',
  csv_column_missing: 'column "{column}" is missing',
  csv_too_many_fields: "has {fields} fields; at most {max} are known",
  csv_no_rows: "holds no rows",
  csv_too_many_rows: "holds more than {max} rows",
  csv_open_quote: "has a quote that is not closed; a cell must not hold a line break",
  csv_stray_quote: "has a quote inside a cell; put the cell in quotes and double the quote in it",
  csv_text_behind_quote: "has text behind a closing quote",
  csv_not_a_record: "is not one record",

  nested_deeper: "is nested deeper than {max} levels",
  csv_nameless_column: "has a value in column {column}, which has no name",
  not_a_text_file: "is {kind}, not a text file; save it as “CSV UTF-8” and send that file",
  not_a_workbook: "is no Excel workbook (.xlsx) that can be read; save it again, or send CSV",
  unpacks_too_large: "unpacks to more than {max} bytes",
  no_word: "holds no word to search for",
  too_many_words: "holds more than {max} words",
  may_be_contact: "may be part of a contact, and contacts are hidden from you",
  too_many_hidden: "occurs too often in contacts that are hidden from you; search for more words",
  wrong_used_or_old: "is wrong, was used or is too old",
  too_slow: "comes slower than {min} bytes per second",
  upload_not_of_lease: "no upload {id} of postings came under this lease",
  upload_rows_differ: "upload {id} has {rows} rows, the pages have {pages}",
  page_without_upload: "page {page} has rows and names no upload",
  page_keys_over_rows: "page {page} has more keys than rows",
  page_unknown_pending: "page {page} has a pending posting that no page shows",
  too_many_members: "has more than {max} members",
  white_space: "holds white space or a control character",
  row_not_utf8: "{row} is not UTF-8",
  used_with_other_content: "was used for an upload with other content",
  envelope_too_big: "has over {max} bytes beside {list}",
  coding_not_taken: "{coding} is not gzip or identity",
  csv_not_text: "is not text in UTF-8, GBK or UTF-16 with its mark; save the file as “CSV UTF-8”",
  not_name: "is not {lengths} letters, digits{others} beginning with a letter or digit",
  not_smtp: "is not smtp://… or smtps://…",
  repeated_characters: "repeats a few characters",
  clock_behind: "the node's clock is {seconds} s behind; set it (NTP)",
  clock_ahead: "the node's clock is {seconds} s ahead; set it (NTP)",
  name_without_domain: "is a name without a domain",
  other_protocol: "{port} belongs to another protocol",
  nothing_to_change: "names nothing to change: {fields}",
  channel_not_crawled:
    "is not crawled on {platform}: a {channel} keyword would only repeat the web search; valid is {channels}. Uploads take every channel",
  not_upload_type: "is not application/json or application/x-ndjson",
  not_page_type: "is not text/html, application/json or image/png",
  no_keyword_of_platform: "is no keyword of {platform}",
  not_the_split: "are not the parts into which the platform's filters split this one",

  not_host: "is not a host name or IP address",
  not_public_host: "is the non-public address {address}",
  host_not_allowed: "host {why}",
  port_of_other_protocol: "port {port} belongs to another protocol",
  not_absolute_url: "is not an absolute URL",
  wrong_protocol: "uses {protocol} instead of {allowed}",
  credentials_in_url: "holds a user name or password; send them in a header",
  space_in_url: "holds white space, a control character or a backslash",
  not_proxy_url: "is not protocol://user:password@host:port",
  escape_credentials: "has {characters} in the user name or password: write {escapes}",
  no_host: "names no host",
  more_behind_port: "has more behind the port",
} as const;

/** `other`: the reason has no template. */
export type ReasonCode = keyof typeof REASONS | "other";
export const REASON_CODES = ["other", ...(Object.keys(REASONS) as ReasonCode[])] as const;

export interface CodedReason {
  code: ReasonCode;
  params: Record<string, string>;
}

/** A reason may repeat a part of what was sent; of a longer one only the text is shown. */
const MAX_REASON_CHARS = 1000;

const isTemplate = (text: string) => text.includes("{");
const EXACT = new Map<string, ReasonCode>(
  Object.entries(REASONS).flatMap(([code, text]) => (isTemplate(text) ? [] : [[text, code as ReasonCode]])),
);

interface Template {
  code: ReasonCode;
  /** The literal texts before, between and behind the parameters. */
  literals: string[];
  names: string[];
}

/** The most literal template comes first, so that a wide one never takes what a narrow one describes. */
const TEMPLATES: Template[] = Object.entries(REASONS)
  .filter(([, text]) => isTemplate(text))
  .map(([code, text]) => ({
    code: code as ReasonCode,
    literals: text.split(/\{\w+\}/),
    names: [...text.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name),
  }))
  .sort((a, b) => b.literals.join("").length - a.literals.join("").length);

/** Finds the parameters from left to right; linear in the length of the reason, since it never goes back. */
function paramsOf(reason: string, { literals, names }: Template): Record<string, string> | null {
  const [first = "", ...rest] = literals;
  if (!reason.startsWith(first)) return null;
  const params: Record<string, string> = {};
  let at = first.length;
  for (const [index, literal] of rest.entries()) {
    const isLast = index === rest.length - 1;
    if (isLast && !reason.endsWith(literal)) return null;
    const end = isLast ? reason.length - literal.length : reason.indexOf(literal, at + 1);
    // A parameter has at least one character.
    if (end <= at) return null;
    params[names[index] ?? ""] = reason.slice(at, end);
    at = end + literal.length;
  }
  return params;
}

/** @returns the code and parameters of a reason, by its template */
export function codeOf(reason: string): CodedReason {
  const exact = EXACT.get(reason);
  if (exact) return { code: exact, params: {} };
  if (reason.length <= MAX_REASON_CHARS) {
    for (const template of TEMPLATES) {
      const params = paramsOf(reason, template);
      if (params) return { code: template.code, params };
    }
  }
  return { code: "other", params: {} };
}

/** A problem as the API answers it. */
export type CodedProblem = FieldProblem & CodedReason;

export const withCodes = (problems: readonly FieldProblem[]): CodedProblem[] =>
  problems.map((problem) => ({ ...problem, ...codeOf(problem.reason) }));
