/**
 * A button that opens the dialog of a bulk action, whose code is loaded when it is first needed. The dialog belongs to the
 * page: the action may empty the list, or the selection, that the button stands at.
 */
import type { ButtonProps } from "antd";
import { createContext, lazy, type ReactNode, Suspense, use } from "react";
import type { ApiRoute } from "../../../../workers/api/client-type.ts";
import { PermissionButton } from "../permission-button.tsx";
import { useDialog } from "../use-dialog.ts";
import type { BulkSubject } from "./bulk-dialog.tsx";

const BulkDialog = lazy(async () => ({ default: (await import("./bulk-dialog.tsx")).BulkDialog }));

interface BulkOpening {
  subject: BulkSubject;
  onChanged: () => void;
}

const OpenBulk = createContext<(opening: BulkOpening) => void>(() => {});

/** Goes around a page that has such buttons. */
export function BulkHost({ children }: { children: ReactNode }) {
  const dialog = useDialog<BulkOpening>();
  return (
    <OpenBulk value={dialog.open}>
      {children}
      {dialog.subject && (
        <Suspense>
          <BulkDialog key={dialog.turn} {...dialog.subject} open={dialog.isOpen} onClose={dialog.close} />
        </Suspense>
      )}
    </OpenBulk>
  );
}

interface BulkOpenerProps extends Omit<ButtonProps, "onClick"> {
  route: ApiRoute;
  subject: () => BulkSubject;
  onChanged: () => void;
}

export function BulkOpener({ subject, onChanged, ...button }: BulkOpenerProps) {
  const openBulk = use(OpenBulk);
  return <PermissionButton {...button} onClick={() => openBulk({ subject: subject(), onChanged })} />;
}
