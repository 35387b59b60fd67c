import type { SelectProps } from "antd";

/** An option that tests find by its value, whatever the language. */
export const renderOption: SelectProps["optionRender"] = ({ value, label }) => (
  <span data-testid={`option-${value}`}>{label}</span>
);
