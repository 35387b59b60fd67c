/** The bar above the list says how many postings there are, and chooses their order and the columns. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Button, Checkbox, Select } from "antd";
import { useState } from "react";
import type { JobFilter } from "../../../../shared/contracts/job-filter.ts";
import { JOB_SORTS, type JobSort } from "../../../../shared/contracts/job-sorts.ts";
import { jobCount } from "../../api/jobs.ts";
import { formatCount } from "../../format/numbers.ts";
import { useTexts } from "../../i18n/texts.ts";
import { RelativeTime } from "../../ui/time.tsx";
import { useWide } from "../../ui/use-wide.ts";
import { COLUMNS, type ColumnName } from "./columns.ts";
import { texts } from "./texts.ts";

interface JobToolbarProps {
  filter: JobFilter;
  sort: JobSort;
  columns: readonly ColumnName[];
  onSort: (sort: JobSort) => void;
  onColumns: (columns: ColumnName[]) => void;
  onFilter: (part: Partial<JobFilter>) => void;
}

export function JobToolbar({ filter, sort, columns, onSort, onColumns, onFilter }: JobToolbarProps) {
  const { t } = useTexts(texts);
  const wide = useWide();
  return (
    <div className="list-head">
      <JobCount key={JSON.stringify(filter)} filter={filter} />
      <Checkbox
        checked={filter.duplicates === "exclude"}
        onChange={({ target }) => onFilter({ duplicates: target.checked ? "exclude" : undefined })}
        data-testid="once"
      >
        {t("jobs.once")}
      </Checkbox>
      <Select<JobSort>
        value={sort}
        onChange={onSort}
        aria-label={t("jobs.sort")}
        popupMatchSelectWidth={false}
        options={JOB_SORTS.map((value) => ({ value, label: t(`jobs.sorts.${value}`) }))}
        data-testid="sort"
      />
      {wide && (
        <Select<ColumnName[]>
          mode="multiple"
          value={[...columns]}
          onChange={(chosen) => onColumns(COLUMNS.filter((name) => chosen.includes(name)))}
          aria-label={t("jobs.columns")}
          maxTagCount={0}
          maxTagPlaceholder={t("jobs.columns")}
          showSearch={false}
          popupMatchSelectWidth={false}
          options={COLUMNS.map((value) => ({ value, label: t(`jobs.column.${value}`) }))}
          data-testid="columns"
        />
      )}
    </div>
  );
}

function JobCount({ filter }: { filter: JobFilter }) {
  const { t, language } = useTexts(texts);
  const [isExact, setExact] = useState(false);
  const { data, isFetching } = useQuery({
    ...jobCount(filter, isExact),
    placeholderData: keepPreviousData,
  });
  if (!data) return <span className="list-count muted" data-testid="count" />;
  const number = formatCount(data.value, language);
  return (
    <span className="list-count" role="status">
      <strong data-testid="count">{t(data.exact ? "jobs.count" : "jobs.countOver", { number })}</strong>
      {!data.exact && !isExact && (
        <Button
          type="link"
          size="small"
          loading={isFetching && isExact}
          onClick={() => setExact(true)}
          data-testid="count-exactly"
        >
          {t("jobs.countExactly")}
        </Button>
      )}
      {data.as_of !== null && (
        <span className="small muted">
          {" "}
          {t("jobs.asOf")} <RelativeTime at={data.as_of} />
        </span>
      )}
    </span>
  );
}
