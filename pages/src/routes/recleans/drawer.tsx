/** One run: its counts, what changes field by field, and examples. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Descriptions, Flex, Segmented } from "antd";
import type { RecleanCounts } from "../../../../shared/contracts/recleans.ts";
import { loadedItems } from "../../api/keyset.ts";
import { type ChangeKind, recleanChanges, recleanOf } from "../../api/recleans.ts";
import type { RecleanView } from "../../api/types.ts";
import { formatCount } from "../../format/numbers.ts";
import { useTexts } from "../../i18n/texts.ts";
import { ListStatus } from "../../ui/list-status.tsx";
import { LoadMore } from "../../ui/load-more.tsx";
import { ServerText } from "../../ui/server-text.tsx";
import { Loaded, SideDrawer } from "../../ui/side-drawer.tsx";
import { RunActions } from "./actions.tsx";
import { FieldBars } from "./fields.tsx";
import { RunState } from "./run-state.tsx";
import { CHANGE_KINDS, type RecleanSearch } from "./search.ts";
import { texts } from "./texts.ts";
import { ChangedValues } from "./values.tsx";

interface RecleanDrawerProps {
  search: RecleanSearch;
  onChange: (part: Partial<RecleanSearch>) => void;
}

export function RecleanDrawer({ search, onChange }: RecleanDrawerProps) {
  const { t } = useTexts(texts);
  return (
    <SideDrawer
      open={search.id !== undefined}
      title={t("nav.recleans")}
      onClose={() => onChange({ id: undefined, kind: undefined, field: undefined })}
      data-testid="reclean-drawer"
    >
      {search.id !== undefined && <Run id={search.id} search={search} onChange={onChange} />}
    </SideDrawer>
  );
}

const COUNTS: readonly (keyof RecleanCounts)[] = [
  "changed",
  "history",
  "unreadable",
  "moved",
  "written",
  "skipped",
  "restored",
];

function Run({ id, search: { kind = "changed", field }, onChange }: RecleanDrawerProps & { id: string }) {
  const { t, language } = useTexts(texts);
  const query = useQuery(recleanOf(id));
  return (
    <Loaded query={query}>
      {(run) => (
        <Flex vertical gap={16}>
          <Flex gap={8} justify="space-between" wrap>
            <RunState run={run} />
            <RunActions run={run} />
          </Flex>
          <Descriptions
            column={1}
            size="small"
            bordered
            items={[
              ...COUNTS.filter((name) => run.counts[name] > 0).map((name) => ({
                key: name,
                label: t(`recleans.count.${name}`),
                children: formatCount(run.counts[name], language),
              })),
              {
                key: "sample",
                label: t("recleans.sample"),
                children:
                  run.sample < 100 ? t("recleans.percent", { percent: run.sample }) : t("recleans.all"),
              },
              { key: "parser", label: t("recleans.parser"), children: run.parser_version },
            ]}
          />
          <h3>{t("recleans.fields")}</h3>
          <FieldBars
            fields={run.fields}
            chosen={field}
            onChoose={(chosen) => onChange({ kind: "changed", field: chosen })}
          />
          <h3>{t("recleans.examples")}</h3>
          <Segmented<ChangeKind>
            value={kind}
            onChange={(chosen) => onChange({ kind: chosen, field: undefined })}
            options={CHANGE_KINDS.map((value) => ({ value, label: t(`recleans.kind.${value}`) }))}
            aria-label={t("recleans.examples")}
          />
          <Examples run={run} kind={kind} field={field} />
        </Flex>
      )}
    </Loaded>
  );
}

function Examples({ run, kind, field }: { run: RecleanView; kind: ChangeKind; field: string | undefined }) {
  const { t } = useTexts(texts);
  const list = useInfiniteQuery(recleanChanges(run.id, kind, field));
  const items = loadedItems(list.data);
  return (
    <>
      <ListStatus
        list={list}
        empty={items.length === 0 && <p className="muted">{t("recleans.noExamples")}</p>}
      />
      {items.map((row) => (
        <div key={`${row.row_key} ${row.target} ${row.content_hash}`}>
          {run.data_type === "company" ? (
            row.row_key
          ) : (
            <Link to="/jobs" search={{ open: `${run.platform}:${row.row_key}` }}>
              {row.row_key}
            </Link>
          )}
          {row.reason === "" ? (
            <ChangedValues row={row} only={field} />
          ) : (
            <div className="small muted">
              <ServerText text={row.reason} />
            </div>
          )}
        </div>
      ))}
      {items.length > 0 && <LoadMore shown={items.length} list={list} />}
    </>
  );
}
