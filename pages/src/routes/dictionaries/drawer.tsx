/** One dictionary: its versions, what a version changes, and its entries. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Flex, Select, Tag } from "antd";
import {
  type ChangeView,
  type DictionaryView,
  dictionaryChanges,
  dictionaryVersions,
  type VersionView,
} from "../../api/dictionaries.ts";
import { loadedItems } from "../../api/keyset.ts";
import { actorName } from "../../format/actors.ts";
import { useTexts } from "../../i18n/texts.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ListStatus } from "../../ui/list-status.tsx";
import { LoadMore } from "../../ui/load-more.tsx";
import { PermissionButton } from "../../ui/permission-button.tsx";
import { Loaded, SideDrawer } from "../../ui/side-drawer.tsx";
import { ExactTime } from "../../ui/time.tsx";
import { ChangeTable } from "./change-table.tsx";
import { Entries } from "./entries.tsx";
import { texts } from "./texts.ts";
import type { DictionaryActions } from "./use-dictionary-actions.ts";

interface DictionaryDrawerProps {
  dictionary: DictionaryView;
  /** The version that is looked at. */
  version: number | undefined;
  find: string | undefined;
  actions: DictionaryActions;
  onVersion: (version: number) => void;
  onFind: (words: string | undefined) => void;
  onClose: () => void;
}

export function DictionaryDrawer({
  dictionary,
  version,
  actions,
  onVersion,
  ...props
}: DictionaryDrawerProps) {
  const { t } = useTexts(texts);
  const { platform, kind, active, proposed } = dictionary;
  const versions = useQuery(dictionaryVersions(dictionary));
  const wanted = version ?? proposed?.version ?? active.version;
  return (
    <SideDrawer
      open
      onClose={props.onClose}
      title={`${t(`platform.${platform}`)} · ${t(`dictionaries.kind.${kind}`)}`}
      data-testid="dictionary-drawer"
    >
      <Loaded query={versions}>
        {({ items }) => {
          const looked = items.find((one) => one.version === wanted) ?? active;
          const against = looked.version === active.version ? active.against : active.version;
          return (
            <Flex vertical gap={16}>
              <Select<number>
                value={looked.version}
                onChange={onVersion}
                aria-label={t("dictionaries.versions")}
                options={items.map((one) => ({
                  value: one.version,
                  label: `${t("dictionaries.versionOf", { version: one.version })} · ${t(`dictionaries.state.${one.state}`)}`,
                }))}
                data-testid="choose-version"
              />
              <VersionLine dictionary={dictionary} version={looked} actions={actions} />
              {against !== looked.version && (
                <Changes dictionary={dictionary} from={against} to={looked.version} />
              )}
              <Entries
                dictionary={dictionary}
                version={looked.version}
                find={props.find}
                onFind={props.onFind}
              />
            </Flex>
          );
        }}
      </Loaded>
    </SideDrawer>
  );
}

const COLORS: Record<VersionView["state"], string> = {
  proposed: "error",
  active: "success",
  rejected: "default",
  superseded: "default",
};

interface VersionLineProps {
  dictionary: DictionaryView;
  version: VersionView;
  actions: DictionaryActions;
}

/** Shows the state of a version, and what can be decided about it. */
function VersionLine({ dictionary, version, actions }: VersionLineProps) {
  const { t } = useTexts(texts);
  const { state, loaded_at: loadedAt, loaded_by: loadedBy, decided_by: decidedBy } = version;
  const { added, removed, renamed, recoded } = version;
  const changes = t("dictionaries.counts", { added, removed, renamed, recoded });
  const nameOf = (actor: string) => (actor === "schedule" ? t("dictionaries.schedule") : actorName(actor));
  return (
    <div data-testid="dictionary-version">
      <Flex gap={8} align="center" wrap>
        <Tag color={COLORS[state]}>{t(`dictionaries.state.${state}`)}</Tag>
        {loadedAt === null ? (
          <span className="muted">{t("dictionaries.shipped")}</span>
        ) : (
          <span className="muted">
            {t("dictionaries.loaded")} <ExactTime at={loadedAt} />
            {loadedBy !== null && ` · ${nameOf(loadedBy)}`}
          </span>
        )}
        {decidedBy !== null && (
          <span className="muted">
            {t("dictionaries.by")} {nameOf(decidedBy)}
          </span>
        )}
      </Flex>
      <Flex gap={8}>
        {state !== "active" && (
          <PermissionButton
            route="POST /api/v1/dictionaries/{platform}/{kind}/versions/{version}/activate"
            type={state === "proposed" ? "primary" : "default"}
            onClick={() => actions.activate(dictionary, version, changes)}
            data-testid="activate-version"
          >
            {t("dictionaries.activate")}
          </PermissionButton>
        )}
        {state === "proposed" && (
          <PermissionButton
            route="POST /api/v1/dictionaries/{platform}/{kind}/versions/{version}/reject"
            danger
            onClick={() => actions.reject(dictionary, version)}
            data-testid="reject-version"
          >
            {t("dictionaries.reject")}
          </PermissionButton>
        )}
      </Flex>
    </div>
  );
}

function Changes({ dictionary, from, to }: { dictionary: DictionaryView; from: number; to: number }) {
  const { t } = useTexts(texts);
  const list = useInfiniteQuery(dictionaryChanges(dictionary, from, to));
  const rows = loadedItems<ChangeView>(list.data);
  const counts = list.data?.pages[0]?.counts;
  const empty = <EmptyState title={t("dictionaries.noChanges")} hint={t("dictionaries.noChangesHint")} />;
  return (
    <section>
      <h3 className="section-title">{t("dictionaries.changesOf", { from, to })}</h3>
      {counts && rows.length > 0 && <p className="muted">{t("dictionaries.counts", { ...counts })}</p>}
      <ListStatus list={list} empty={rows.length === 0 && empty} />
      {rows.length > 0 && (
        <>
          <ChangeTable rows={rows} />
          <LoadMore shown={rows.length} list={list} />
        </>
      )}
    </section>
  );
}
