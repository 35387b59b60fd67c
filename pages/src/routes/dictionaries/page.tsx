/** The dictionaries page: the sites' codes with their versions and alarms, and which platform lists which city. */
import { CloudDownloadOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { Alert, Button, Flex, Segmented } from "antd";
import { lazy, Suspense } from "react";
import { type DictionaryView, dictionaryList } from "../../api/dictionaries.ts";
import { useTexts } from "../../i18n/texts.ts";
import { ListStatus } from "../../ui/list-status.tsx";
import { PageFrame } from "../../ui/page-frame.tsx";
import { PermissionButton } from "../../ui/permission-button.tsx";
import { Divisions } from "./divisions.tsx";
import { type DictionariesSearch, type DictionaryPageView, readDictionariesSearch, VIEWS } from "./search.ts";
import { DictionaryTable } from "./table.tsx";
import { texts } from "./texts.ts";
import { useDictionaryActions } from "./use-dictionary-actions.ts";

// It is loaded when a dictionary is first opened.
const DictionaryDrawer = lazy(async () => ({ default: (await import("./drawer.tsx")).DictionaryDrawer }));

const route = getRouteApi("/guarded/dictionaries");

export function DictionariesPage() {
  const { t } = useTexts(texts);
  const { view, lacking, pages, open, version, find } = readDictionariesSearch({ ...route.useSearch() });
  const navigate = route.useNavigate();
  const go = (part: Partial<DictionariesSearch>, replace = false) =>
    void navigate({ search: (before) => ({ ...before, ...part }), replace, resetScroll: false });
  const list = useQuery(dictionaryList);
  const actions = useDictionaryActions();
  const look = ({ platform, kind }: Pick<DictionaryView, "platform" | "kind">) =>
    go({ open: `${platform}:${kind}`, version: undefined, find: undefined });
  const opened = list.data?.dictionaries.find(
    ({ platform, kind }) => platform === open?.platform && kind === open.kind,
  );
  return (
    <PageFrame
      title={t("nav.dictionaries")}
      testId="dictionaries"
      actions={
        <PermissionButton
          route="POST /api/v1/dictionaries/load"
          icon={<CloudDownloadOutlined />}
          loading={actions.isLoading}
          onClick={actions.load}
          data-testid="load-dictionaries"
        >
          {t("dictionaries.load")}
        </PermissionButton>
      }
    >
      <Flex vertical gap={16}>
        <p className="muted">{t("dictionaries.intro")}</p>
        {list.data?.dictionaries.map((row) => (
          <Drift key={`${row.platform}:${row.kind}`} row={row} onLook={() => look(row)} />
        ))}
        <Segmented<DictionaryPageView>
          value={view}
          options={VIEWS.map((value) => ({ value, label: t(`dictionaries.view.${value}`) }))}
          onChange={(chosen) =>
            go({ view: chosen === "dictionaries" ? undefined : chosen, pages: undefined, lacking: undefined })
          }
          aria-label={t("dictionaries.views")}
          data-testid="dictionary-views"
        />
        {view === "divisions" ? (
          <Divisions
            lacking={lacking}
            pages={pages}
            onLacking={(platform) => go({ lacking: platform, pages: undefined })}
            onPages={(number) => go({ pages: number }, true)}
          />
        ) : (
          <>
            <ListStatus list={list} />
            {list.data && (
              <DictionaryTable dictionaries={list.data.dictionaries} loads={list.data.loads} onOpen={look} />
            )}
          </>
        )}
      </Flex>
      {opened && (
        <Suspense>
          <DictionaryDrawer
            dictionary={opened}
            version={version}
            find={find}
            actions={actions}
            onVersion={(chosen) => go({ version: chosen }, true)}
            onFind={(words) => go({ find: words }, true)}
            onClose={() => go({ open: undefined, version: undefined, find: undefined })}
          />
        </Suspense>
      )}
    </PageFrame>
  );
}

/** The drift alarm of one dictionary. */
function Drift({ row, onLook }: { row: DictionaryView; onLook: () => void }) {
  const { t } = useTexts(texts);
  const { platform, kind, active, proposed } = row;
  if (!proposed) return null;
  const { added, removed, renamed, recoded } = proposed;
  return (
    <Alert
      type="error"
      showIcon
      title={t("dictionaries.alarmTitle")}
      description={t("dictionaries.alarmHint", {
        platform: t(`platform.${platform}`),
        kind: t(`dictionaries.kind.${kind}`),
        changes: t("dictionaries.counts", { added, removed, renamed, recoded }),
        active: active.version,
      })}
      action={
        <Button size="small" onClick={onLook} data-testid="look-at-drift">
          {t("dictionaries.look")}
        </Button>
      }
      data-testid="drift-alarm"
    />
  );
}
