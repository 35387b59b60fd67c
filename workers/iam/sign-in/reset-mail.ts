/** The mail with the link to set a new password, in both languages of the dashboard. */
import type { Mail } from "../../notify/mail.ts";
import { RESET_SECONDS } from "./better-auth.ts";

export function resetMail(to: { name: string; email: string; token: string; publicUrl: string }): Mail {
  const link = `${to.publicUrl}/reset-password?token=${encodeURIComponent(to.token)}`;
  const minutes = RESET_SECONDS / 60;
  return {
    to: to.email,
    subject: "JobData: 重置密码 / reset your password",
    text: [
      `${to.name}，您好：`,
      `请在 ${minutes} 分钟内打开以下链接设置新密码。如果不是您本人操作，请忽略本邮件。`,
      link,
      "",
      `Hello ${to.name},`,
      `open this link within ${minutes} minutes to set a new password. If you did not ask for it, ignore this mail.`,
      link,
      "",
    ].join("\n"),
  };
}
