/** The dialog of a new export: what, which, in which format; sent at once or made as a file. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, App, Button, Flex, Form, Input, Modal, Select, Tag } from "antd";
import { useState } from "react";
import {
  EXPORT_FORMATS,
  EXPORT_SUBJECTS,
  type ExportFormat,
  type ExportSubject,
  MAX_STREAM_ROWS,
} from "../../../../shared/contracts/exports.ts";
import type { Platform } from "../../../../shared/contracts/platform.ts";
import { PLATFORMS } from "../../../../shared/contracts/vocabulary.ts";
import {
  createExport,
  EXPORTS_KEY,
  type ExportFilter,
  exportColumns,
  exportCount,
  type NewExport,
  readFilter,
  rowsAddress,
  writeFilter,
} from "../../api/exports.ts";
import { useCan, useMe } from "../../auth/me.ts";
import { formatCount } from "../../format/numbers.ts";
import { useTexts } from "../../i18n/texts.ts";
import { CitySelect } from "../../ui/city-select.tsx";
import { ErrorPanel } from "../../ui/error-panel.tsx";
import { texts as filterTexts } from "../../ui/job-filter/texts.ts";
import { memberText } from "./filter-text.ts";
import { texts } from "./texts.ts";

interface NewExportProps {
  subject: ExportSubject;
  /** Query string of the API. */
  filter: string;
  onChange: (part: { new?: ExportSubject; filter?: string }) => void;
  onClose: () => void;
}

/** Members with a field of their own in this dialog; others come from the list that is exported, as tags. */
const WITH_FIELD: ReadonlySet<string> = new Set(["platform", "city", "text", "from", "to"]);

export function NewExportDialog({ subject, filter: query, onChange, onClose }: NewExportProps) {
  const { t } = useTexts(texts);
  const { message } = App.useApp();
  const { sees_recruiters: seesRecruiters } = useMe();
  const can = useCan();
  const client = useQueryClient();
  const [format, setFormat] = useState<ExportFormat>("xlsx");
  const [columns, setColumns] = useState<string[]>([]);
  const filter = readFilter(query);
  const count = useQuery(exportCount(subject, query));
  const known = useQuery(exportColumns(subject));
  const wanted: NewExport = { subject, format, filter, ...(columns.length > 0 && { columns }) };
  const create = useMutation({
    mutationFn: () => createExport(wanted),
    onSuccess: () => {
      void message.success(t("exports.begun"));
      onClose();
      return client.invalidateQueries({ queryKey: EXPORTS_KEY });
    },
  });
  const set = (part: ExportFilter) => onChange({ filter: writeFilter({ ...filter, ...part }) || undefined });
  const tooMany = (count.data?.rows ?? 0) > MAX_STREAM_ROWS;

  return (
    <Modal
      open
      title={t("exports.addTitle")}
      onCancel={onClose}
      footer={
        <Flex gap={8} justify="end" wrap>
          {can("GET /api/v1/exports/rows") && (
            <Button
              href={tooMany ? undefined : rowsAddress(wanted)}
              download
              disabled={tooMany}
              onClick={() => void message.info(t("exports.downloadStarted"))}
              data-testid="export-now"
            >
              {t("exports.download")}
            </Button>
          )}
          <Button
            type="primary"
            loading={create.isPending}
            onClick={() => create.mutate()}
            data-testid="export-file"
          >
            {t("exports.makeFile")}
          </Button>
        </Flex>
      }
    >
      {create.error !== null && <ErrorPanel error={create.error} title={t("errors.action")} />}
      <Form layout="vertical" component="div">
        <Form.Item label={t("exports.what")} htmlFor="export-subject">
          <Select<ExportSubject>
            id="export-subject"
            value={subject}
            onChange={(chosen) => {
              setColumns([]);
              onChange({ new: chosen, filter: undefined });
            }}
            options={EXPORT_SUBJECTS.map((value) => ({ value, label: t(`exports.subject.${value}`) }))}
            data-testid="export-subject"
          />
        </Form.Item>
        <FilterFields subject={subject} filter={filter} onChange={set} />
        <Form.Item
          label={t("exports.format")}
          htmlFor="export-format"
          extra={t(`exports.formatHint.${format}`)}
        >
          <Select<ExportFormat>
            id="export-format"
            value={format}
            onChange={setFormat}
            options={EXPORT_FORMATS.map((value) => ({ value, label: t(`exports.formatOf.${value}`) }))}
            data-testid="export-format"
          />
        </Form.Item>
        <Form.Item label={t("exports.columns")} htmlFor="export-columns" extra={t("exports.columnsHint")}>
          <Select<string[]>
            id="export-columns"
            mode="multiple"
            value={columns}
            onChange={setColumns}
            loading={known.isLoading}
            placeholder={t("exports.usualColumns")}
            options={known.data?.items.map(({ name, comment }) => ({
              value: name,
              label: name,
              title: comment,
            }))}
            allowClear
            data-testid="export-columns"
          />
        </Form.Item>
      </Form>
      <Flex vertical gap={8}>
        <RowsNote count={count} />
        {tooMany && <Alert type="info" title={t("exports.tooMany", { max: String(MAX_STREAM_ROWS) })} />}
        {!seesRecruiters && <Alert type="info" title={t("exports.masked")} />}
      </Flex>
    </Modal>
  );
}

