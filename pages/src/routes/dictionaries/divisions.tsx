/** The cities of the official list, with their code on each platform. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Flex, type TableColumnsType, Tag } from "antd";
import type { Platform } from "../../../../shared/contracts/platform.ts";
import { PLATFORMS } from "../../../../shared/contracts/vocabulary.ts";
import { type DivisionView, divisionCoverage } from "../../api/dictionaries.ts";
import { loadedItems } from "../../api/keyset.ts";
import { formatCount } from "../../format/numbers.ts";
import { useTexts } from "../../i18n/texts.ts";
import { DataTable } from "../../ui/data-table.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { FilterBar, SelectFilter } from "../../ui/filter-bar.tsx";
import { ListStatus } from "../../ui/list-status.tsx";
import { LoadMore } from "../../ui/load-more.tsx";
import { useLoadedPages } from "../../ui/use-loaded-pages.ts";
import { texts } from "./texts.ts";

interface DivisionsProps {
  lacking: Platform | undefined;
  /** Pages that the address asks for. */
  pages: number | undefined;
  onLacking: (platform: Platform | undefined) => void;
  onPages: (pages: number) => void;
}

export function Divisions({ lacking, pages, onLacking, onPages }: DivisionsProps) {
  const { t, language } = useTexts(texts);
  const list = useInfiniteQuery(divisionCoverage(lacking));
  const end = useLoadedPages(list, pages, onPages);
  const rows = loadedItems<DivisionView>(list.data);
  const first = list.data?.pages[0];
  const columns: TableColumnsType<DivisionView> = [
    {
      title: t("fields.city"),
      key: "city",
      width: 170,
      render: (_, { city, province }) => (
        <>
          <span className="strong">{city}</span>
          <div className="small muted">{province}</div>
        </>
      ),
    },
    {
      title: t("dictionaries.division"),
      key: "division",
      width: 130,
      render: (_, { division_code: code }) => code ?? <span className="muted">{t("app.none")}</span>,
    },
    ...PLATFORMS.map((platform) => ({
      title: t(`platform.${platform}`),
      key: platform,
      render: (_: unknown, { codes }: DivisionView) =>
        codes[platform] ?? <Tag color="warning">{t("dictionaries.notListed")}</Tag>,
    })),
  ];
  return (
    <>
      {first && (
        <p className="muted" data-testid="division-intro">
          {t("dictionaries.divisionIntro", {
            total: formatCount(first.total, language),
            listed: PLATFORMS.map((platform) =>
              t("dictionaries.listedOn", {
                platform: t(`platform.${platform}`),
                count: formatCount(first.listed[platform] ?? 0, language),
              }),
            ).join(" · "),
          })}
        </p>
      )}
      <FilterBar onClear={lacking && (() => onLacking(undefined))}>
        <SelectFilter<Platform>
          label={t("dictionaries.lacking")}
          placeholder={t("dictionaries.anywhere")}
          value={lacking}
          options={PLATFORMS.map((platform) => ({
            value: platform,
            label: t("dictionaries.lackingOn", { platform: t(`platform.${platform}`) }),
          }))}
          onChange={onLacking}
          data-testid="filter-lacking"
        />
      </FilterBar>
      <ListStatus
        list={list}
        empty={
          rows.length === 0 && (
            <EmptyState title={t("dictionaries.allListed")} hint={t("dictionaries.allListedHint")} />
          )
        }
      />
      {rows.length > 0 && (
        <>
          <DataTable<DivisionView>
            label={t("dictionaries.divisionTable")}
            testId="division-table"
            hasStickyHead
            rowKey="city"
            columns={columns}
            dataSource={rows}
          />
          <LoadMore shown={rows.length} list={end} />
        </>
      )}
      {first && first.unofficial.length > 0 && (
        <section>
          <h3 className="section-title">{t("dictionaries.unofficial")}</h3>
          <Flex gap={4} wrap>
            {first.unofficial.map(({ platform, name, code }) => (
              <Tag key={`${platform}:${code}`}>
                {t(`platform.${platform}`)} · {name}
              </Tag>
            ))}
          </Flex>
        </section>
      )}
    </>
  );
}
