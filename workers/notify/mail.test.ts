import { expect, test } from "vitest";
import { readSmtpUrl } from "./mail.ts";

test.each([
  [
    "smtps://me:p%40ss@mail.example.com:465",
    { host: "mail.example.com", port: 465, secure: true, startTls: false },
  ],
  ["smtps://me:p%40ss@mail.example.com", { port: 465, secure: true }],
  ["smtp://me:p%40ss@mail.example.com", { port: 587, secure: false, startTls: true }],
])("%s", (url, wanted) => {
  expect(readSmtpUrl(url)).toMatchObject({ ...wanted, credentials: { username: "me", password: "p@ss" } });
});

test("no credentials are sent where none are given", () => {
  expect(readSmtpUrl("smtp://127.0.0.1:2525")).not.toHaveProperty("credentials");
});

test.each(["", "mail.example.com", "https://mail.example.com", "smtp://"])("%j is refused by name", (url) => {
  expect(() => readSmtpUrl(url)).toThrow("SMTP_URL is not smtp://");
});
