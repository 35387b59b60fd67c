/** The rest of a row's actions behind one button. Without actions there is no button. */
import { EllipsisOutlined } from "@ant-design/icons";
import { Button, Dropdown } from "antd";

export interface RowAction {
  key: string;
  label: string;
  /** What the action does, on hover. */
  hint?: string;
  danger?: boolean;
  onClick: () => void;
}

interface MoreMenuProps {
  label: string;
  /** `false` stands for an action that is not permitted. */
  actions: readonly (RowAction | false)[];
}

export function MoreMenu({ label, actions }: MoreMenuProps) {
  const items = actions
    .filter((action) => action !== false)
    .map(({ label: text, hint, ...action }) => ({
      ...action,
      label: (
        <span title={hint} data-testid={`action-${action.key}`}>
          {text}
        </span>
      ),
    }));
  if (items.length === 0) return null;
  return (
    <Dropdown menu={{ items }} trigger={["click"]} placement="bottomRight" destroyOnHidden>
      <Button
        size="small"
        type="text"
        icon={<EllipsisOutlined />}
        aria-label={label}
        data-testid="row-actions"
      />
    </Dropdown>
  );
}
