/** A new API key: what it is for, what it may, how long it lives. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Checkbox, Form, Input, Modal, Select } from "antd";
import type { Scope } from "../../../../shared/contracts/access.ts";
import { DAY_MS } from "../../../../shared/time.ts";
import { API_KEYS_KEY, createApiKey, scopeList } from "../../api/api-keys.ts";
import { useMe } from "../../auth/me.ts";
import { useTexts } from "../../i18n/texts.ts";
import { ErrorPanel } from "../../ui/error-panel.tsx";
import { showProblems } from "../../ui/form-problems.ts";
import { LoadingCard } from "../../ui/loading-card.tsx";
import { renderOption } from "../../ui/render-option.tsx";
import { texts } from "./texts.ts";

interface KeyFormProps {
  open: boolean;
  onClose: () => void;
  onMade: (key: string) => void;
}

interface Values {
  name: string;
  node?: string;
  scopes: Scope[];
  days: number;
}

const FIELDS = ["name", "node", "scopes", "expires_at"] as const;
/** Days a key can live; 0 is for ever. */
const LIVES = [7, 30, 90, 365, 0];

export function KeyForm({ open, onClose, onMade }: KeyFormProps) {
  const { t } = useTexts(texts);
  const client = useQueryClient();
  const [form] = Form.useForm<Values>();
  const make = useMutation({
    mutationFn: ({ name, node, scopes, days }: Values) =>
      createApiKey({
        name,
        node: node?.trim() || null,
        scopes,
        expires_at: days === 0 ? null : Date.now() + days * DAY_MS,
      }),
    onSuccess: ({ key }) => {
      onClose();
      onMade(key);
      return client.invalidateQueries({ queryKey: API_KEYS_KEY });
    },
    onError: (error) => showProblems(form, error, FIELDS),
  });
  return (
    <Modal
      open={open}
      title={t("api-keys.addTitle")}
      okText={t("api-keys.add")}
      onOk={form.submit}
      okButtonProps={{ loading: make.isPending, "data-testid": "key-submit" }}
      onCancel={onClose}
    >
      {make.error && <ErrorPanel error={make.error} title={t("errors.action")} />}
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark="optional"
        initialValues={{ scopes: ["read"], days: 90 }}
        onFinish={(values) => make.mutate(values)}
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
            options={LIVES.map((days) => ({
              value: days,
              label: days === 0 ? t("app.never") : t("api-keys.inDays", { days }),
            }))}
            data-testid="key-days"
          />
        </Form.Item>
      </Form>
    </Modal>
  );
}

interface ScopeChoiceProps {
  value?: Scope[];
  onChange?: (scopes: Scope[]) => void;
}

/** Scopes that would open nothing to the person are there, but can't be given away. */
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
