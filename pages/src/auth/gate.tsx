/** Lets in who is signed in and has set a password of their own. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Flex, Spin } from "antd";
import { Fragment, type ReactNode, useEffect, useRef, useState } from "react";
import { meQuery } from "../api/account.ts";
import { useTexts } from "../i18n/texts.ts";
import { ErrorPanel } from "../ui/error-panel.tsx";
import { FirstPassword } from "./first-password.tsx";
import { MeContext } from "./me.ts";
import { useSession } from "./session.ts";
import { SignIn } from "./sign-in.tsx";

export function Gate({ children }: { children: ReactNode }) {
  const { t } = useTexts();
  const { ended } = useSession();
  const client = useQueryClient();
  const { data: me, error, refetch } = useQuery(meQuery);
  // Kept for the moment between the sign-in and the change that it demands, so that nobody types it twice.
  const [typed, setTyped] = useState<string | null>(null);

  // Somebody else signed in, in another tab: nothing that the last one has read is left.
  const userId = me?.user.id;
  const last = useRef(userId);
  useEffect(() => {
    if (last.current !== undefined && userId !== undefined && last.current !== userId) {
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== meQuery.queryKey[0] });
    }
    if (userId !== undefined) last.current = userId;
  }, [userId, client]);

  const isSettled = me?.password_change_required === false;
  useEffect(() => {
    if (isSettled) setTyped(null);
  }, [isSettled]);

  if (me === null) return <SignIn ended={ended} onPassword={setTyped} />;
  if (me?.password_change_required) return <FirstPassword typed={typed} onDone={() => setTyped(null)} />;
  if (me) {
    return (
      <MeContext value={me}>
        <Fragment key={me.user.id}>{children}</Fragment>
      </MeContext>
    );
  }
  return (
    <Flex justify="center" align="center" className="sign-in">
      {error ? (
        <ErrorPanel error={error} onRetry={() => void refetch()} />
      ) : (
        <Spin size="large" aria-label={t("app.loading")} />
      )}
    </Flex>
  );
}
