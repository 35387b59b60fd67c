/** The subscriptions page: what a person is told of their saved searches, by which way and when. */
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { subscriptionList } from "../../api/subscriptions.ts";
import { useTexts } from "../../i18n/texts.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ListStatus } from "../../ui/list-status.tsx";
import { PageFrame } from "../../ui/page-frame.tsx";
import { AddButton } from "../../ui/permission-button.tsx";
import { CopyLine, SecretDialog } from "../../ui/secret-dialog.tsx";
import { useDialog } from "../../ui/use-dialog.ts";
import { readSubscriptionSearch, type SubscriptionSearch } from "./search.ts";
import { SubscriptionTable } from "./table.tsx";
import { texts } from "./texts.ts";
import { type FeedLinks, useSubscriptionActions } from "./use-subscription-actions.ts";

const route = getRouteApi("/guarded/subscriptions");
const SubscriptionDialog = lazy(async () => ({
  default: (await import("./dialog.tsx")).SubscriptionDialog,
}));

export function SubscriptionsPage() {
  const { t } = useTexts(texts);
  const search = readSubscriptionSearch({ ...route.useSearch() });
  const navigate = route.useNavigate();
  const change = (part: Partial<SubscriptionSearch>) =>
    void navigate({ search: (before) => ({ ...before, ...part }), resetScroll: false });
  const list = useQuery(subscriptionList);
  const items = list.data?.items ?? [];
  const issued = useDialog<FeedLinks>();
  const actions = useSubscriptionActions(issued.open);
  const edited = items.find(({ id }) => id === search.edit);
  const add = (
    <AddButton
      route="POST /api/v1/subscriptions"
      onClick={() => change({ new: "any" })}
      data-testid="add-subscription"
    >
      {t("subscriptions.add")}
    </AddButton>
  );
  return (
    <PageFrame title={t("nav.subscriptions")} testId="subscriptions" actions={add}>
      <p className="muted">{t("subscriptions.hint")}</p>
      <ListStatus
        list={list}
        empty={
          items.length === 0 && (
            <EmptyState title={t("subscriptions.emptyTitle")} hint={t("subscriptions.emptyHint")} />
          )
        }
      />
      {items.length > 0 && (
        <SubscriptionTable items={items} actions={actions} onEdit={(id) => change({ edit: id })} />
      )}
      <Suspense>
        {(search.new || edited) && (
          <SubscriptionDialog
            subscription={edited ?? null}
            searchId={search.new === "any" ? undefined : search.new}
            onLinks={issued.open}
            onClose={() => change({ new: undefined, edit: undefined })}
          />
        )}
      </Suspense>
      {issued.subject && (
        <SecretDialog
          key={`links ${issued.turn}`}
          open={issued.isOpen}
          title={t("subscriptions.linksTitle")}
          hint={t("subscriptions.linksHint")}
          secret={issued.subject.atom_url}
          onClose={issued.close}
        >
          <p className="small muted">{t("subscriptions.jsonLink")}</p>
          <CopyLine text={issued.subject.json_url} label={t("subscriptions.jsonLink")} testId="feed-json" />
        </SecretDialog>
      )}
    </PageFrame>
  );
}
