/** Shows a secret that the API sends only once. Only its button closes it, so that no stray click loses the secret. */
import { CheckOutlined, CopyOutlined } from "@ant-design/icons";
import { Alert, Button, Flex, Modal } from "antd";
import { type ReactNode, useState } from "react";
import { useTexts } from "../i18n/texts.ts";
import { useCopy } from "./use-copy.ts";

interface SecretDialogProps {
  title: string;
  hint: string;
  open: boolean;
  secret: string;
  onClose: () => void;
  /** More help, such as how to use the secret. */
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

/** A text with a button that copies it. */
export function CopyLine({ text, label, testId }: CopyLineProps) {
  const { t } = useTexts();
  const copy = useCopy();
  const [copied, setCopied] = useState(false);
  return (
    <Flex gap={8} align="start">
      <code className="copy-line" data-testid={testId}>
        {text}
      </code>
      <Button
        icon={copied ? <CheckOutlined /> : <CopyOutlined />}
        onClick={() => void copy(text).then(setCopied)}
        aria-label={t("app.copyOf", { name: label })}
      >
        {copied ? t("errors.copied") : t("app.copy")}
      </Button>
    </Flex>
  );
}
