/** A small choice at the head of a figure. */
import { Select } from "antd";
import { renderOption } from "../../ui/render-option.tsx";

interface ChoiceProps<Value extends string> {
  label: string;
  value: Value;
  values: readonly Value[];
  text: (value: Value) => string;
  onChange: (value: Value) => void;
  "data-testid": string;
}

export const Choice = <Value extends string>({ label, values, text, ...props }: ChoiceProps<Value>) => (
  <Select<Value>
    size="small"
    aria-label={label}
    title={label}
    popupMatchSelectWidth={false}
    options={values.map((value) => ({ value, label: text(value) }))}
    optionRender={renderOption}
    {...props}
  />
);
