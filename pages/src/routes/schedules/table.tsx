/** Schedules as a table: one row each, with the strip of its last slots. */
import { Button, Flex, type TableColumnsType, Tag } from "antd";
import type { ScheduleStrips, ScheduleView } from "../../api/types.ts";
import { useCan } from "../../auth/me.ts";
import { useTexts } from "../../i18n/texts.ts";
import { actionsColumn, DataTable } from "../../ui/data-table.tsx";
import { LiveActions } from "../../ui/record-actions.tsx";
import { RelativeTime } from "../../ui/time.tsx";
import { useWide } from "../../ui/use-wide.ts";
import { SlotTag } from "./slot-tag.tsx";
import { SlotStrip } from "./strip.tsx";
import { texts } from "./texts.ts";
import { TimesText } from "./times.tsx";
import { useScheduleTitle } from "./title.ts";
import type { ScheduleActions } from "./use-schedule-actions.ts";

interface ScheduleTableProps {
  items: ScheduleView[];
  strips: ScheduleStrips | undefined;
  actions: ScheduleActions;
  onOpen: (name: string) => void;
}

export function ScheduleTable({ items, strips, actions, onOpen }: ScheduleTableProps) {
  const { t } = useTexts(texts);
  const wide = useWide();
  const titleOf = useScheduleTitle();
  const none = <span className="muted">{t("app.none")}</span>;
  const columns: TableColumnsType<ScheduleView> = [
    {
      title: t("schedules.name"),
      key: "name",
      render: (_, schedule) => (
        <>
          <Button
            type="link"
            className="cell-link"
            onClick={() => onOpen(schedule.name)}
            data-testid="schedule-open"
          >
            {titleOf(schedule)}
          </Button>
          <div className="small muted">{schedule.name}</div>
          <ScheduleState schedule={schedule} />
          {!wide && <SlotStrip name={schedule.name} strips={strips} />}
        </>
      ),
    },
    {
      title: t("schedules.times"),
      key: "times",
      hidden: !wide,
      render: (_, schedule) => <TimesText times={schedule} />,
    },
    {
      title: t("schedules.next"),
      key: "next",
      width: 120,
      render: (_, { next_at: at }) => (at === null ? none : <RelativeTime at={at} />),
    },
    {
      title: t("schedules.last"),
      key: "last",
      width: 130,
      hidden: !wide,
      render: (_, { last_slot: slot }) =>
        slot === null ? (
          none
        ) : (
          <Flex vertical align="start" gap={2}>
            <SlotTag slot={slot} />
            <span className="small muted">
              <RelativeTime at={slot.to_at ?? slot.slot_at} />
            </span>
          </Flex>
        ),
    },
    {
      title: t("schedules.slots"),
      key: "strip",
      width: 300,
      hidden: !wide,
      render: (_, { name }) => <SlotStrip name={name} strips={strips} />,
    },
    actionsColumn({ width: 110, render: (schedule) => <RowActions schedule={schedule} actions={actions} /> }),
  ];
  return (
    <DataTable<ScheduleView>
      label={t("schedules.table")}
      testId="schedule-table"
      rowKey="name"
      columns={columns}
      dataSource={items}
      onOpen={({ name }) => onOpen(name)}
    />
  );
}

/** Tags what is not as usual: paused, disabled, edited, or without its job. */
export function ScheduleState({ schedule }: { schedule: ScheduleView }) {
  const { t } = useTexts(texts);
  return (
    <>
      {!schedule.enabled && <Tag>{t("schedules.disabled")}</Tag>}
      {schedule.paused_at !== null && <Tag color="purple">{t("schedules.paused")}</Tag>}
      {schedule.edited && <Tag color="blue">{t("schedules.edited")}</Tag>}
      {!schedule.has_target && <Tag color="error">{t("schedules.noTarget")}</Tag>}
    </>
  );
}

function RowActions({ schedule, actions }: { schedule: ScheduleView; actions: ScheduleActions }) {
  const { t } = useTexts(texts);
  const can = useCan();
  const titleOf = useScheduleTitle();
  const isPaused = schedule.paused_at !== null;
  return (
    <LiveActions
      name={titleOf(schedule)}
      edit={can("PATCH /api/v1/schedules/{name}") && { onClick: () => actions.edit(schedule) }}
      actions={[
        can("POST /api/v1/schedules/{name}/run") && {
          key: "run",
          label: t("schedules.runNow"),
          onClick: () => actions.run(schedule),
        },
        !isPaused &&
          can("POST /api/v1/schedules/{name}/pause") && {
            key: "pause",
            label: t("schedules.pause"),
            onClick: () => actions.pause(schedule),
          },
        isPaused &&
          can("POST /api/v1/schedules/{name}/resume") && {
            key: "resume",
            label: t("schedules.resume"),
            onClick: () => actions.resume(schedule),
          },
        schedule.edited &&
          schedule.default !== null &&
          can("POST /api/v1/schedules/{name}/reset") && {
            key: "reset",
            label: t("schedules.reset"),
            onClick: () => actions.reset(schedule),
          },
        schedule.default === null &&
          can("DELETE /api/v1/schedules/{name}") && {
            key: "delete",
            label: t("app.delete"),
            danger: true,
            onClick: () => actions.remove(schedule),
          },
      ]}
    />
  );
}
