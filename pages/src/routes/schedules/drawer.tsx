/** One schedule: its next slots, how the last ones ended and why, its policy, and its backfills. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Flex, type TableColumnsType, Tabs } from "antd";
import { SLOT_STATUSES, type SlotStatus } from "../../../../shared/contracts/schedule.ts";
import { loadedItems } from "../../api/keyset.ts";
import { scheduleSlots } from "../../api/schedules.ts";
import type { ScheduleStrips, ScheduleView, SlotView } from "../../api/types.ts";
import { formatCount } from "../../format/numbers.ts";
import { formatDateTime, formatDuration, formatZonedTime } from "../../format/times.ts";
import { useTexts } from "../../i18n/texts.ts";
import { DataTable } from "../../ui/data-table.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { FactTable } from "../../ui/fact-table.tsx";
import { FilterBar, SelectFilter } from "../../ui/filter-bar.tsx";
import { ListStatus } from "../../ui/list-status.tsx";
import { LoadMore } from "../../ui/load-more.tsx";
import { PermissionButton } from "../../ui/permission-button.tsx";
import { SideDrawer } from "../../ui/side-drawer.tsx";
import { ExactTime } from "../../ui/time.tsx";
import { Backfills } from "./backfills.tsx";
import { DryRun, hasDryRun } from "./dry-run.tsx";
import { SlotReasonText, SlotTag } from "./slot-tag.tsx";
import { KINDS, SlotStrip } from "./strip.tsx";
import { ScheduleState } from "./table.tsx";
import { texts } from "./texts.ts";
import { TimesText } from "./times.tsx";
import { useScheduleTitle } from "./title.ts";
import type { ScheduleActions } from "./use-schedule-actions.ts";

interface ScheduleDrawerProps {
  schedule: ScheduleView;
  strips: ScheduleStrips | undefined;
  status: SlotStatus | undefined;
  actions: ScheduleActions;
  onStatus: (status: SlotStatus | undefined) => void;
  onClose: () => void;
}

export function ScheduleDrawer({
  schedule,
  strips,
  status,
  actions,
  onStatus,
  onClose,
}: ScheduleDrawerProps) {
  const { t } = useTexts(texts);
  const titleOf = useScheduleTitle();
  return (
    <SideDrawer open title={titleOf(schedule)} onClose={onClose} data-testid="schedule-drawer">
      <Flex vertical gap={16}>
        <Flex gap={8} wrap>
          <PermissionButton
            route="POST /api/v1/schedules/{name}/run"
            onClick={() => actions.run(schedule)}
            data-testid="run-now"
          >
            {t("schedules.runNow")}
          </PermissionButton>
          <PermissionButton
            route={
              schedule.paused_at === null
                ? "POST /api/v1/schedules/{name}/pause"
                : "POST /api/v1/schedules/{name}/resume"
            }
            onClick={() => (schedule.paused_at === null ? actions.pause : actions.resume)(schedule)}
            data-testid="pause-or-resume"
          >
            {t(schedule.paused_at === null ? "schedules.pause" : "schedules.resume")}
          </PermissionButton>
          <PermissionButton
            route="PATCH /api/v1/schedules/{name}"
            onClick={() => actions.edit(schedule)}
            data-testid="edit-schedule"
          >
            {t("app.edit")}
          </PermissionButton>
          <ScheduleState schedule={schedule} />
        </Flex>
        <Details schedule={schedule} />
        <SlotStrip name={schedule.name} strips={strips} />
        <Tabs
          items={[
            {
              key: "slots",
              label: t("schedules.ledger"),
              children: <Slots name={schedule.name} status={status} onStatus={onStatus} />,
            },
            {
              key: "spans",
              label: t("schedules.asTable"),
              children: <Spans name={schedule.name} strips={strips} />,
            },
            {
              key: "backfills",
              label: t("schedules.backfill"),
              children: <Backfills name={schedule.name} />,
            },
            ...(hasDryRun(schedule)
              ? [
                  {
                    key: "dry-run",
                    label: t("schedules.dryRun"),
                    children: <DryRun name={schedule.name} />,
                  },
                ]
              : []),
          ]}
        />
      </Flex>
    </SideDrawer>
  );
}

function Details({ schedule }: { schedule: ScheduleView }) {
  const { t, language } = useTexts(texts);
  const lateness =
    schedule.max_lateness_s === null
      ? t("schedules.onePeriod")
      : formatDuration(schedule.max_lateness_s * 1000, language);
  const rows = [
    { label: t("schedules.times"), children: <TimesText times={schedule} /> },
    {
      label: t("schedules.next"),
      children:
        schedule.next.length === 0
          ? t("app.none")
          : schedule.next.map((at) => (
              // The clock is the one that the schedule goes by, which may not be the reader's.
              <div key={at}>{formatZonedTime(at, language, schedule.time_zone)}</div>
            )),
    },
    {
      label: t("schedules.catchUp"),
      children: t(`schedules.catchUpOf.${schedule.catch_up}`, { max: schedule.catch_up_max ?? 0 }),
    },
    ...(schedule.catch_up === "skip" ? [] : [{ label: t("schedules.maxLateness"), children: lateness }]),
    { label: t("schedules.rerun"), children: t(schedule.rerun ? "app.yes" : "app.no") },
    {
      label: t("schedules.target"),
      children: schedule.task
        ? t("schedules.targetTask", { kind: schedule.task.kind })
        : t("schedules.targetJob"),
    },
    ...(schedule.edited && schedule.default
      ? [
          {
            label: t("schedules.default"),
            children: (
              <code>
                {schedule.default.cron} · {schedule.default.time_zone}
              </code>
            ),
          },
        ]
      : []),
  ];
  return <FactTable facts={rows} />;
}

interface SlotsProps {
  name: string;
  status: SlotStatus | undefined;
  onStatus: (status: SlotStatus | undefined) => void;
}

function Slots({ name, status, onStatus }: SlotsProps) {
  const { t } = useTexts(texts);
  const list = useInfiniteQuery(scheduleSlots(name, status));
  const items = loadedItems(list.data);
  const columns: TableColumnsType<SlotView> = [
    {
      title: t("schedules.slot"),
      key: "slot",
      width: 190,
      render: (_, slot) => (
        <>
          <ExactTime at={slot.slot_at} />
          {slot.to_at !== null && (
            <>
              {" – "}
              <ExactTime at={slot.to_at} />
            </>
          )}
        </>
      ),
    },
    {
      title: t("schedules.answered"),
      key: "status",
      width: 120,
      render: (_, slot) => <SlotTag slot={slot} />,
    },
    { title: t("schedules.why"), key: "why", render: (_, slot) => <SlotReasonText slot={slot} /> },
  ];
  return (
    <Flex vertical gap={8}>
      <FilterBar>
        <SelectFilter<SlotStatus>
          value={status}
          onChange={(value) => onStatus(value)}
          label={t("schedules.answered")}
          placeholder={t("schedules.anyAnswer")}
          options={SLOT_STATUSES.map((value) => ({ value, label: t(`schedules.answer.${value}`) }))}
          data-testid="filter-status"
        />
      </FilterBar>
      <ListStatus
        list={list}
        empty={
          items.length === 0 && (
            <EmptyState
              title={t("schedules.noSlots")}
              hint={t(status ? "schedules.noSlotsFiltered" : "schedules.noSlotsYet")}
            />
          )
        }
      />
      {items.length > 0 && (
        <>
          <DataTable<SlotView>
            label={t("schedules.ledger")}
            testId="slot-table"
            rowKey="slot_at"
            columns={columns}
            dataSource={items}
          />
          <LoadMore shown={items.length} list={list} />
        </>
      )}
    </Flex>
  );
}

/** The numbers behind the strip. */
function Spans({ name, strips }: { name: string; strips: ScheduleStrips | undefined }) {
  const { t, language } = useTexts(texts);
  const spans = [...(strips?.schedules.find((item) => item.name === name)?.spans ?? [])].reverse();
  if (spans.length === 0)
    return <EmptyState title={t("schedules.noSlots")} hint={t("schedules.noSlotsYet")} />;
  const columns: TableColumnsType<(typeof spans)[number]> = [
    { title: t("schedules.from"), key: "at", render: (_, { at }) => formatDateTime(at, language) },
    ...[...KINDS].reverse().map((kind) => ({
      title: t(`schedules.answer.${kind}`),
      key: kind,
      align: "right" as const,
      render: (_: unknown, span: (typeof spans)[number]) => formatCount(span[kind], language),
    })),
  ];
  return (
    <DataTable
      label={t("schedules.asTable")}
      testId="span-table"
      rowKey="at"
      columns={columns}
      dataSource={spans}
    />
  );
}
