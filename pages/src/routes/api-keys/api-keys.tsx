/** A list of API keys with all that can be done to them. */
import { PlusOutlined } from "@ant-design/icons";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Card, Checkbox, Flex } from "antd";
import { useState } from "react";
import { apiKeyList } from "../../api/api-keys.ts";
import { useMe } from "../../auth/me.ts";
import { useTexts } from "../../i18n/texts.ts";
import { ErrorPanel } from "../../ui/error-panel.tsx";
import { Guide } from "../../ui/guide.tsx";
import { LoadMore } from "../../ui/load-more.tsx";
import { LoadingCard } from "../../ui/loading-card.tsx";
import { MayButton } from "../../ui/may-button.tsx";
import { CopyLine, SecretDialog } from "../../ui/secret-dialog.tsx";
import { useDialog } from "../../ui/use-dialog.ts";
import { KeyForm } from "./key-form.tsx";
import { KeyTable } from "./table.tsx";
import { texts } from "./texts.ts";

/** @param own only the person's own keys */
export function ApiKeys({ own = false }: { own?: boolean }) {
  const { t } = useTexts(texts);
  const { user } = useMe();
  const [revoked, setRevoked] = useState(false);
  const form = useDialog<"new">();
  const made = useDialog<string>();
  const list = useInfiniteQuery(apiKeyList(revoked));
  const all = list.data?.pages.flatMap((page) => page.items) ?? [];
  const keys = own ? all.filter((key) => key.user.id === user.id) : all;
  const curl = `curl -H 'Authorization: Bearer ${made.subject}' ${window.location.origin}/api/v1/auth/me`;

  return (
    <Flex vertical gap={16}>
      <Flex justify="space-between" align="center" gap={8} wrap>
        <Checkbox checked={revoked} onChange={({ target }) => setRevoked(target.checked)}>
          {t("api-keys.showRevoked")}
        </Checkbox>
        <MayButton
          route="POST /api/v1/api-keys"
          type="primary"
          icon={<PlusOutlined />}
          onClick={() => form.open("new")}
          data-testid="add-key"
        >
          {t("api-keys.add")}
        </MayButton>
      </Flex>
      {list.error && <ErrorPanel error={list.error} onRetry={() => void list.refetch()} />}
      {list.isLoading && <LoadingCard />}
      {list.data && keys.length === 0 && (
        <Card>
          <Guide title={t("api-keys.emptyTitle")} hint={t("api-keys.emptyHint")} />
        </Card>
      )}
      {keys.length > 0 && <KeyTable keys={keys} />}
      {all.length > 0 && (
        <LoadMore
          shown={keys.length}
          hasMore={list.hasNextPage}
          loading={list.isFetchingNextPage}
          onMore={() => void list.fetchNextPage()}
        />
      )}
      {form.subject && (
        <KeyForm key={`form ${form.turn}`} open={form.isOpen} onClose={form.close} onMade={made.open} />
      )}
      {made.subject && (
        <SecretDialog
          key={`made ${made.turn}`}
          open={made.isOpen}
          title={t("api-keys.secretTitle")}
          hint={t("api-keys.secretHint")}
          secret={made.subject}
          onClose={made.close}
        >
          <div>
            <p className="small muted">{t("api-keys.tryIt")}</p>
            <CopyLine text={curl} label="curl" testId="curl" />
          </div>
        </SecretDialog>
      )}
    </Flex>
  );
}
