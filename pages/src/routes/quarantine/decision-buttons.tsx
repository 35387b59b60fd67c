/** Releases or drops batches, after a dialog that says how many rows it is about and asks for the reason. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Flex, Form, Input } from "antd";
import { useState } from "react";
import { dropQuarantined, QUARANTINE_KEY, type Quarantined, releaseQuarantined } from "../../api/quality.ts";
import { formatCount } from "../../format/numbers.ts";
import { useTexts } from "../../i18n/texts.ts";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { PermissionButton } from "../../ui/permission-button.tsx";
import { useFindingText } from "./finding-text.ts";
import { texts } from "./texts.ts";

type Verdict = "release" | "drop";

interface DecisionButtonsProps {
  batches: Quarantined[];
  onDecided?: () => void;
}

/** Reasons shown in the dialog. */
const MAX_FINDINGS = 3;

export function DecisionButtons({ batches, onDecided }: DecisionButtonsProps) {
  const { t } = useTexts(texts);
  const [verdict, setVerdict] = useState<Verdict | null>(null);
  const canDrop = batches.some(({ state }) => state === "waiting");
  return (
    <Flex gap={8}>
      <PermissionButton
        route="POST /api/v1/quarantine/release"
        type="primary"
        onClick={() => setVerdict("release")}
        data-testid="release"
      >
        {t("quarantine.release")}
      </PermissionButton>
      {canDrop && (
        <PermissionButton
          route="POST /api/v1/quarantine/drop"
          danger
          onClick={() => setVerdict("drop")}
          data-testid="drop"
        >
          {t("quarantine.drop")}
        </PermissionButton>
      )}
      {verdict && (
        <DecisionDialog
          verdict={verdict}
          batches={batches}
          onClose={() => setVerdict(null)}
          onDecided={() => {
            setVerdict(null);
            onDecided?.();
          }}
        />
      )}
    </Flex>
  );
}

interface DecisionDialogProps {
  verdict: Verdict;
  batches: Quarantined[];
  onClose: () => void;
  onDecided: () => void;
}

function DecisionDialog({ verdict, batches, onClose, onDecided }: DecisionDialogProps) {
  const { t, language } = useTexts(texts);
  const { message } = App.useApp();
  const client = useQueryClient();
  const [form] = Form.useForm<{ why: string }>();
  const findingText = useFindingText();
  const count = (value: number) => formatCount(value, language);
  const ids = batches.map(({ id }) => id);
  const decide = useMutation({
    mutationFn: async ({ why }: { why: string }) => {
      if (verdict === "release") {
        const { released, skipped } = await releaseQuarantined(ids, why);
        return { done: released.length, skipped: skipped.length };
      }
      const { dropped, skipped } = await dropQuarantined(ids, why);
      return { done: dropped.length, skipped: skipped.length };
    },
    onSuccess: ({ done, skipped }) => {
      const text = t(verdict === "release" ? "quarantine.released" : "quarantine.dropped", {
        batches: count(done),
      });
      void message.success(
        skipped > 0 ? `${text} ${t("quarantine.skipped", { batches: count(skipped) })}` : text,
      );
      onDecided();
    },
    onSettled: () => client.invalidateQueries({ queryKey: QUARANTINE_KEY }),
  });
  const rows = batches.reduce((sum, batch) => sum + batch.rows, 0);
  const findings = [...new Set(batches.flatMap((batch) => batch.findings.map(findingText)))];
  return (
    <FormDialog<{ why: string }>
      form={form}
      open
      title={t(`quarantine.${verdict}Title`, { batches: count(batches.length) })}
      hint={t(`quarantine.${verdict}Hint`, { rows: count(rows) })}
      okText={t(`quarantine.${verdict}`)}
      submitTestId="decide"
      mutation={decide}
      onSubmit={(values) => decide.mutate(values)}
      onClose={onClose}
    >
      <ul className="small">
        {findings.slice(0, MAX_FINDINGS).map((text) => (
          <li key={text}>{text}</li>
        ))}
        {findings.length > MAX_FINDINGS && <li>{`+${(findings.length - MAX_FINDINGS).toString()}`}</li>}
      </ul>
      <Form.Item
        name="why"
        label={t("quarantine.why")}
        rules={[{ required: true, whitespace: true, message: t("quarantine.whyMissing") }]}
      >
        <Input.TextArea maxLength={500} autoSize={{ minRows: 2 }} data-testid="why" />
      </Form.Item>
    </FormDialog>
  );
}
