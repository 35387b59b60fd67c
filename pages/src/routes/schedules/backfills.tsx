/** Runs missed slots of a span: it shows first how many there are, then the run with its progress. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Checkbox, Flex, Input, Progress } from "antd";
import { useState } from "react";
import { DAY_MS } from "../../../../shared/time.ts";
import {
  backfillList,
  backfillPreview,
  cancelBackfill,
  createBackfill,
  SCHEDULES_KEY,
} from "../../api/schedules.ts";
import type { ScheduleBackfillView } from "../../api/types.ts";
import { localMinute, readLocalMinute } from "../../format/local-minute.ts";
import { formatCount } from "../../format/numbers.ts";
import { formatDateTime } from "../../format/times.ts";
import { useTexts } from "../../i18n/texts.ts";
import { ErrorPanel } from "../../ui/error-panel.tsx";
import { useFailureNotice } from "../../ui/failure-notice.tsx";
import { PermissionButton } from "../../ui/permission-button.tsx";
import { texts } from "./texts.ts";

export function Backfills({ name }: { name: string }) {
  const { t, language } = useTexts(texts);
  const client = useQueryClient();
  const onError = useFailureNotice();
  const [now] = useState(Date.now);
  const [from, setFrom] = useState(localMinute(now - DAY_MS));
  const [to, setTo] = useState(localMinute(now));
  const [withSkipped, setWithSkipped] = useState(false);
  const [fromAt, toAt] = [readLocalMinute(from), readLocalMinute(to)];
  const isSpan = fromAt !== null && toAt !== null && fromAt <= toAt;
  const preview = useQuery({
    ...backfillPreview(name, fromAt ?? 0, toAt ?? 0, withSkipped),
    enabled: isSpan,
  });
  const list = useQuery(backfillList(name));
  const onSettled = () => client.invalidateQueries({ queryKey: SCHEDULES_KEY });
  const start = useMutation({
    mutationFn: () => createBackfill(name, { from: fromAt ?? 0, to: toAt ?? 0, with_skipped: withSkipped }),
    onError,
    onSettled,
  });
  const count = isSpan ? (preview.data?.count ?? 0) : 0;
  return (
    <Flex vertical gap={12}>
      <p className="muted">{t("schedules.backfillHint")}</p>
      <Flex gap={8} wrap align="center">
        <Input
          type="datetime-local"
          className="schedule-moment"
          value={from}
          onChange={({ target }) => setFrom(target.value)}
          aria-label={t("schedules.from")}
          data-testid="backfill-from"
        />
        –
        <Input
          type="datetime-local"
          className="schedule-moment"
          value={to}
          onChange={({ target }) => setTo(target.value)}
          aria-label={t("schedules.to")}
          data-testid="backfill-to"
        />
        <Checkbox checked={withSkipped} onChange={({ target }) => setWithSkipped(target.checked)}>
          {t("schedules.withSkipped")}
        </Checkbox>
      </Flex>
      {preview.error !== null && isSpan && <ErrorPanel error={preview.error} />}
      <Flex gap={12} align="center" wrap>
        <PermissionButton
          route="POST /api/v1/schedules/{name}/backfills"
          type="primary"
          disabled={count === 0}
          loading={start.isPending}
          onClick={() => start.mutate()}
          data-testid="start-backfill"
        >
          {t("schedules.startBackfill", { number: formatCount(count, language) })}
        </PermissionButton>
        <span className="small muted" data-testid="backfill-count">
          {!isSpan
            ? t("schedules.ownClock")
            : count === 0
              ? t("schedules.nothingMissed")
              : t("schedules.missedFrom", {
                  from: formatDateTime(preview.data?.sample[0] ?? 0, language),
                  to: formatDateTime(preview.data?.last ?? 0, language),
                })}
        </span>
      </Flex>
      {list.data?.items.map((backfill) => (
        <BackfillLine key={backfill.id} backfill={backfill} onSettled={onSettled} />
      ))}
    </Flex>
  );
}

interface BackfillLineProps {
  backfill: ScheduleBackfillView;
  onSettled: () => void;
}

function BackfillLine({ backfill, onSettled }: BackfillLineProps) {
  const { t, language } = useTexts(texts);
  const onError = useFailureNotice();
  const { schedule, id, from, to, state, total, done, failed } = backfill;
  const cancel = useMutation({ mutationFn: () => cancelBackfill(schedule, id), onError, onSettled });
  const percent = total === 0 ? 100 : Math.min(100, Math.round(((done + failed) / total) * 100));
  return (
    <div data-testid="backfill">
      <Flex gap={8} justify="space-between" align="center" wrap>
        <span>
          {formatDateTime(from, language)} – {formatDateTime(to, language)}
        </span>
        {state === "running" && (
          <Button size="small" loading={cancel.isPending} onClick={() => cancel.mutate()}>
            {t("schedules.cancel")}
          </Button>
        )}
      </Flex>
      <Progress percent={percent} status={failed > 0 ? "exception" : undefined} size="small" />
      <span className="small muted">
        {t(`schedules.backfillState.${state}`)} · {t("schedules.backfillProgress", { done, failed, total })} ·{" "}
        {backfill.created_by}
      </span>
    </div>
  );
}
