/** One delivery: the request as it was sent and the last answer, without secrets. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Flex } from "antd";
import { deliveryDetail, replayDelivery, WEBHOOKS_KEY } from "../../api/webhooks.ts";
import { readJsonObject } from "../../format/json-object.ts";
import { useTexts } from "../../i18n/texts.ts";
import { FactTable } from "../../ui/fact-table.tsx";
import { useFailureNotice } from "../../ui/failure-notice.tsx";
import { PermissionButton } from "../../ui/permission-button.tsx";
import { RawJson } from "../../ui/raw-json.tsx";
import { ScrollBox } from "../../ui/scroll-box.tsx";
import { ServerText } from "../../ui/server-text.tsx";
import { Loaded, SideDrawer } from "../../ui/side-drawer.tsx";
import { ExactTime } from "../../ui/time.tsx";
import { DeliveryTag } from "./delivery-log.tsx";
import { texts } from "./texts.ts";

export function DeliveryDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTexts(texts);
  const { message } = App.useApp();
  const client = useQueryClient();
  const onError = useFailureNotice();
  const detail = useQuery(deliveryDetail(id));
  const replay = useMutation({
    mutationFn: () => replayDelivery(id),
    onSuccess: () => void message.success(t("webhooks.replaySent")),
    onError,
    onSettled: () => client.invalidateQueries({ queryKey: WEBHOOKS_KEY }),
  });
  return (
    <SideDrawer open title={t("webhooks.delivery")} onClose={onClose} data-testid="delivery-drawer">
      <Loaded query={detail}>
        {(delivery) => {
          const rows = [
            { label: "webhook-id", children: delivery.id },
            { label: t("webhooks.events"), children: t(`webhooks.event.${delivery.event}`) },
            { label: t("webhooks.stateLabel"), children: <DeliveryTag state={delivery.state} /> },
            { label: t("webhooks.time"), children: <ExactTime at={delivery.created_at} /> },
            { label: t("webhooks.attempts"), children: delivery.attempts },
            { label: t("webhooks.status"), children: delivery.status ?? t("app.none") },
            {
              label: t("webhooks.took"),
              children:
                delivery.took_ms === null ? t("app.none") : t("webhooks.ms", { ms: delivery.took_ms }),
            },
            {
              label: t("webhooks.error"),
              children: delivery.error === null ? t("app.none") : <ServerText text={delivery.error} />,
            },
          ];
          const canReplay = delivery.state === "failed" || delivery.state === "done";
          return (
            <Flex vertical gap={16}>
              <FactTable facts={rows} />
              {canReplay && (
                <div>
                  <PermissionButton
                    route="POST /api/v1/webhook-deliveries/{message_id}/replay"
                    onClick={() => replay.mutate()}
                    loading={replay.isPending}
                    data-testid="replay-delivery"
                  >
                    {t("webhooks.replay")}
                  </PermissionButton>
                </div>
              )}
              <section>
                <h3>{t("webhooks.request")}</h3>
                <RawJson value={delivery.request.headers} label={t("webhooks.headers")} />
                <Body text={delivery.request.body} />
              </section>
              {delivery.answer.body !== null && (
                <section>
                  <h3>{t("webhooks.answer")}</h3>
                  <RawJson value={delivery.answer.headers} label={t("webhooks.headers")} />
                  <Body text={delivery.answer.body} />
                </section>
              )}
            </Flex>
          );
        }}
      </Loaded>
    </SideDrawer>
  );
}

/** A body as JSON where it is some, else as it is: an answer may hold anything. */
function Body({ text }: { text: string }) {
  const { t } = useTexts(texts);
  const json = readJsonObject(text);
  if (json) return <RawJson value={json} label={t("webhooks.body")} />;
  return (
    <ScrollBox label={t("webhooks.body")} className="raw">
      <pre>{text}</pre>
    </ScrollBox>
  );
}