function RowsNote({ count }: { count: { data: { rows: number } | undefined; error: unknown } }) {
  const { t, language } = useTexts(texts);
  if (count.error !== null && count.data === undefined)
    return <ErrorPanel error={count.error} title={t("exports.rowsFailed")} />;
  if (!count.data) return <span className="muted">{t("app.loading")}</span>;
  return (
    <span role="status" data-testid="export-rows">
      {t("exports.rows", { rows: formatCount(count.data.rows, language) })}
    </span>
  );
}

interface FilterFieldsProps {
  subject: ExportSubject;
  filter: ExportFilter;
  onChange: (part: ExportFilter) => void;
}

const listOf = (value: string | string[] | undefined): string[] => [value ?? []].flat();
const textOf = (value: string | string[] | undefined): string => listOf(value)[0] ?? "";

function FilterFields({ subject, filter, onChange }: FilterFieldsProps) {
  const { t, language } = useTexts(texts, filterTexts);
  const others = Object.entries(filter).filter(([name]) => !WITH_FIELD.has(name));
  const day = (name: "from" | "to") => (
    <Form.Item label={t(`exports.${name}`)} htmlFor={`export-${name}`}>
      <Input
        id={`export-${name}`}
        type="date"
        value={textOf(filter[name])}
        onChange={({ target }) => onChange({ [name]: target.value })}
      />
    </Form.Item>
  );
  return (
    <>
      <Form.Item label={t("fields.platform")} htmlFor="export-platform">
        <Select<Platform[]>
          id="export-platform"
          mode="multiple"
          value={listOf(filter.platform) as Platform[]}
          onChange={(platform) => onChange({ platform })}
          options={PLATFORMS.map((value) => ({ value, label: t(`platform.${value}`) }))}
          placeholder={t("filters.allPlatforms")}
          data-testid="export-platform"
        />
      </Form.Item>
      <Form.Item label={t("exports.city")} htmlFor="export-city">
        <CitySelect<string[]>
          id="export-city"
          mode="multiple"
          value={listOf(filter.city)}
          onChange={(city) => onChange({ city })}
          placeholder={t("exports.anyCity")}
        />
      </Form.Item>
      <Form.Item label={t("exports.text")} htmlFor="export-text" extra={t("exports.textHint")}>
        <Input.Search
          key={textOf(filter.text)}
          id="export-text"
          defaultValue={textOf(filter.text)}
          maxLength={200}
          allowClear
          onSearch={(text) => onChange({ text: text.trim() })}
          data-testid="export-text"
        />
      </Form.Item>
      {subject === "jobs" && (
        <Flex gap={16} wrap>
          {day("from")}
          {day("to")}
        </Flex>
      )}
      {others.length > 0 && (
        <Form.Item label={t("exports.more")}>
          <Flex gap={4} wrap>
            {others.map(([name, value]) => (
              <Tag key={name} closable onClose={() => onChange({ [name]: "" })}>
                {memberText(name, listOf(value), t, language)}
              </Tag>
            ))}
          </Flex>
        </Form.Item>
      )}
    </>
  );
}
