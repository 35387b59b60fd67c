/** Shows the dashboard to people who are signed in and have set their own password, otherwise the screen for that. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Fragment, lazy, type ReactNode, Suspense, useEffect, useRef, useState } from "react";
import { meQuery } from "../api/account.ts";
import { LazyAntdRoot } from "../app/lazy-antd-root.ts";
import { useTexts } from "../i18n/texts.ts";
import { ErrorPanel } from "../ui/error-panel.tsx";
import { MeContext } from "./me.ts";
import { useSession } from "./session.ts";

// A person who is signed in needs none of the forms.
const SignIn = lazy(async () => ({ default: (await import("./sign-in.tsx")).SignIn }));
const FirstPassword = lazy(async () => ({ default: (await import("./first-password.tsx")).FirstPassword }));

export function Gate({ children }: { children: ReactNode }) {
  const { t } = useTexts();
  const { ended } = useSession();
  const client = useQueryClient();
  const { data: me, error, refetch } = useQuery(meQuery);
  // Kept between the sign-in and the required change of password, so that it is typed only once.
  const [typed, setTyped] = useState<string | null>(null);

  // Somebody else signed in, in another tab: what the previous person read is removed.
  const userId = me?.user.id;
  const lastUserId = useRef(userId);
  useEffect(() => {
    if (lastUserId.current !== undefined && userId !== undefined && lastUserId.current !== userId) {
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== meQuery.queryKey[0] });
    }
    if (userId !== undefined) lastUserId.current = userId;
  }, [userId, client]);

  const isSettled = me?.password_change_required === false;
  useEffect(() => {
    if (isSettled) setTyped(null);
  }, [isSettled]);

  const waiting = (
    <div className="sign-in">
      <div className="spinner" role="status" aria-label={t("app.loading")} />
    </div>
  );
  if (me === null || me?.password_change_required) {
    return (
      <Suspense fallback={waiting}>
        <LazyAntdRoot>
          {me === null ? (
            <SignIn ended={ended} onPassword={setTyped} />
          ) : (
            <FirstPassword typed={typed} onDone={() => setTyped(null)} />
          )}
        </LazyAntdRoot>
      </Suspense>
    );
  }
  if (me) {
    return (
      <MeContext value={me}>
        <Fragment key={me.user.id}>{children}</Fragment>
      </MeContext>
    );
  }
  if (!error) return waiting;
  return (
    <div className="sign-in">
      <ErrorPanel error={error} onRetry={() => void refetch()} />
    </div>
  );
}
