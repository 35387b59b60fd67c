/** The terms of the dictionary: spelling, kind, skill, and how many postings have the skill. */
import { DownloadOutlined } from "@ant-design/icons";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button, Flex, type TableColumnsType, Tag } from "antd";
import type { SkillTerm } from "../../../../shared/contracts/skills.ts";
import { TAG_KINDS, TERM_SOURCES } from "../../../../shared/domain/skills/term.ts";
import { loadedItems } from "../../api/keyset.ts";
import { exportHref, type SkillFilter, skillTerms } from "../../api/skills.ts";
import { formatCount } from "../../format/numbers.ts";
import { useTexts } from "../../i18n/texts.ts";
import { actionsColumn, DataTable } from "../../ui/data-table.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { FilterBar, SearchField, SelectFilter } from "../../ui/filter-bar.tsx";
import { ListStatus } from "../../ui/list-status.tsx";
import { LoadMore } from "../../ui/load-more.tsx";
import { PermissionButton } from "../../ui/permission-button.tsx";
import { useLoadedPages } from "../../ui/use-loaded-pages.ts";
import { useWide } from "../../ui/use-wide.ts";
import { isFiltered } from "../search-values.ts";
import type { EditSubject } from "./edit-dialog.tsx";
import { ImportTerms } from "./import-terms.tsx";
import type { SkillSearch } from "./search.ts";
import { texts } from "./texts.ts";

const ROUTE = "POST /api/v1/skills/edits";

interface TermListProps {
  filter: SkillFilter;
  pages: number | undefined;
  onChange: (part: Partial<SkillSearch>, replace?: boolean) => void;
  onEdit: (subject: EditSubject) => void;
}

export function TermList({ filter, pages, onChange, onEdit }: TermListProps) {
  const { t } = useTexts(texts);
  const list = useInfiniteQuery(skillTerms(filter));
  const end = useLoadedPages(list, pages, (number) => onChange({ pages: number }, true));
  const terms = loadedItems(list.data);
  const filtered = isFiltered(filter);
  const clear = () => onChange({ text: undefined, kind: undefined, source: undefined, pages: undefined });
  const narrow = (part: Partial<SkillSearch>) => onChange({ ...part, pages: undefined });
  return (
    <>
      <FilterBar onClear={filtered ? clear : undefined}>
        <SearchField
          value={filter.text}
          label={t("skills.search")}
          onSearch={(text) => narrow({ text })}
          data-testid="skill-search"
        />
        <SelectFilter
          label={t("skills.kind")}
          placeholder={t("skills.anyKind")}
          value={filter.kind}
          options={TAG_KINDS.map((value) => ({ value, label: t(`skills.kinds.${value}`) }))}
          onChange={(kind) => narrow({ kind })}
          data-testid="skill-kind"
        />
        <SelectFilter
          label={t("skills.source")}
          placeholder={t("skills.anySource")}
          value={filter.source}
          options={TERM_SOURCES.map((value) => ({ value, label: t(`skills.sources.${value}`) }))}
          onChange={(source) => narrow({ source })}
          data-testid="skill-source"
        />
        <Button icon={<DownloadOutlined />} href={exportHref(filter)} data-testid="skill-export">
          {t("skills.export")}
        </Button>
        <ImportTerms />
      </FilterBar>
      <ListStatus
        list={list}
        empty={
          terms.length === 0 && (
            <EmptyState title={t("skills.emptyTitle")} hint={t("skills.emptyHint")}>
              {filtered && <Button onClick={clear}>{t("app.reset")}</Button>}
            </EmptyState>
          )
        }
      />
      {terms.length > 0 && (
        <>
          <TermTable terms={terms} onEdit={onEdit} />
          <LoadMore shown={terms.length} list={end} />
        </>
      )}
    </>
  );
}

function TermTable({ terms, onEdit }: { terms: SkillTerm[]; onEdit: (subject: EditSubject) => void }) {
  const { t, language } = useTexts(texts);
  const wide = useWide();
  const columns: TableColumnsType<SkillTerm> = [
    {
      title: t("skills.spelling"),
      key: "text",
      render: (_, term) => (
        <div className="cell">
          <span className="strong">{term.text}</span>{" "}
          {term.in_text !== "no" && <Tag>{t(`skills.inText.${term.in_text}`)}</Tag>}
          {!wide && <div className="small muted">{t(`skills.kinds.${term.kind}`)}</div>}
        </div>
      ),
    },
    {
      title: t("skills.kind"),
      key: "kind",
      width: 120,
      hidden: !wide,
      render: (_, { kind }) => t(`skills.kinds.${kind}`),
    },
    {
      title: t("skills.skill"),
      key: "skill",
      render: (_, { skill, postings }) =>
        skill === null ? (
          <span className="muted">{t("app.none")}</span>
        ) : (
          <Link to="/jobs" search={{ skill: [skill] }}>
            {skill} {postings !== null && <span className="muted">({formatCount(postings, language)})</span>}
          </Link>
        ),
    },
    {
      title: t("skills.source"),
      key: "source",
      width: 120,
      hidden: !wide,
      render: (_, { source }) => (
        <Tag color={source === "base" ? undefined : "processing"}>{t(`skills.sources.${source}`)}</Tag>
      ),
    },
    actionsColumn({
      width: 230,
      hasTitle: wide,
      render: ({ text, skill, kind, source, in_text }) => (
        <Flex gap={4} justify="end" wrap>
          <PermissionButton
            route={ROUTE}
            size="small"
            onClick={() => onEdit({ action: "set", text, kind, skill, in_text })}
            data-testid="edit-term"
          >
            {t("skills.edit")}
          </PermissionButton>
          {skill !== null && (
            <PermissionButton
              route={ROUTE}
              size="small"
              onClick={() => onEdit({ action: "rename", skill })}
              data-testid="rename-skill"
            >
              {t("skills.rename")}
            </PermissionButton>
          )}
          {source !== "removed" && (
            <PermissionButton
              route={ROUTE}
              size="small"
              danger
              onClick={() => onEdit({ action: "remove", text })}
              data-testid="remove-term"
            >
              {t("skills.remove")}
            </PermissionButton>
          )}
        </Flex>
      ),
    }),
  ];
  return (
    <DataTable<SkillTerm>
      rowKey="key"
      label={t("nav.skills")}
      testId="term-table"
      columns={columns}
      dataSource={terms}
      hasStickyHead
    />
  );
}
