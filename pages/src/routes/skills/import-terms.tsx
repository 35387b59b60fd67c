/** Sets terms from a CSV file, after the person has seen how many would change and agreed. */
import { UploadOutlined } from "@ant-design/icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { useRef } from "react";
import { importTerms, SKILLS_KEY } from "../../api/skills.ts";
import { useTexts } from "../../i18n/texts.ts";
import { useFailureNotice } from "../../ui/failure-notice.tsx";
import { PermissionButton } from "../../ui/permission-button.tsx";
import { useConfirm } from "../../ui/use-confirm.ts";
import { texts } from "./texts.ts";

export function ImportTerms() {
  const { t } = useTexts(texts);
  const { message } = App.useApp();
  const confirm = useConfirm();
  const client = useQueryClient();
  const notifyFailure = useFailureNotice();
  const input = useRef<HTMLInputElement>(null);
  const store = useMutation({
    mutationFn: (file: Blob) => importTerms(file, false),
    onSuccess: ({ number }) => {
      if (number !== null) void message.success(t("skills.saved", { number }));
      return client.invalidateQueries({ queryKey: SKILLS_KEY });
    },
    onError: notifyFailure,
  });
  const check = useMutation({
    mutationFn: (file: Blob) => importTerms(file, true),
    onSuccess: ({ entries }, file) =>
      entries.length === 0
        ? void message.info(t("skills.importSame"))
        : confirm({
            title: t("skills.importTitle"),
            content: t("skills.importHint", { count: entries.length }),
            okText: t("skills.import"),
            danger: false,
            onOk: () => store.mutate(file),
          }),
    onError: notifyFailure,
  });
  return (
    <>
      <input
        ref={input}
        type="file"
        accept=".csv,text/csv"
        hidden
        aria-label={t("skills.import")}
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          if (file) check.mutate(file);
          target.value = "";
        }}
        data-testid="skill-file"
      />
      <PermissionButton
        route="POST /api/v1/skills/import"
        icon={<UploadOutlined />}
        loading={check.isPending || store.isPending}
        onClick={() => input.current?.click()}
        data-testid="skill-import"
      >
        {t("skills.import")}
      </PermissionButton>
    </>
  );
}
