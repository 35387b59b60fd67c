/** Asks before an action that destroys something or cannot be undone. */
import { App } from "antd";
import type { ReactNode } from "react";

interface Question {
  title: string;
  content: ReactNode;
  okText: string;
  /** Red button; true unless set. */
  danger?: boolean;
  onOk: () => void;
  /** Called when the question is gone, whatever the answer. */
  afterClose?: () => void;
}

export function useConfirm(): (question: Question) => void {
  const { modal } = App.useApp();
  return ({ danger = true, ...question }) =>
    void modal.confirm({ ...question, okButtonProps: { danger, "data-testid": "confirm" } });
}
