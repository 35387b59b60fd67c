/** The providers round the router: theme, language, data. */
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { App as AntdApp, ConfigProvider } from "antd";
import { useEffect, useMemo, useState } from "react";
import { meQuery } from "../api/account.ts";
import { session } from "../auth/session.ts";
import { antdLocale } from "../i18n/i18n.ts";
import { useTexts } from "../i18n/texts.ts";
import { writePreference } from "./preferences.ts";
import { makeQueryClient } from "./query-client.ts";
import { router } from "./router.tsx";
import { type ColorScheme, initialScheme, SchemeContext, themeOf } from "./theme.tsx";

const queryClient = makeQueryClient();

// What one session read must not be shown in the next one.
session.onEnd(() => {
  queryClient.setQueryData(meQuery.queryKey, null);
  queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== meQuery.queryKey[0] });
});

export function App() {
  const { language } = useTexts();
  const [scheme, setScheme] = useState<ColorScheme>(initialScheme);

  useEffect(() => {
    document.documentElement.style.colorScheme = scheme;
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
  const theme = useMemo(() => themeOf(scheme), [scheme]);

  return (
    <SchemeContext value={schemeValue}>
      <ConfigProvider theme={theme} locale={antdLocale(language)} button={{ autoInsertSpace: false }}>
        <AntdApp className="jobdata frame" notification={{ placement: "bottomRight" }}>
          <QueryClientProvider client={queryClient}>
            <RouterProvider router={router} />
          </QueryClientProvider>
        </AntdApp>
      </ConfigProvider>
    </SchemeContext>
  );
}
