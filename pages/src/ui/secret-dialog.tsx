/** Shows a secret that the API tells only once. It closes on purpose only: no slip of the mouse loses it. */
import { CheckOutlined, CopyOutlined } from "@ant-design/icons";
import { Alert, App, Button, Flex, Modal } from "antd";
import { type ReactNode, useState } from "react";
import { useTexts } from "../i18n/texts.ts";

interface SecretDialogProps {
  title: string;
  hint: string;
  open: boolean;
  secret: string;
  onClose: () => void;
  /** What else helps: how to use it. */
  children?: ReactNode;
}

export function SecretDialog({ open, title, hint, secret, onClose, children }: SecretDialogProps) {
  const { t } = useTexts();
  return (
    <Modal
      open={open}
      title={title}
      onCancel={onClose}
      mask={{ closable: false }}
      keyboard={false}
      closable={false}
      destroyOnHidden
      footer={
        <Button type="primary" onClick={onClose} data-testid="secret-close">
          {t("app.savedIt")}
        </Button>
      }
    >
      <Flex vertical gap={16}>
        <Alert type="warning" showIcon title={hint} />
        <CopyLine text={secret} label={title} testId="secret" />
        {children}
      </Flex>
    </Modal>
  );
}

interface CopyLineProps {
  text: string;
  label: string;
  testId: string;
}

/** A text to be taken away whole, with a button that does it. */
export function CopyLine({ text, label, testId }: CopyLineProps) {
  const { t } = useTexts();
  const { message } = App.useApp();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch {
      // No clipboard without HTTPS or against the person's will: the text can be marked by hand.
      void message.warning(t("app.copyByHand"));
    }
  };
  return (
    <Flex gap={8} align="start">
      <code className="copy-line" data-testid={testId}>
        {text}
      </code>
      <Button
        icon={copied ? <CheckOutlined /> : <CopyOutlined />}
        onClick={() => void copy()}
        aria-label={t("app.copyOf", { name: label })}
      >
        {copied ? t("errors.copied") : t("app.copy")}
      </Button>
    </Flex>
  );
}
