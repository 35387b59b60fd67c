/** The schedules page: what runs by the clock, when next, and how its last slots ended. */
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { Flex, Segmented } from "antd";
import { lazy, Suspense } from "react";
import { type Hours, scheduleList, scheduleStrips } from "../../api/schedules.ts";
import { useTexts } from "../../i18n/texts.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ListStatus } from "../../ui/list-status.tsx";
import { PageFrame } from "../../ui/page-frame.tsx";
import { AddButton } from "../../ui/permission-button.tsx";
import { readScheduleSearch, type ScheduleSearch } from "./search.ts";
import { StripLegend } from "./strip.tsx";
import { ScheduleTable } from "./table.tsx";
import { texts } from "./texts.ts";
import { useScheduleActions } from "./use-schedule-actions.ts";

const route = getRouteApi("/guarded/schedules");
const ScheduleDrawer = lazy(() =>
  import("./drawer.tsx").then((module) => ({ default: module.ScheduleDrawer })),
);
const EditDialog = lazy(() => import("./edit-dialog.tsx").then((module) => ({ default: module.EditDialog })));

export function SchedulesPage() {
  const { t } = useTexts(texts);
  const { id, hours = "48", status, new: isNew, edit } = readScheduleSearch({ ...route.useSearch() });
  const navigate = route.useNavigate();
  const change = (part: Partial<ScheduleSearch>) =>
    void navigate({ search: (before) => ({ ...before, ...part }), resetScroll: false });
  const list = useQuery(scheduleList);
  const strips = useQuery(scheduleStrips(hours));
  const actions = useScheduleActions((name) => change({ id: name, edit: true }));
  const items = list.data?.items ?? [];
  const opened = items.find(({ name }) => name === id);
  const add = (
    <AddButton
      route="POST /api/v1/schedules"
      onClick={() => change({ new: true })}
      data-testid="add-schedule"
    >
      {t("schedules.add")}
    </AddButton>
  );
  return (
    <PageFrame title={t("nav.schedules")} testId="schedules" actions={add}>
      <p className="muted">{t("schedules.hint")}</p>
      <ListStatus
        list={list}
        empty={
          items.length === 0 && (
            <EmptyState title={t("schedules.emptyTitle")} hint={t("schedules.emptyHint")} />
          )
        }
      />
      {items.length > 0 && (
        <>
          <Flex gap={16} justify="space-between" align="center" wrap>
            <StripLegend />
            <Segmented<Hours>
              value={hours}
              onChange={(value) => change({ hours: value === "48" ? undefined : value })}
              options={[
                { value: "48", label: t("schedules.lastHours") },
                { value: "168", label: t("schedules.lastDays") },
              ]}
              aria-label={t("schedules.span")}
            />
          </Flex>
          <ScheduleTable
            items={items}
            strips={strips.data}
            actions={actions}
            onOpen={(name) => change({ id: name, status: undefined })}
          />
        </>
      )}
      <Suspense>
        {opened && (
          <ScheduleDrawer
            schedule={opened}
            strips={strips.data}
            status={status}
            actions={actions}
            onStatus={(wanted) => change({ status: wanted })}
            onClose={() => change({ id: undefined, status: undefined })}
          />
        )}
        {(isNew || (edit && opened)) && (
          <EditDialog
            schedule={isNew ? null : (opened ?? null)}
            onClose={() => change({ new: undefined, edit: undefined })}
          />
        )}
      </Suspense>
    </PageFrame>
  );
}
