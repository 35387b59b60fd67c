/** The screen for people whose password was set by somebody else: they must replace it first. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { meQuery, signOut } from "../api/account.ts";
import { useTexts } from "../i18n/texts.ts";
import { AuthCard } from "./auth-card.tsx";
import { ChangePassword } from "./change-password.tsx";
import { session } from "./session.ts";

interface FirstPasswordProps {
  /** The password with which the person just signed in; null after a reload. */
  typed: string | null;
  onDone: () => void;
}

export function FirstPassword({ typed, onDone }: FirstPasswordProps) {
  const { t } = useTexts();
  const client = useQueryClient();
  const leave = useMutation({ mutationFn: signOut, onSettled: session.signOut });
  const done = async () => {
    await client.refetchQueries({ queryKey: meQuery.queryKey });
    onDone();
  };
  return (
    <AuthCard title={t("auth.firstTitle")} intro={t("auth.firstIntro")} testId="first-password">
      <ChangePassword typed={typed} onDone={() => void done()} />
      <Button type="link" loading={leave.isPending} onClick={() => leave.mutate()}>
        {t("app.signOut")}
      </Button>
    </AuthCard>
  );
}
