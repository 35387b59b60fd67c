/**
 * The dictionaries of Boss. `cityGroup.json`: `zpData.cityGroup[{firstChar, cityList[{code, name}]}]`. `city.json`:
 * `zpData.cityList[]` are provinces, `subLevelModelList` below them their cities, and below those the districts, whose
 * codes are the official ones. `conditions.json`: `zpData.{experienceList, degreeList, …}[{code, name}]`.
 * `industry.json`: `zpData[{code, name, subLevelModelList}]`. All are public, without a cookie.
 */
import type { DictionarySource, RawAnswer } from "../adapter.ts";
import { missing } from "../answer.ts";
import { readAnyData } from "../code-envelope.ts";
import {
  DictionaryReader,
  failedDictionary,
  itemsOf,
  readDictionaryJson,
  readEntry,
} from "../dictionary/answer.ts";
import { getDictionary } from "../dictionary/request.ts";
import { isFields } from "../read.ts";
import { CITY_CODES } from "./codes.ts";
import { ENVELOPE } from "./read-list.ts";

const NAMES = { code: "code", name: "name" };
const FILTER_LISTS = [
  ["experience", "experienceList"],
  ["degree", "degreeList"],
  ["salary", "salaryList"],
  ["size", "scaleList"],
  ["job_type", "jobTypeList"],
] as const;

const readData = (answer: RawAnswer) => readAnyData(readDictionaryJson(answer), ENVELOPE);
const below = (raw: unknown) => itemsOf(isFields(raw) ? raw.subLevelModelList : null);

const cities: DictionarySource = {
  name: "cities",
  kinds: ["city"],
  request: getDictionary("/wapi/zpCommon/data/cityGroup.json"),
  read(answer) {
    const data = readData(answer);
    if (!data.ok) return failedDictionary(data.failure);
    if (!isFields(data.value) || !Array.isArray(data.value.cityGroup))
      return failedDictionary(missing("zpData.cityGroup"));
    const reader = new DictionaryReader(cities.kinds, NAMES);
    for (const group of [...data.value.cityGroup, { cityList: data.value.hotCityList }])
      for (const city of itemsOf(isFields(group) ? group.cityList : null)) reader.add("city", city);
    reader.addWholeCountry(CITY_CODES);
    return reader.answer();
  },
};

const districts: DictionarySource = {
  name: "districts",
  kinds: ["district"],
  request: getDictionary("/wapi/zpCommon/data/city.json"),
  read(answer) {
    const data = readData(answer);
    if (!data.ok) return failedDictionary(data.failure);
    if (!isFields(data.value) || !Array.isArray(data.value.cityList))
      return failedDictionary(missing("zpData.cityList"));
    const reader = new DictionaryReader(districts.kinds, NAMES);
    for (const city of data.value.cityList.flatMap(below)) {
      // The cities themselves are read from their own dictionary.
      const code = readEntry(city, NAMES)?.code ?? null;
      for (const district of below(city)) reader.add("district", district, code);
    }
    return reader.answer();
  },
};

const filters: DictionarySource = {
  name: "filters",
  kinds: FILTER_LISTS.map(([kind]) => kind),
  request: getDictionary("/wapi/zpgeek/pc/all/filter/conditions.json"),
  read(answer) {
    const data = readData(answer);
    if (!data.ok) return failedDictionary(data.failure);
    const reader = new DictionaryReader(filters.kinds, NAMES);
    for (const [kind, field] of FILTER_LISTS)
      for (const option of itemsOf(isFields(data.value) ? data.value[field] : null)) reader.add(kind, option);
    return reader.answer();
  },
};

const industries: DictionarySource = {
  name: "industries",
  kinds: ["industry"],
  request: getDictionary("/wapi/zpCommon/data/industry.json"),
  read(answer) {
    const data = readData(answer);
    if (!data.ok) return failedDictionary(data.failure);
    if (!Array.isArray(data.value)) return failedDictionary(missing("zpData"));
    const reader = new DictionaryReader(industries.kinds, NAMES);
    for (const group of data.value) {
      const code = reader.add("industry", group);
      for (const trade of below(group)) reader.add("industry", trade, code);
    }
    return reader.answer();
  },
};

export const dictionaries = [cities, districts, filters, industries];
