/** The searches that a person keeps and those that others share: open, save, rename, share, delete with undo. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { App, Button, Checkbox, Flex, Form, Input, Tag } from "antd";
import { useState } from "react";
import type { SearchKind } from "../../../../shared/contracts/saved-search.ts";
import {
  changeSearch,
  deleteSearch,
  restoreSearch,
  SAVED_SEARCHES_KEY,
  savedSearches,
  saveSearch,
} from "../../api/saved-searches.ts";
import type { SavedSearchView } from "../../api/types.ts";
import { useCan } from "../../auth/me.ts";
import { useTexts } from "../../i18n/texts.ts";
import { ErrorPanel } from "../error-panel.tsx";
import { useFailureNotice } from "../failure-notice.tsx";
import { MoreMenu } from "../more-menu.tsx";
import { PermissionButton } from "../permission-button.tsx";
import { Loaded, SideDrawer } from "../side-drawer.tsx";
import { useUndoNotice } from "../undo-notice.tsx";
import { useCopy } from "../use-copy.ts";
import { useFormMutation } from "../use-form-mutation.ts";
import { texts } from "./texts.ts";
import { useOpenSearch } from "./use-open-search.ts";

interface SavedSearchesProps {
  kind: SearchKind;
  /** The present filter and order, as a query string. */
  query: string;
  onClose: () => void;
}

export function SavedSearches({ kind, query, onClose }: SavedSearchesProps) {
  const { t } = useTexts(texts);
  const openSearch = useOpenSearch();
  const subscribe = useSubscribe();
  const can = useCan();
  const own = useQuery(savedSearches(kind, "me"));
  const others = useQuery(savedSearches(kind, "others"));
  const open = (search: SavedSearchView) => {
    openSearch(search);
    onClose();
  };
  return (
    <SideDrawer
      open
      width={480}
      onClose={onClose}
      title={t("saved-searches.title")}
      data-testid="saved-search-drawer"
    >
      <Flex vertical gap={24}>
        <SaveForm kind={kind} query={query} />
        <section>
          <h2 className="section-title">{t("saved-searches.own")}</h2>
          <Loaded query={own}>
            {({ items }) =>
              items.length === 0 ? (
                <p className="muted">{t("saved-searches.none")}</p>
              ) : (
                <ul className="plain">
                  {items.map((search) => (
                    <OwnSearch key={search.id} search={search} query={query} onOpen={() => open(search)} />
                  ))}
                </ul>
              )
            }
          </Loaded>
        </section>
        <section>
          <h2 className="section-title">{t("saved-searches.others")}</h2>
          <Loaded query={others}>
            {({ items }) =>
              items.length === 0 ? (
                <p className="muted">{t("saved-searches.noneShared")}</p>
              ) : (
                <ul className="plain">
                  {items.map((search) => (
                    <li key={search.id}>
                      <Button type="link" className="cell-link" onClick={() => open(search)}>
                        {search.name}
                      </Button>{" "}
                      <span className="small muted">{t("saved-searches.by", { owner: search.owner })}</span>
                      {kind === "jobs" && can("POST /api/v1/subscriptions") && (
                        <Button type="link" size="small" onClick={() => subscribe(search.id)}>
                          {t("saved-searches.subscribe")}
                        </Button>
                      )}
                    </li>
                  ))}
                </ul>
              )
            }
          </Loaded>
        </section>
      </Flex>
    </SideDrawer>
  );
}

/** @returns a function that leads to the form of a new subscription */
function useSubscribe() {
  const navigate = useNavigate();
  return (id: string) => void navigate({ to: "/subscriptions", search: { new: id } });
}

function useRefresh() {
  const client = useQueryClient();
  return () => void client.invalidateQueries({ queryKey: SAVED_SEARCHES_KEY });
}

interface SaveValues {
  name: string;
  shared?: boolean;
}

