/** Asks before an action that destroys something or cannot be undone. */
import { App } from "antd";

interface Question {
  title: string;
  content: string;
  okText: string;
  /** Red button; true unless set. */
  danger?: boolean;
  onOk: () => void;
}

export function useConfirm(): (question: Question) => void {
  const { modal } = App.useApp();
  return ({ danger = true, ...question }) =>
    void modal.confirm({ ...question, okButtonProps: { danger, "data-testid": "confirm" } });
}
