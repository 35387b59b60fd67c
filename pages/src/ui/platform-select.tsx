/** Chooses a platform, or several. */
import { Checkbox, Select, type SelectProps } from "antd";
import type { Platform } from "../../../shared/contracts/platform.ts";
import { PLATFORMS } from "../../../shared/contracts/vocabulary.ts";
import { useTexts } from "../i18n/texts.ts";
import { renderOption } from "./render-option.tsx";

export function PlatformSelect(props: Omit<SelectProps<Platform>, "options">) {
  const { t } = useTexts();
  const options = PLATFORMS.map((value) => ({ value, label: t(`platform.${value}`) }));
  return <Select<Platform> {...props} options={options} optionRender={renderOption} />;
}

interface PlatformChoiceProps {
  value?: Platform[];
  onChange?: (platforms: Platform[]) => void;
}

/** Chooses several platforms; as a form field its value is their names. */
export function PlatformChoice({ value, onChange }: PlatformChoiceProps) {
  const { t } = useTexts();
  return (
    <Checkbox.Group<Platform> value={value} onChange={onChange}>
      {PLATFORMS.map((platform) => (
        <Checkbox key={platform} value={platform} data-testid={`add-${platform}`}>
          {t(`platform.${platform}`)}
        </Checkbox>
      ))}
    </Checkbox.Group>
  );
}
