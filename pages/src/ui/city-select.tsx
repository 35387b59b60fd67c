/** Chooses one of the cities that the platforms know. */
import { useQuery } from "@tanstack/react-query";
import { Select, type SelectProps } from "antd";
import type { Platform } from "../../../shared/contracts/platform.ts";
import { cityList } from "../api/cities.ts";
import { useTexts } from "../i18n/texts.ts";
import { cityMatches } from "./city-pinyin.ts";
import { failureText } from "./failure-text.ts";
import { renderOption } from "./render-option.tsx";

interface CitySelectProps<Value> extends Omit<SelectProps<Value>, "options" | "loading" | "showSearch"> {
  /** Limits the choice to the cities of this platform. */
  platform?: Platform;
}

export function CitySelect<Value extends string | string[] = string>({
  platform,
  ...props
}: CitySelectProps<Value>) {
  const { t } = useTexts();
  const cities = useQuery(cityList(platform));
  return (
    <Select<Value>
      {...props}
      showSearch={{ filterOption: (typed, option) => cityMatches(String(option?.value ?? ""), typed) }}
      loading={cities.isLoading}
      status={cities.error ? "error" : props.status}
      notFoundContent={cities.error ? failureText(cities.error, t) : undefined}
      optionRender={renderOption}
      options={cities.data?.items.map(({ city }) => ({ value: city, label: city }))}
    />
  );
}
