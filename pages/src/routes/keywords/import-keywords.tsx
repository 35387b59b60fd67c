/** Imports keywords from a CSV file and shows the result of its rows. */
import { InboxOutlined } from "@ant-design/icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Flex, Modal, Spin, Statistic, Upload } from "antd";
import type { CodedProblem } from "../../../../shared/errors/reasons.ts";
import { ApiFailure } from "../../api/failure.ts";
import { importKeywords, refreshKeywords } from "../../api/keywords.ts";
import type { AcceptedKeywords } from "../../api/types.ts";
import { formatCount } from "../../format/numbers.ts";
import { useTexts } from "../../i18n/texts.ts";
import { ErrorPanel } from "../../ui/error-panel.tsx";
import { RejectedRows } from "./rejected-rows.tsx";
import { texts } from "./texts.ts";

interface ImportKeywordsProps {
  open: boolean;
  onClose: () => void;
}

export function ImportKeywords({ open, onClose }: ImportKeywordsProps) {
  const { t } = useTexts(texts);
  const client = useQueryClient();
  const send = useMutation({
    mutationFn: importKeywords,
    onSuccess: () => void refreshKeywords(client),
  });
  const rejectedRows = send.error instanceof ApiFailure ? send.error.problems : [];

  return (
    <Modal
      open={open}
      title={t("keywords.importTitle")}
      width={640}
      onCancel={onClose}
      footer={
        <Flex gap={8} justify="flex-end">
          {(send.data || send.error) && (
            <Button onClick={send.reset} data-testid="import-another">
              {t("keywords.importAnother")}
            </Button>
          )}
          <Button type={send.data ? "primary" : "default"} onClick={onClose} data-testid="import-close">
            {t("app.close")}
          </Button>
        </Flex>
      }
    >
      <Flex vertical gap={16} data-testid="import-dialog">
        {send.isIdle && (
          <>
            <span className="muted">{t("keywords.importHint")}</span>
            <Upload.Dragger
              accept=".csv,text/csv"
              showUploadList={false}
              beforeUpload={(file) => {
                send.mutate(file);
                return false;
              }}
            >
              <InboxOutlined className="upload-icon" />
              <p>{t("keywords.importDrop")}</p>
            </Upload.Dragger>
          </>
        )}
        {send.isPending && (
          <Spin description={t("keywords.importing", { file: send.variables.name })}>
            <div className="import-wait" />
          </Spin>
        )}
        {send.error && (
          <ErrorPanel
            error={
              // The table below shows the rows.
              rejectedRows.length > 0 && send.error instanceof ApiFailure
                ? new ApiFailure(send.error.code, send.error.status, send.error.message, send.error.requestId)
                : send.error
            }
            title={t("errors.action")}
          />
        )}
        {rejectedRows.length > 0 && <RejectedLines problems={rejectedRows} />}
        {send.data && <Outcome result={send.data} />}
      </Flex>
    </Modal>
  );
}

function Outcome({ result }: { result: AcceptedKeywords }) {
  const { t, language } = useTexts(texts);
  const count = (value: number) => formatCount(value, language);
  return (
    <>
      <div className="import-counts" role="status" data-testid="import-result">
        <Statistic title={t("keywords.importCreated")} formatter={() => count(result.created)} />
        <Statistic title={t("keywords.importExisting")} formatter={() => count(result.exists)} />
        <Statistic title={t("keywords.importRestored")} formatter={() => count(result.restored)} />
        <Statistic title={t("keywords.importBad")} formatter={() => count(result.rejected)} />
      </div>
      {result.problems.length === 0 ? (
        <Alert type="success" showIcon title={t("keywords.importAllGood")} />
      ) : (
        <>
          <Alert type="warning" showIcon title={t("keywords.importBadHint")} />
          <RejectedLines problems={result.problems} />
        </>
      )}
    </>
  );
}

function RejectedLines({ problems }: { problems: CodedProblem[] }) {
  const { t, language } = useTexts(texts);
  return (
    <RejectedRows
      problems={problems}
      placeTitle={t("keywords.line")}
      placeOf={({ line }) => (line === undefined ? t("app.none") : formatCount(line, language))}
    />
  );
}
