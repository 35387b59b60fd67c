/** The form of a new API key: purpose, scopes, lifetime. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Checkbox, Form, Input, Select } from "antd";
import type { Scope } from "../../../../shared/contracts/access.ts";
import { DAY_MS } from "../../../../shared/time.ts";
import { API_KEYS_KEY, createApiKey, scopeList } from "../../api/api-keys.ts";
import { CurrentPasswordField } from "../../auth/account-fields.tsx";
import { useMe } from "../../auth/me.ts";
import { useTexts } from "../../i18n/texts.ts";
import { ErrorPanel } from "../../ui/error-panel.tsx";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { LoadingCard } from "../../ui/loading-card.tsx";
import { renderOption } from "../../ui/render-option.tsx";
import { useFormMutation } from "../../ui/use-form-mutation.ts";
import { texts } from "./texts.ts";

interface KeyFormProps {
  open: boolean;
  onClose: () => void;
  /** Gets the new key. */
  onIssued: (key: string) => void;
}

interface Values {
  name: string;
  node?: string;
  scopes: Scope[];
  days: number;
  current_password: string;
}

/** Choices of a key's lifetime, days; 0: it does not expire. */
const LIFETIMES = [7, 30, 90, 365, 0];

export function KeyForm({ open, onClose, onIssued }: KeyFormProps) {
  const { t } = useTexts(texts);
  const client = useQueryClient();
  const [form] = Form.useForm<Values>();
  const create = useFormMutation({
    form,
    fields: ["name", "node", "scopes", "expires_at", "current_password"],
    mutationFn: ({ name, node, scopes, days, current_password }: Values) =>
      createApiKey({
        name,
        node: node?.trim() || null,
        scopes,
        expires_at: days === 0 ? null : Date.now() + days * DAY_MS,
        current_password,
      }),
    onSuccess: ({ key }) => {
      onClose();
      onIssued(key);
      return client.invalidateQueries({ queryKey: API_KEYS_KEY });
    },
  });
  return (
    <FormDialog<Values>
      form={form}
      open={open}
      title={t("api-keys.addTitle")}
      okText={t("api-keys.add")}
      submitTestId="key-submit"
      initialValues={{ scopes: ["read"], days: 90 }}
      mutation={create}
      onSubmit={create.mutate}
      onClose={onClose}
    >
      <Form.Item
        name="name"
        label={t("fields.name")}
        extra={t("api-keys.nameHint")}
        rules={[{ required: true, whitespace: true, message: t("app.required") }]}
      >
        <Input autoComplete="off" maxLength={100} data-testid="key-name-input" />
      </Form.Item>
      <Form.Item name="node" label={t("api-keys.node")} extra={t("api-keys.nodeHint")}>
        <Input autoComplete="off" maxLength={64} data-testid="key-node" />
      </Form.Item>
      <Form.Item
        name="scopes"
        label={t("api-keys.scopes")}
        rules={[{ required: true, message: t("api-keys.scopesMissing") }]}
      >
        <ScopeChoice />
      </Form.Item>
      <Form.Item name="days" label={t("api-keys.expires")} required>
        <Select
          optionRender={renderOption}
          options={LIFETIMES.map((days) => ({
            value: days,
            label: days === 0 ? t("api-keys.neverExpires") : t("api-keys.inDays", { days }),
          }))}
          data-testid="key-days"
        />
      </Form.Item>
      <CurrentPasswordField hint={t("api-keys.passwordHint")} />
    </FormDialog>
  );
}

interface ScopeChoiceProps {
  value?: Scope[];
  onChange?: (scopes: Scope[]) => void;
}

/** Scopes of which the person has no permission are shown but cannot be chosen. */
function ScopeChoice({ value, onChange }: ScopeChoiceProps) {
  const { t } = useTexts(texts);
  const { superuser, permissions } = useMe();
  const { data, error, refetch } = useQuery(scopeList);
  if (error) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (!data) return <LoadingCard />;
  const held = new Set(permissions);
  return (
    <Checkbox.Group<Scope> className="stack" value={value} onChange={onChange}>
      {data.items.map(({ scope, permissions: routes }) => (
        <Checkbox
          key={scope}
          value={scope}
          disabled={!superuser && !routes.some((route) => held.has(route))}
          data-testid={`scope-${scope}`}
        >
          <code>{scope}</code> <span className="small muted">{t(`api-keys.scope.${scope}`)}</span>
        </Checkbox>
      ))}
    </Checkbox.Group>
  );
}
