/**
 * The dictionaries of 51job, static files of its search page. `dd_city.json`: `items[{title, items[{code, value}]}]` are
 * groups of areas, by letter and with the popular ones first; an area may hold its districts under `items` again. The
 * file of the other options is documented nowhere: it is assumed beside that one, in the form in which the search page
 * holds them, `{status, resultbody:{workYear, degree, …}[{id, value}]}`. A wrong address is a 404, which is shown and
 * changes nothing.
 */
import type { DictionarySource } from "../adapter.ts";
import { fail, missing } from "../answer.ts";
import { DictionaryReader, failedDictionary, itemsOf, readDictionaryJson } from "../dictionary/answer.ts";
import { getDictionary } from "../dictionary/request.ts";
import { child, isFields, text } from "../read.ts";
import { CITY_CODES } from "./codes.ts";

const FOLDER = "/in/js/2023/dd";
const FILTER_LISTS = [
  ["experience", "workYear"],
  ["degree", "degree"],
  ["salary", "salary"],
  ["size", "companySize"],
  ["industry", "industry"],
  ["job_type", "jobTerm"],
] as const;

const areas = (raw: unknown) => itemsOf(isFields(raw) ? raw.items : null);

const cities: DictionarySource = {
  name: "cities",
  kinds: ["city", "district"],
  request: getDictionary(`${FOLDER}/dd_city.json`),
  read(answer) {
    const json = readDictionaryJson(answer);
    if (!json.ok) return failedDictionary(json.failure);
    const groups = json.value.items ?? child(json.value, "resultbody").items;
    if (!Array.isArray(groups)) return failedDictionary(missing("items"));
    const withDistricts = groups.some((group) => areas(group).some((area) => areas(area).length > 0));
    const reader = new DictionaryReader(withDistricts ? cities.kinds : ["city"], {
      code: "code",
      name: "value",
    });
    for (const area of groups.flatMap(areas)) {
      const code = reader.add("city", area);
      for (const district of areas(area)) reader.add("district", district, code);
    }
    reader.addWholeCountry(CITY_CODES);
    return reader.answer();
  },
};

const filters: DictionarySource = {
  name: "filters",
  kinds: FILTER_LISTS.map(([kind]) => kind),
  request: getDictionary(`${FOLDER}/dd_filter.json`),
  read(answer) {
    const json = readDictionaryJson(answer);
    if (!json.ok) return failedDictionary(json.failure);
    const status = text(json.value, "status");
    if (status !== null && status !== "1") return failedDictionary(fail("blocked", `status ${status}`));
    const body = json.value.resultbody ?? json.value.resultBody;
    if (!isFields(body)) return failedDictionary(missing("resultbody"));
    const reader = new DictionaryReader(filters.kinds, { code: "id", name: "value" });
    for (const [kind, field] of FILTER_LISTS)
      for (const option of itemsOf(body[field])) reader.add(kind, option);
    return reader.answer();
  },
};

export const dictionaries = [cities, filters];
