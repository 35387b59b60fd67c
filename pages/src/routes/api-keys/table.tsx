/** API keys as a table. Only the first characters of a key are known: the API stores a hash of it. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button, Flex, type TableColumnsType, Tag, Tooltip } from "antd";
import { API_KEYS_KEY, revokeApiKey } from "../../api/api-keys.ts";
import type { ApiKey } from "../../api/types.ts";
import { useCan } from "../../auth/me.ts";
import { useTexts } from "../../i18n/texts.ts";
import { actionsColumn, DataTable } from "../../ui/data-table.tsx";
import { useFailureNotice } from "../../ui/failure-notice.tsx";
import { RelativeTime, ShortTime } from "../../ui/time.tsx";
import { useConfirm } from "../../ui/use-confirm.ts";
import { useNow } from "../../ui/use-now.ts";
import { useWide } from "../../ui/use-wide.ts";
import { texts } from "./texts.ts";

/** Further scopes are shown as a number. */
const MAX_SCOPES = 4;

export function KeyTable({ keys }: { keys: ApiKey[] }) {
  const { t } = useTexts(texts);
  const wide = useWide();
  const columns: TableColumnsType<ApiKey> = [
    { title: t("fields.name"), key: "name", render: (_, key) => <NameCell apiKey={key} full={!wide} /> },
    { title: t("api-keys.owner"), key: "owner", hidden: !wide, render: (_, { user }) => user.username },
    {
      title: t("api-keys.scopes"),
      key: "scopes",
      hidden: !wide,
      render: (_, key) => <Scopes apiKey={key} />,
    },
    {
      title: t("api-keys.lastUsed"),
      key: "used",
      width: 150,
      hidden: !wide,
      render: (_, { last_used_at: at }) =>
        at === null ? <span className="muted">{t("app.never")}</span> : <RelativeTime at={at} />,
    },
    {
      title: t("api-keys.expires"),
      key: "expires",
      width: 150,
      hidden: !wide,
      render: (_, key) => <Expiry apiKey={key} />,
    },
    actionsColumn({ width: wide ? 110 : 84, hasTitle: wide, render: (key) => <Revoke apiKey={key} /> }),
  ];
  return (
    <DataTable<ApiKey> label={t("nav.api-keys")} testId="key-table" columns={columns} dataSource={keys} />
  );
}

/** @param full with what has its own columns on wide screens */
function NameCell({ apiKey, full }: { apiKey: ApiKey; full: boolean }) {
  const { t } = useTexts(texts);
  return (
    <div className="cell">
      <span className="strong" data-testid="key-name">
        {apiKey.name}
      </span>{" "}
      {apiKey.node && <Tag className="long-tag">{t("api-keys.forNode", { node: apiKey.node })}</Tag>}
      <div>
        <code className="small muted">{apiKey.prefix}…</code>
      </div>
      {full && (
        <>
          <Scopes apiKey={apiKey} />
          <div className="small muted">
            {t("api-keys.expires")}: <Expiry apiKey={apiKey} />
          </div>
        </>
      )}
    </div>
  );
}

function Scopes({ apiKey: { scopes } }: { apiKey: ApiKey }) {
  const rest = scopes.slice(MAX_SCOPES);
  return (
    <Flex gap={4} wrap>
      {scopes.slice(0, MAX_SCOPES).map((scope) => (
        <Tag key={scope}>{scope}</Tag>
      ))}
      {rest.length > 0 && (
        <Tooltip title={rest.join(", ")}>
          <Tag>+{rest.length}</Tag>
        </Tooltip>
      )}
    </Flex>
  );
}

function Expiry({ apiKey }: { apiKey: ApiKey }) {
  const { t } = useTexts(texts);
  const now = useNow();
  const { expires_at, revoked_at } = apiKey;
  if (revoked_at !== null) {
    return (
      <>
        <Tag data-testid="key-revoked">{t("api-keys.revoked")}</Tag>
        <div className="small muted">
          <ShortTime at={revoked_at} />
        </div>
      </>
    );
  }
  if (expires_at === null) return <span className="muted">{t("api-keys.neverExpires")}</span>;
  if (expires_at <= now) return <Tag color="error">{t("api-keys.expired")}</Tag>;
  return <RelativeTime at={expires_at} />;
}

function Revoke({ apiKey }: { apiKey: ApiKey }) {
  const { t } = useTexts(texts);
  const { message } = App.useApp();
  const confirm = useConfirm();
  const notifyFailure = useFailureNotice();
  const client = useQueryClient();
  const can = useCan();
  const revoke = useMutation({
    mutationFn: () => revokeApiKey(apiKey.id),
    onSuccess: ({ name }) => {
      void message.success(t("api-keys.revokedNow", { name }));
      return client.invalidateQueries({ queryKey: API_KEYS_KEY });
    },
    onError: notifyFailure,
  });
  if (apiKey.revoked_at !== null || !can("DELETE /api/v1/api-keys/{id}")) return null;
  return (
    <Button
      size="small"
      danger
      loading={revoke.isPending}
      onClick={() =>
        confirm({
          title: t("api-keys.revokeTitle", { name: apiKey.name }),
          content: t("api-keys.revokeHint"),
          okText: t("api-keys.revoke"),
          onOk: () => revoke.mutate(),
        })
      }
      data-testid="revoke-key"
    >
      {t("api-keys.revoke")}
    </Button>
  );
}
