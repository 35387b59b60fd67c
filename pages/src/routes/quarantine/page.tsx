/** The quarantine: batches that are far off what is usual, which a person releases or drops. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { Flex, Segmented } from "antd";
import { lazy, Suspense, useState } from "react";
import { loadedItems } from "../../api/keyset.ts";
import { quarantineList } from "../../api/quality.ts";
import { useTexts } from "../../i18n/texts.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ListStatus } from "../../ui/list-status.tsx";
import { LoadMore } from "../../ui/load-more.tsx";
import { PageFrame } from "../../ui/page-frame.tsx";
import { PlatformSelect } from "../../ui/platform-select.tsx";
import { DecisionButtons } from "./decision-buttons.tsx";
import { type QuarantineSearch, readQuarantineSearch, STATE_FILTERS, type StateFilter } from "./search.ts";
import { QuarantineTable } from "./table.tsx";
import { texts } from "./texts.ts";

// It is loaded when a batch is first opened.
const BatchDrawer = lazy(async () => ({ default: (await import("./drawer.tsx")).BatchDrawer }));

const route = getRouteApi("/guarded/quarantine");

export function QuarantinePage() {
  const { t } = useTexts(texts);
  const { filter, state, platform, open } = readQuarantineSearch({ ...route.useSearch() });
  const navigate = route.useNavigate();
  const [selected, setSelected] = useState<string[]>([]);
  const go = (part: Partial<QuarantineSearch>) => {
    void navigate({ search: (before) => ({ ...before, ...part }), resetScroll: false });
  };
  const list = useInfiniteQuery(quarantineList(state, platform));
  const batches = loadedItems(list.data);
  const chosen = batches.filter(({ id, can_release }) => can_release && selected.includes(id));
  return (
    <PageFrame title={t("nav.quarantine")} testId="quarantine">
      <Flex vertical gap={16}>
        <p className="muted">{t("quarantine.intro")}</p>
        <Flex gap={8} wrap align="center">
          <Segmented<StateFilter>
            className="scrolls-x"
            value={filter}
            options={STATE_FILTERS.map((value) => ({ value, label: t(`quarantine.state.${value}`) }))}
            onChange={(value) => {
              setSelected([]);
              go({ state: value === "waiting" ? undefined : value });
            }}
            aria-label={t("quarantine.states")}
            data-testid="quarantine-states"
          />
          <PlatformSelect
            value={platform}
            allowClear
            placeholder={t("fields.platform")}
            aria-label={t("fields.platform")}
            onChange={(value) => go({ platform: value })}
          />
          {chosen.length > 0 && <DecisionButtons batches={chosen} onDecided={() => setSelected([])} />}
        </Flex>
        <ListStatus
          list={list}
          empty={
            batches.length === 0 && (
              <EmptyState title={t("quarantine.emptyTitle")} hint={t("quarantine.emptyHint")} />
            )
          }
        />
        {batches.length > 0 && (
          <>
            <QuarantineTable
              batches={batches}
              selected={selected}
              onSelect={setSelected}
              onOpen={(id) => go({ open: id })}
            />
            <LoadMore shown={batches.length} list={list} />
          </>
        )}
      </Flex>
      {open && (
        <Suspense>
          <BatchDrawer id={open} onClose={() => go({ open: undefined })} />
        </Suspense>
      )}
    </PageFrame>
  );
}