function SaveForm({ kind, query }: { kind: SearchKind; query: string }) {
  const { t } = useTexts(texts);
  const { message } = App.useApp();
  const [form] = Form.useForm<SaveValues>();
  const refresh = useRefresh();
  const save = useFormMutation({
    form,
    fields: ["name", "shared"],
    mutationFn: ({ name, shared = false }: SaveValues) => saveSearch({ kind, name, query, shared }),
    onSuccess: ({ name }) => {
      form.resetFields();
      void message.success(t("saved-searches.saved", { name }));
      refresh();
    },
  });
  return (
    <Form<SaveValues> form={form} layout="vertical" onFinish={(values) => save.mutate(values)}>
      {save.error !== null && <ErrorPanel error={save.error} title={t("errors.action")} />}
      <Form.Item name="name" label={t("saved-searches.name")} rules={[{ required: true, message: "" }]}>
        <Input maxLength={100} placeholder={t("saved-searches.nameHint")} data-testid="search-name" />
      </Form.Item>
      <Form.Item name="shared" valuePropName="checked">
        <Checkbox>{t("saved-searches.shared")}</Checkbox>
      </Form.Item>
      <PermissionButton
        route="POST /api/v1/saved-searches"
        type="primary"
        onClick={() => form.submit()}
        loading={save.isPending}
        data-testid="save-search"
      >
        {t("saved-searches.save")}
      </PermissionButton>
    </Form>
  );
}

/** The link of a shared search has its id, so that it follows later changes; the link of any other has the filter. */
const linkOf = ({ id, kind, shared, link }: SavedSearchView): string =>
  window.location.origin + (shared ? `/${kind}?saved=${id}` : link);

interface OwnSearchProps {
  search: SavedSearchView;
  query: string;
  onOpen: () => void;
}

function OwnSearch({ search, query, onOpen }: OwnSearchProps) {
  const { t } = useTexts(texts);
  const { message } = App.useApp();
  const notifyFailure = useFailureNotice();
  const offerUndo = useUndoNotice();
  const copy = useCopy();
  const can = useCan();
  const subscribe = useSubscribe();
  const refresh = useRefresh();
  const [isRenaming, setRenaming] = useState(false);
  const copyLink = async () => {
    if (await copy(linkOf(search))) void message.success(t("errors.copied"));
  };
  const change = useMutation({
    mutationFn: (json: Parameters<typeof changeSearch>[1]) => changeSearch(search.id, json),
    onError: notifyFailure,
    onSettled: refresh,
  });
  const restore = useMutation({
    mutationFn: () => restoreSearch(search.id),
    onError: notifyFailure,
    onSettled: refresh,
  });
  const remove = useMutation({
    mutationFn: () => deleteSearch(search.id),
    onSuccess: () =>
      offerUndo(`undo-${search.id}`, t("saved-searches.deleted", { name: search.name }), () =>
        restore.mutate(),
      ),
    onError: notifyFailure,
    onSettled: refresh,
  });
  if (isRenaming)
    return (
      <li>
        <Input
          defaultValue={search.name}
          maxLength={100}
          aria-label={t("saved-searches.name")}
          autoFocus
          onPressEnter={({ currentTarget }) => {
            const name = currentTarget.value.trim();
            if (name !== "" && name !== search.name) change.mutate({ name });
            setRenaming(false);
          }}
          onKeyDown={(event) => {
            if (event.key !== "Escape") return;
            event.stopPropagation();
            setRenaming(false);
          }}
          onBlur={() => setRenaming(false)}
          data-testid="rename-search"
        />
      </li>
    );
  return (
    <li className="saved-search" data-testid="saved-search">
      <Button type="link" className="cell-link" onClick={onOpen} data-testid="open-search">
        {search.name}
      </Button>{" "}
      {search.shared && <Tag>{t("saved-searches.sharedTag")}</Tag>}
      <MoreMenu
        label={search.name}
        actions={[
          { key: "rename", label: t("saved-searches.rename"), onClick: () => setRenaming(true) },
          query !== search.query && {
            key: "replace",
            label: t("saved-searches.replace"),
            onClick: () => change.mutate({ query }),
          },
          search.kind === "jobs" &&
            can("POST /api/v1/subscriptions") && {
              key: "subscribe",
              label: t("saved-searches.subscribe"),
              onClick: () => subscribe(search.id),
            },
          {
            key: "share",
            label: search.shared ? t("saved-searches.unshare") : t("saved-searches.share"),
            onClick: () => change.mutate({ shared: !search.shared }),
          },
          {
            key: "copy",
            label: t("saved-searches.copyLink"),
            onClick: () => void copyLink(),
          },
          {
            key: "delete",
            label: t("saved-searches.delete"),
            danger: true,
            onClick: () => remove.mutate(),
          },
        ]}
      />
    </li>
  );
}
