/** The side menu on narrow screens: a modal dialog at the left edge, which keeps the focus and closes by Escape. */
import CloseOutlined from "@ant-design/icons-svg/es/asn/CloseOutlined";
import { type ReactNode, useEffect, useRef } from "react";
import { useTexts } from "../i18n/texts.ts";
import { Icon } from "../ui/icon.tsx";

interface MenuDrawerProps {
  isOpen: boolean;
  onClose: () => void;
  children: ReactNode;
}

export function MenuDrawer({ isOpen, onClose, children }: MenuDrawerProps) {
  const { t } = useTexts();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (!isOpen) return dialog.current?.close();
    dialog.current?.showModal();
    // A closed dialog can't be scrolled, so its menu could not do it when the page changed.
    dialog.current?.querySelector('[aria-current="page"]')?.scrollIntoView({ block: "nearest" });
  }, [isOpen]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard closes it by Escape; a click beside it is for the mouse
    <dialog
      ref={dialog}
      className="menu-drawer"
      aria-label={t("app.name")}
      onClose={onClose}
      onClick={({ target }) => target === dialog.current && onClose()}
    >
      <div className="menu-drawer-head">
        <button type="button" className="frame-button" aria-label={t("app.close")} onClick={onClose}>
          <Icon shape={CloseOutlined} />
        </button>
        {t("app.name")}
      </div>
      {children}
    </dialog>
  );
}
