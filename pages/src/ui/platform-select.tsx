/** Chooses a platform, or several. */
import { Select, type SelectProps } from "antd";
import { PLATFORMS, type Platform } from "../../../shared/contracts/platform.ts";
import { useTexts } from "../i18n/texts.ts";
import { renderOption } from "./render-option.tsx";

export function PlatformSelect(props: Omit<SelectProps<Platform>, "options">) {
  const { t } = useTexts();
  const options = PLATFORMS.map((value) => ({ value, label: t(`platform.${value}`) }));
  return <Select<Platform> {...props} options={options} optionRender={renderOption} />;
}

/** They are found by their name on screen and by their short name. */
export function PlatformsSelect(props: Omit<SelectProps<Platform[]>, "options" | "mode">) {
  const { t } = useTexts();
  const options = PLATFORMS.map((value) => ({ value, label: t(`platform.${value}`) }));
  return (
    <Select<Platform[], (typeof options)[number]>
      {...props}
      mode="multiple"
      options={options}
      optionRender={renderOption}
      showSearch={{
        filterOption: (typed, option) =>
          `${option?.value} ${option?.label}`.toLowerCase().includes(typed.trim().toLowerCase()),
      }}
    />
  );
}
