/** The circuit breaker of a platform (X9): state, cause, time of the next probe, reset. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Alert, App, Button, Flex, Popconfirm, Tag } from "antd";
import type { Platform } from "../../../../shared/contracts/platform.ts";
import { livePlatforms, resetBreaker } from "../../api/platforms.ts";
import type { GateView } from "../../api/types.ts";
import { useCan } from "../../auth/me.ts";
import { formatDateTime, formatRelative } from "../../format/times.ts";
import { useTexts } from "../../i18n/texts.ts";
import { useFailureNotice } from "../../ui/failure-notice.tsx";
import { useNow } from "../../ui/use-now.ts";
import { texts } from "./texts.ts";

interface BreakerLineProps {
  platform: Platform;
  gate: GateView;
}

const COLORS = { closed: "success", open: "error", "half-open": "warning" } as const;

export function BreakerLine({ platform, gate }: BreakerLineProps) {
  const { t } = useTexts(texts);
  const can = useCan();
  const state = (
    <Tag color={COLORS[gate.breaker]} data-testid={`breaker-${platform}`} data-state={gate.breaker}>
      <span className="tag-text">{t(`overview.breakerState.${gate.breaker}`)}</span>
    </Tag>
  );
  if (gate.breaker === "closed") {
    return (
      <div className="breaker-closed small">
        <span className="muted">{t("overview.breaker")}</span>
        {state}
      </div>
    );
  }
  const cause = gate.cause ? t(`outcome.${gate.cause}`) : t("app.none");
  return (
    <Alert
      type={gate.breaker === "open" ? "error" : "warning"}
      className="breaker"
      title={
        <Flex justify="space-between" gap={8} wrap>
          <span>
            {t("overview.breaker")} {state}
          </span>
          {can("POST /api/v1/platforms/{platform}/breaker/reset") && <ResetButton platform={platform} />}
        </Flex>
      }
      description={
        <div className="small">
          <div>
            {t("overview.breakerOpen", { cause })}
            {" · "}
            {t("overview.breakerOpenings", { number: gate.openings })}
          </div>
          <div>
            {gate.breaker === "open" && gate.reopen_at !== null ? (
              <ReopenText at={gate.reopen_at} />
            ) : (
              t("overview.breakerHalfOpen")
            )}
          </div>
        </div>
      }
    />
  );
}

function ReopenText({ at }: { at: number }) {
  const { t, language } = useTexts(texts);
  const now = useNow();
  return (
    <span title={formatDateTime(at, language)}>
      {t("overview.breakerReopens", { when: formatRelative(at, now, language) })}
    </span>
  );
}

function ResetButton({ platform }: { platform: Platform }) {
  const { t } = useTexts(texts);
  const { message } = App.useApp();
  const notifyFailure = useFailureNotice();
  const client = useQueryClient();
  const name = t(`platform.${platform}`);
  const reset = useMutation({
    mutationFn: () => resetBreaker(platform),
    onSuccess: () => {
      void message.success(t("overview.breakerResetDone", { platform: name }));
      return client.invalidateQueries({ queryKey: livePlatforms.queryKey });
    },
    onError: notifyFailure,
  });
  return (
    <Popconfirm
      title={t("overview.breakerResetTitle", { platform: name })}
      description={<div className="confirm-text">{t("overview.breakerResetHint")}</div>}
      okText={t("overview.breakerReset")}
      okButtonProps={{ danger: true, "data-testid": "confirm" }}
      onConfirm={() => reset.mutate()}
    >
      <Button
        size="small"
        danger
        loading={reset.isPending}
        aria-label={t("overview.breakerReset")}
        data-testid={`reset-${platform}`}
      >
        {t("overview.breakerResetShort")}
      </Button>
    </Popconfirm>
  );
}
