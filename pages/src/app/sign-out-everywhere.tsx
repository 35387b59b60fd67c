/** Asks before all sessions of the person end, and whether their API keys end too. */
import { Checkbox, Flex } from "antd";
import { useEffect, useRef } from "react";
import { useTexts } from "../i18n/texts.ts";
import { useConfirm } from "../ui/use-confirm.ts";

interface SignOutEverywhereProps {
  onConfirm: (endKeys: boolean) => void;
  /** Called when the question is gone, whatever the answer. */
  onClose: () => void;
}

export function SignOutEverywhere({ onConfirm, onClose }: SignOutEverywhereProps) {
  const { t } = useTexts();
  const confirm = useConfirm();
  const isAsked = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it asks once, when it is mounted
  useEffect(() => {
    if (isAsked.current) return;
    isAsked.current = true;
    let endKeys = false;
    confirm({
      title: t("session.everywhereTitle"),
      content: (
        <Flex vertical gap={12}>
          <span>{t("session.everywhereHint")}</span>
          <Checkbox
            onChange={({ target }) => {
              endKeys = target.checked;
            }}
            data-testid="end-api-keys"
          >
            {t("auth.endApiKeys")}
          </Checkbox>
        </Flex>
      ),
      okText: t("session.everywhere"),
      onOk: () => onConfirm(endKeys),
      afterClose: onClose,
    });
  }, []);
  return null;
}
