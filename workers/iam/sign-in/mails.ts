/** Mails about an account, in both languages of the dashboard. */
import type { Mail } from "../../notify/mail.ts";
import { RESET_SECONDS } from "./sign-in-rules.ts";

/** Carries the link to set a new password. */
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

/** Tells the owner, at the address before the change, that mails of the account go elsewhere from now on. */
export function addressMail({ name, email }: { name: string; email: string }): Mail {
  return {
    to: email,
    subject: "JobData: 邮箱已更改 / your e-mail address was changed",
    text: [
      `${name}，您好：`,
      "您的 JobData 账户的邮箱已更改，今后的邮件（包括重置密码的链接）不再发送到此地址。",
      "如果不是您本人操作，请立即联系管理员。",
      "",
      `Hello ${name},`,
      "the e-mail address of your JobData account was changed: mails, and links to reset the password, no longer come to this address.",
      "If you did not ask for it, tell your administrator at once.",
      "",
    ].join("\n"),
  };
}
