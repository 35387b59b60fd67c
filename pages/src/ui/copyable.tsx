/** A short text with a button that copies it. */
import CheckOutlined from "@ant-design/icons-svg/es/asn/CheckOutlined";
import CopyOutlined from "@ant-design/icons-svg/es/asn/CopyOutlined";
import { useState } from "react";
import { useTexts } from "../i18n/texts.ts";
import { Icon } from "./icon.tsx";

interface CopyableProps {
  text: string;
  /** What the button does, for screen readers. */
  label: string;
}

export function Copyable({ text, label }: CopyableProps) {
  const { t } = useTexts();
  const [copied, setCopied] = useState(false);
  // Without HTTPS or permission there is no clipboard: the text stays on screen and can be selected.
  const copy = () =>
    navigator.clipboard?.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  const name = copied ? t("errors.copied") : label;
  return (
    <span className="copyable">
      <code>{text}</code>
      <button
        type="button"
        className="frame-button is-small"
        onClick={() => void copy()}
        aria-label={name}
        title={name}
      >
        <Icon shape={copied ? CheckOutlined : CopyOutlined} />
      </button>
    </span>
  );
}
