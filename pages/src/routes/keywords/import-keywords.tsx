/** Imports keywords from a CSV file or a workbook: what is wrong in it is shown before anything is stored. */
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
  const { t, language } = useTexts(texts);
  const client = useQueryClient();
  const check = useMutation({ mutationFn: (file: File) => importKeywords(file, true) });
  const store = useMutation({
    mutationFn: (file: File) => importKeywords(file, false),
    onSuccess: () => void refreshKeywords(client),
  });
  const send = store.isIdle ? check : store;
  const reset = () => {
    store.reset();
    check.reset();
  };
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
            <Button onClick={reset} data-testid="import-another">
              {t("keywords.importAnother")}
            </Button>
          )}
          <Button type={store.data ? "primary" : "default"} onClick={onClose} data-testid="import-close">
            {t("app.close")}
          </Button>
          {store.isIdle && check.data && (
            <Button type="primary" onClick={() => store.mutate(check.variables)} data-testid="import-store">
              {t("keywords.importStore", { count: formatCount(check.data.valid, language) })}
            </Button>
          )}
        </Flex>
      }
    >
      <Flex vertical gap={16} data-testid="import-dialog">
        {send.isIdle && (
          <>
            <span className="muted">{t("keywords.importHint")}</span>
            <Upload.Dragger
              accept=".csv,.xlsx,text/csv"
              showUploadList={false}
              beforeUpload={(file) => {
                check.mutate(file);
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
        {store.isIdle && check.data && <Preview result={check.data} />}
        {store.data && <Outcome result={store.data} />}
      </Flex>
    </Modal>
  );
}

/** Shows how many rows would be stored and which would not; nothing is stored yet. */
function Preview({ result }: { result: AcceptedKeywords }) {
  const { t, language } = useTexts(texts);
  const count = (value: number) => formatCount(value, language);
  return (
    <>
      <div className="import-counts" role="status" data-testid="import-preview">
        <Statistic title={t("keywords.importValid")} formatter={() => count(result.valid)} />
        <Statistic title={t("keywords.importBad")} formatter={() => count(result.rejected)} />
      </div>
      {result.problems.length > 0 && (
        <>
          <Alert type="warning" showIcon title={t("keywords.importPreviewHint")} />
          <RejectedLines problems={result.problems} />
        </>
      )}
    </>
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
