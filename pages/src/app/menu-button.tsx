/**
 * A button that opens a menu below it, by the menu button pattern of WAI-ARIA: arrow keys, Home and End move, Enter
 * chooses, Escape closes and gives the focus back.
 */
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";

interface MenuButtonProps {
  /** What the button is for; its content need not be text. */
  label: string;
  testId: string;
  /** Something that the menu started is not finished. */
  isBusy?: boolean;
  /** Content of the button. */
  face: ReactNode;
  /** Elements with the role `menuitem`. A click on one closes the menu. */
  children: ReactNode;
}

/** Each key moves the focus from the item at an index to the one at the index that its function returns. */
const STEPS: Record<string, (at: number, count: number) => number> = {
  ArrowDown: (at, count) => (at + 1) % count,
  ArrowUp: (at, count) => (at <= 0 ? count : at) - 1,
  Home: () => 0,
  End: (_, count) => count - 1,
};

export function MenuButton({ label, testId, isBusy = false, face, children }: MenuButtonProps) {
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);

  const items = () => [...(menu.current?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? [])];

  useEffect(() => {
    if (!isOpen) return;
    menu.current?.querySelector<HTMLElement>('[role="menuitem"]')?.focus();
    const closeOutside = ({ target }: PointerEvent) => {
      if (!root.current?.contains(target as Node)) setOpen(false);
    };
    document.addEventListener("pointerdown", closeOutside);
    return () => document.removeEventListener("pointerdown", closeOutside);
  }, [isOpen]);

  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  const onMenuKey = (event: KeyboardEvent) => {
    if (event.key === "Tab") setOpen(false);
    else if (event.key === "Escape") close();
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const all = items();
    all[step(all.indexOf(document.activeElement as HTMLElement), all.length)]?.focus();
  };

  return (
    <div className="menu-button" ref={root}>
      <button
        type="button"
        ref={button}
        className="frame-button"
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        aria-busy={isBusy || undefined}
        disabled={isBusy}
        onClick={() => setOpen(!isOpen)}
        onKeyDown={({ key }) => key === "ArrowDown" && setOpen(true)}
        data-testid={testId}
      >
        {face}
      </button>
      {isOpen && (
        <div
          id={id}
          role="menu"
          tabIndex={-1}
          aria-label={label}
          className="popup-menu"
          ref={menu}
          onClick={close}
          onKeyDown={onMenuKey}
        >
          {children}
        </div>
      )}
    </div>
  );
}

interface MenuActionProps {
  icon?: ReactNode;
  onChoose: () => void;
  isCurrent?: boolean;
  children: ReactNode;
}

/** An item that runs an action. */
export const MenuAction = ({ icon, onChoose, isCurrent = false, children }: MenuActionProps) => (
  <button
    type="button"
    role="menuitem"
    tabIndex={-1}
    className="popup-item"
    aria-current={isCurrent || undefined}
    onClick={onChoose}
  >
    {icon}
    {children}
  </button>
);
