/** The providers round the router: light or dark, data. antd's stand round the pages (`antd-root.tsx`). */
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { useLayoutEffect, useMemo, useState } from "react";
import { meQuery } from "../api/account.ts";
import { session } from "../auth/session.ts";
import { writePreference } from "./preferences.ts";
import { makeQueryClient } from "./query-client.ts";
import { router } from "./router.tsx";
import { type ColorScheme, initialScheme, SchemeContext } from "./scheme.ts";

const queryClient = makeQueryClient();

// The frame needs to know who is signed in: this request must not wait behind the files of the page.
void queryClient.prefetchQuery(meQuery);

// What one session read must not be shown in the next one.
session.onEnd(() => {
  queryClient.setQueryData(meQuery.queryKey, null);
  queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== meQuery.queryKey[0] });
});

export function App() {
  const [scheme, setScheme] = useState<ColorScheme>(initialScheme);

  // It runs before the paint, so that no dark page flashes in light colours.
  useLayoutEffect(() => {
    document.documentElement.style.colorScheme = scheme;
    document.documentElement.dataset.theme = scheme;
  }, [scheme]);

  const schemeValue = useMemo(
    () => ({
      scheme,
      toggle: () => {
        const next = scheme === "dark" ? "light" : "dark";
        writePreference("theme", next);
        setScheme(next);
      },
    }),
    [scheme],
  );

  return (
    <SchemeContext value={schemeValue}>
      <div className="frame">
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </div>
    </SchemeContext>
  );
}
