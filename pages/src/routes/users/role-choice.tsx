/**
 * A checklist of roles with their descriptions, as a form field; `value` holds ids. It is no select, because there the
 * Tab key chooses the active option, and no role may be granted by accident.
 */
import { useQuery } from "@tanstack/react-query";
import { Checkbox, Skeleton } from "antd";
import { roleList } from "../../api/roles.ts";
import { useMe } from "../../auth/me.ts";
import { useTexts } from "../../i18n/texts.ts";
import { ErrorPanel } from "../../ui/error-panel.tsx";
import { roleDescription } from "../roles/role-words.ts";
import { texts } from "../roles/texts.ts";

interface RoleChoiceProps {
  value?: string[];
  onChange?: (ids: string[]) => void;
  disabled?: boolean;
}

export function RoleChoice({ value, onChange, disabled }: RoleChoiceProps) {
  const { t } = useTexts(texts);
  const me = useMe();
  const { data, error, refetch } = useQuery(roleList());
  if (error) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton active title={false} />;
  return (
    <Checkbox.Group<string> className="stack" value={value} onChange={onChange} disabled={disabled}>
      {data.items.map(({ id, name, description, superuser }) => (
        // Only a superuser may create another one.
        <Checkbox
          key={id}
          value={id}
          disabled={disabled || (superuser && !me.superuser)}
          data-testid={`choose-${name}`}
        >
          {name} <span className="small muted">{roleDescription({ name, description }, t)}</span>
        </Checkbox>
      ))}
    </Checkbox.Group>
  );
}
