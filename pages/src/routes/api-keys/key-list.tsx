/** The list of API keys with its actions: on its own page, and on the account page for one's own keys. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Checkbox, Flex } from "antd";
import { useState } from "react";
import { apiKeyList } from "../../api/api-keys.ts";
import { loadedItems } from "../../api/keyset.ts";
import { useMe } from "../../auth/me.ts";
import { useTexts } from "../../i18n/texts.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ListStatus } from "../../ui/list-status.tsx";
import { LoadMore } from "../../ui/load-more.tsx";
import { AddButton } from "../../ui/permission-button.tsx";
import { CopyLine, SecretDialog } from "../../ui/secret-dialog.tsx";
import { useDialog } from "../../ui/use-dialog.ts";
import { KeyForm } from "./key-form.tsx";
import { KeyTable } from "./table.tsx";
import { texts } from "./texts.ts";

interface KeyListProps {
  /** Leaves out the keys of other users. */
  ownOnly?: boolean;
}

export function KeyList({ ownOnly = false }: KeyListProps) {
  const { t } = useTexts(texts);
  const { user } = useMe();
  const [revoked, setRevoked] = useState(false);
  const form = useDialog<"new">();
  const issuedKey = useDialog<string>();
  const list = useInfiniteQuery(apiKeyList(revoked));
  const visible = loadedItems(list.data);
  const keys = ownOnly ? visible.filter((key) => key.user.id === user.id) : visible;
  const curl = `curl -H 'Authorization: Bearer ${issuedKey.subject}' ${window.location.origin}/api/v1/auth/me`;

  return (
    <Flex vertical gap={16}>
      <Flex justify="space-between" align="center" gap={8} wrap>
        <Checkbox checked={revoked} onChange={({ target }) => setRevoked(target.checked)}>
          {t("api-keys.showRevoked")}
        </Checkbox>
        <AddButton route="POST /api/v1/api-keys" onClick={() => form.open("new")} data-testid="add-key">
          {t("api-keys.add")}
        </AddButton>
      </Flex>
      <ListStatus
        list={list}
        empty={
          keys.length === 0 && <EmptyState title={t("api-keys.emptyTitle")} hint={t("api-keys.emptyHint")} />
        }
      />
      {keys.length > 0 && <KeyTable keys={keys} />}
      {visible.length > 0 && <LoadMore shown={keys.length} list={list} />}
      {form.subject && (
        <KeyForm
          key={`form ${form.turn}`}
          open={form.isOpen}
          onClose={form.close}
          onIssued={issuedKey.open}
        />
      )}
      {issuedKey.subject && (
        <SecretDialog
          key={`key ${issuedKey.turn}`}
          open={issuedKey.isOpen}
          title={t("api-keys.secretTitle")}
          hint={t("api-keys.secretHint")}
          secret={issuedKey.subject}
          onClose={issuedKey.close}
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
