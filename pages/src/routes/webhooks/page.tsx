/** The webhooks page: the endpoints, and the log of what was sent to them. */
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { endpointList } from "../../api/webhooks.ts";
import { useCan } from "../../auth/me.ts";
import { useTexts } from "../../i18n/texts.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ListStatus } from "../../ui/list-status.tsx";
import { PageFrame } from "../../ui/page-frame.tsx";
import { AddButton } from "../../ui/permission-button.tsx";
import { SecretDialog } from "../../ui/secret-dialog.tsx";
import { useDialog } from "../../ui/use-dialog.ts";
import { DeliveryLog } from "./delivery-log.tsx";
import { EndpointTable } from "./endpoint-table.tsx";
import { readWebhookSearch, type WebhookSearch } from "./search.ts";
import { texts } from "./texts.ts";
import { useEndpointActions } from "./use-endpoint-actions.ts";

const route = getRouteApi("/guarded/webhooks");
const EndpointDialog = lazy(async () => ({
  default: (await import("./endpoint-dialog.tsx")).EndpointDialog,
}));
const DeliveryDrawer = lazy(async () => ({
  default: (await import("./delivery-drawer.tsx")).DeliveryDrawer,
}));

export function WebhooksPage() {
  const { t } = useTexts(texts);
  const search = readWebhookSearch({ ...route.useSearch() });
  const navigate = route.useNavigate();
  const can = useCan();
  const change = (part: Partial<WebhookSearch>) =>
    void navigate({ search: (before) => ({ ...before, ...part }), resetScroll: false });
  const list = useQuery(endpointList);
  const items = list.data?.items ?? [];
  const issued = useDialog<string>();
  const actions = useEndpointActions(issued.open);
  const edited = items.find(({ id }) => id === search.edit);
  const add = (
    <AddButton
      route="POST /api/v1/webhook-endpoints"
      onClick={() => change({ new: true })}
      data-testid="add-endpoint"
    >
      {t("webhooks.add")}
    </AddButton>
  );
  return (
    <PageFrame title={t("nav.webhooks")} testId="webhooks" actions={add}>
      <p className="muted">{t("webhooks.hint")}</p>
      <ListStatus
        list={list}
        empty={
          items.length === 0 && <EmptyState title={t("webhooks.emptyTitle")} hint={t("webhooks.emptyHint")} />
        }
      />
      {items.length > 0 && (
        <EndpointTable
          items={items}
          actions={actions}
          onEdit={(id) => change({ edit: id })}
          onLog={(id) => change({ endpoint: id, state: undefined, event: undefined })}
        />
      )}
      {can("GET /api/v1/webhook-deliveries") && (
        <DeliveryLog search={search} endpoints={list.data?.items} onChange={change} />
      )}
      <Suspense>
        {(search.new || edited) && (
          <EndpointDialog
            endpoint={edited ?? null}
            onSecret={issued.open}
            onClose={() => change({ new: undefined, edit: undefined })}
          />
        )}
        {search.delivery && (
          <DeliveryDrawer id={search.delivery} onClose={() => change({ delivery: undefined })} />
        )}
      </Suspense>
      {issued.subject && (
        <SecretDialog
          key={`secret ${issued.turn}`}
          open={issued.isOpen}
          title={t("webhooks.secretTitle")}
          hint={t("webhooks.secretHint")}
          secret={issued.subject}
          onClose={issued.close}
        />
      )}
    </PageFrame>
  );
}
