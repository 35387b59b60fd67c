/**
 * The dictionaries of Zhilian, all in one answer: `data.allCity[{code, name, sublist}]` are provinces with their cities
 * and those with their districts; a municipality stands beside the provinces with its districts at once. The options
 * are lists of `{code, name}` under `workExpType`, `educationType`, `salaryType`, `companySize`, `industry` and
 * `jobStatus`.
 */
import { provinceBefore } from "../../domain/city-names.ts";
import type { DictionarySource } from "../adapter.ts";
import { missing } from "../answer.ts";
import { DictionaryReader, failedDictionary, itemsOf, readDictionaryJson } from "../dictionary/answer.ts";
import { getDictionary } from "../dictionary/request.ts";
import { isFields, text } from "../read.ts";
import { CITY_CODES } from "./codes.ts";
import { readData } from "./read-list.ts";

const OPTION_LISTS = [
  ["experience", "workExpType"],
  ["degree", "educationType"],
  ["salary", "salaryType"],
  ["size", "companySize"],
  ["job_type", "jobStatus"],
] as const;

const below = (raw: unknown) => itemsOf(isFields(raw) ? raw.sublist : null);

const all: DictionarySource = {
  name: "all",
  kinds: ["city", "district", ...OPTION_LISTS.map(([kind]) => kind), "industry"],
  request: getDictionary("/c/i/search/base/data", { "x-zp-platform": "13" }),
  read(answer) {
    const json = readDictionaryJson(answer);
    if (!json.ok) return failedDictionary(json.failure);
    const read = readData(answer);
    if (!read.ok) return failedDictionary(read.failure);
    const data = read.value;
    if (!Array.isArray(data.allCity)) return failedDictionary(missing("data.allCity"));
    const reader = new DictionaryReader(all.kinds, { code: "code", name: "name" });
    const addCity = (city: unknown) => {
      const code = reader.add("city", city);
      for (const district of below(city)) reader.add("district", district, code);
    };
    for (const group of data.allCity) {
      const name = isFields(group) ? text(group, "name") : null;
      const isProvince = name !== null && provinceBefore(name) !== null;
      if (isProvince) for (const city of below(group)) addCity(city);
      else addCity(group);
    }
    for (const city of itemsOf(data.hotCity)) reader.add("city", city);
    reader.addWholeCountry(CITY_CODES);
    for (const [kind, field] of OPTION_LISTS)
      for (const option of itemsOf(data[field])) reader.add(kind, option);
    for (const group of itemsOf(data.industry)) {
      const code = reader.add("industry", group);
      for (const trade of below(group)) reader.add("industry", trade, code);
    }
    return reader.answer();
  },
};

export const dictionaries = [all];
