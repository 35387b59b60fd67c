/** Chooses a platform. */
import { Select, type SelectProps } from "antd";
import { PLATFORMS, type Platform } from "../../../shared/contracts/platform.ts";
import { useTexts } from "../i18n/texts.ts";
import { renderOption } from "./render-option.tsx";

export function PlatformSelect(props: Omit<SelectProps<Platform>, "options">) {
  const { t } = useTexts();
  const options = PLATFORMS.map((value) => ({ value, label: t(`platform.${value}`) }));
  return <Select<Platform> {...props} options={options} optionRender={renderOption} />;
}
