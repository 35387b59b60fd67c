/** Opens the saved searches of a list; they are loaded with the first click. */
import { Button } from "antd";
import { lazy, Suspense, useState } from "react";
import type { SearchKind } from "../../../../shared/contracts/saved-search.ts";
import { stringifySearch } from "../../app/search-format.ts";
import { useCan } from "../../auth/me.ts";
import { useTexts } from "../../i18n/texts.ts";
import { texts } from "./texts.ts";

const SavedSearches = lazy(async () => ({ default: (await import("./drawer.tsx")).SavedSearches }));

interface SavedSearchesButtonProps {
  kind: SearchKind;
  /** The present filter and order. */
  search: Record<string, unknown>;
}

export function SavedSearchesButton({ kind, search }: SavedSearchesButtonProps) {
  const { t } = useTexts(texts);
  const [isOpen, setOpen] = useState(false);
  if (!useCan()("GET /api/v1/saved-searches")) return null;
  return (
    <>
      <Button onClick={() => setOpen(true)} data-testid="saved-searches">
        {t("saved-searches.title")}
      </Button>
      {isOpen && (
        <Suspense>
          <SavedSearches
            kind={kind}
            query={stringifySearch(search).slice(1)}
            onClose={() => setOpen(false)}
          />
        </Suspense>
      )}
    </>
  );
}
