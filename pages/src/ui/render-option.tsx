import type { SelectProps } from "antd";

/** Renders a select's option with a test id made of its value, so that tests find it in either language. */
export const renderOption: SelectProps["optionRender"] = ({ value, label }) => (
  <span data-testid={`option-${value}`}>{label}</span>
);
