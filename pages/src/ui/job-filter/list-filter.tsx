/** Chooses the values of one member of a filter. The chips below name them; here stands only their number. */
import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { JOB_STATES } from "../../../../shared/contracts/job-life.ts";
import {
  COMPANY_SIZES,
  DEGREE_LEVELS,
  EXPERIENCE_LEVELS,
  SALARY_BANDS,
} from "../../../../shared/contracts/levels.ts";
import { PLATFORMS } from "../../../../shared/contracts/vocabulary.ts";
import { cityList } from "../../api/cities.ts";
import { formatShortCount } from "../../format/numbers.ts";
import { useTexts } from "../../i18n/texts.ts";
import { cityMatches } from "../city-pinyin.ts";
import { renderOption } from "../render-option.tsx";
import type { ListName } from "./address.ts";
import { texts } from "./texts.ts";
import { valueText } from "./words.ts";

/** A value that can be chosen, with the number of postings that have it where that is known. */
export interface FilterChoice {
  value: string;
  count?: number;
}

/** Members whose words are all known; of the others any word can be typed. */
const KNOWN: Partial<Record<ListName, readonly string[]>> = {
  platform: PLATFORMS,
  degree: DEGREE_LEVELS,
  experience: EXPERIENCE_LEVELS,
  company_size: COMPANY_SIZES,
  salary_band: SALARY_BANDS,
  state: JOB_STATES,
};

interface ListFilterProps {
  name: ListName;
  value: readonly string[] | undefined;
  /** Most frequent first. */
  choices: readonly FilterChoice[] | undefined;
  /** The list is opened. */
  onOpen?: () => void;
  onChange: (values: string[] | undefined) => void;
}

export function ListFilter({ name, value, choices, onOpen, onChange }: ListFilterProps) {
  const { t, language } = useTexts(texts);
  const known = KNOWN[name];
  // A page without counts offers the cities that the platforms know.
  const cities = useQuery({ ...cityList(), enabled: name === "city" && onOpen === undefined });
  const counts = new Map(choices?.map((choice) => [choice.value, choice.count]));
  const offered =
    known ?? choices?.map((choice) => choice.value) ?? cities.data?.items.map(({ city }) => city);
  const options = [...new Set([...(offered ?? []), ...(value ?? [])])].map((item) => {
    const count = counts.get(item);
    return {
      value: item,
      label: (
        <span className="choice">
          <span>{valueText(name, item, t, language)}</span>
          {count !== undefined && (
            <span className="small muted number">{formatShortCount(count, language)}</span>
          )}
        </span>
      ),
    };
  });
  const label = t(`job-filter.name.${name}`);
  return (
    <Select<string[]>
      className="filter"
      mode={known ? "multiple" : "tags"}
      value={[...(value ?? [])]}
      onChange={(values) => onChange(values.length === 0 ? undefined : values)}
      onOpenChange={(isOpen) => isOpen && onOpen?.()}
      placeholder={label}
      aria-label={label}
      maxTagCount={0}
      maxTagPlaceholder={(chosen) => t("job-filter.chosen", { name: label, number: chosen.length })}
      notFoundContent={t("job-filter.typeOwn")}
      popupMatchSelectWidth={false}
      optionRender={renderOption}
      showSearch={{
        filterOption: (typed, option) => {
          const word = String(option?.value ?? "");
          if (name === "city" && cityMatches(word, typed)) return true;
          return [word, valueText(name, word, t, language)].some((text) =>
            text.toLowerCase().includes(typed.toLowerCase()),
          );
        },
      }}
      options={options}
      data-testid={`filter-${name}`}
    />
  );
}
