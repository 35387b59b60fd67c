/** Asks before all sessions of the person end, and whether their API keys end too. */
import { Checkbox, Flex, Modal } from "antd";
import { useState } from "react";
import { useTexts } from "../i18n/texts.ts";

interface SignOutEverywhereProps {
  onConfirm: (endKeys: boolean) => void;
  /** Called when the question is gone, whatever the answer. */
  onClose: () => void;
}

export function SignOutEverywhere({ onConfirm, onClose }: SignOutEverywhereProps) {
  const { t } = useTexts();
  const [isOpen, setOpen] = useState(true);
  const [endKeys, setEndKeys] = useState(false);
  return (
    <Modal
      open={isOpen}
      title={t("session.everywhereTitle")}
      okText={t("session.everywhere")}
      okButtonProps={{ danger: true, "data-testid": "confirm" }}
      onOk={() => {
        setOpen(false);
        onConfirm(endKeys);
      }}
      onCancel={() => setOpen(false)}
      afterClose={onClose}
    >
      <Flex vertical gap={12}>
        <span>{t("session.everywhereHint")}</span>
        <Checkbox
          checked={endKeys}
          onChange={({ target }) => setEndKeys(target.checked)}
          data-testid="end-api-keys"
        >
          {t("auth.endApiKeys")}
        </Checkbox>
      </Flex>
    </Modal>
  );
}
