import { describe, expect, test } from "vitest";
import { checkProxyAddress, parseProxyUrl } from "./proxy-address.ts";

describe("an address", () => {
  const check = (host: string, port = 8080, inner = false) =>
    checkProxyAddress({ protocol: "socks5", host, port }, inner);

  test.each([
    ["Proxy.Example.COM", "proxy.example.com"],
    ["8.8.8.8", "8.8.8.8"],
    ["0x08080808", "8.8.8.8"],
    ["[2606:4700::1]", "[2606:4700::1]"],
  ])("%s is %s", (host, normal) => {
    expect(check(host.replace(".Example.COM", ".vendor.net"))).toMatchObject({
      ok: true,
      value: { host: normal.replace(".example.com", ".vendor.net"), port: 8080 },
    });
  });

  test.each([
    "127.0.0.1",
    "0x7f.1",
    "10.0.0.1",
    "localhost",
    "[::1]",
    "169.254.169.254",
    "metadata.internal",
    "a",
  ])("inside is refused outside of a developer's machine: %s", (host) => {
    expect(check(host)).toMatchObject({ ok: false, field: "host" });
    expect(check(host, 8080, true)).toMatchObject({ ok: true });
  });

  test("of another protocol's port is refused, and what is no host", () => {
    expect(check("p.vendor.net", 22)).toMatchObject({ ok: false, field: "port" });
    for (const host of ["a b", "user@p.vendor.net", "p.vendor.net/x", "p.vendor.net:1", ""])
      expect(check(host), host).toMatchObject({ ok: false, field: "host" });
  });
});

describe("a URL", () => {
  test.each([
    ["http://p.vendor.net", { protocol: "http", port: 80, username: null, password: null }],
    ["https://a:b@p.vendor.net", { protocol: "https", port: 443, username: "a", password: "b" }],
    [
      "socks5://a%40b:p%3Aw@p.vendor.net:9",
      { protocol: "socks5", port: 9, username: "a@b", password: "p:w" },
    ],
    ["socks5h://p.vendor.net/", { protocol: "socks5", port: 1080 }],
    ["http://user:pa%23s%25@203.0.113.2:8080", { username: "user", password: "pa#s%" }],
    ["http://user:100%@203.0.113.2:8080", { password: "100%" }],
    ["http://user:密%x@203.0.113.2:8080", { password: "密%x" }],
    ["http://user:p@ss@203.0.113.2:8080", { host: "203.0.113.2", password: "p@ss" }],
  ])("%s", (text, value) => {
    expect(parseProxyUrl(text)).toMatchObject({ ok: true, value });
  });

  test.each([
    "",
    "p.vendor.net:80",
    "ftp://p.vendor.net",
    "http://p.vendor.net/x",
    "socks5://",
    "http://u:s3cret@p.vendor.net:99999",
  ])("is refused, and its credentials are not repeated: %s", (text) => {
    const checked = parseProxyUrl(text);
    expect(checked).toMatchObject({ ok: false, field: "url" });
    expect(JSON.stringify(checked)).not.toContain("s3cret");
  });
});

test.each([
  ["http://user:s3cret#x@203.0.113.2:8080", "write # as %23"],
  // The URL parser takes the user name for the host here, and the beginning of the password for its port.
  ["http://user:80#s3cret@203.0.113.2:8080", "write # as %23"],
  ["socks5://user:s3cret/x@p.vendor.net:1080", "write / as %2F"],
  ["socks5://us?er:s3cret\\x@p.vendor.net:1080", "write ? as %3F, \\ as %5C"],
])("a character that ends a host is named with its escape: %s", (text, advice) => {
  const checked = parseProxyUrl(text);
  expect(checked).toMatchObject({ ok: false, field: "url", reason: expect.stringContaining(advice) });
  expect(JSON.stringify(checked)).not.toContain("s3cret");
});

describe("the address that a URL names", () => {
  const problemOf = (text: string) => {
    const parsed = parseProxyUrl(text);
    if (!parsed.ok) return parsed.reason;
    const checked = checkProxyAddress(parsed.value, false);
    return checked.ok ? null : checked.reason;
  };

  test.each([
    "http://user:secret@proxy.example.com:3128",
    "socks5://user:secret@8.8.8.8:1080",
    "socks5h://p.example.net:1080",
  ])("may be called: %s", (text) => expect(problemOf(text)).toBeNull());

  test.each([
    "socks5://127.0.0.1:1080",
    "socks5://0x7f.1:1080",
    "socks5://１２７.0.0.1:1080",
    "socks5://localhost:1080",
    "socks5://[::1]:1080",
    "socks5://[::ffff:10.0.0.1]:1080",
    "socks5://",
    "socks4://8.8.8.8:1080",
    "http://user:secret@169.254.169.254:3128",
    "socks5://anna:geheim@10.0.0.1:1080",
  ])("is refused, and its credentials are not repeated: %s", (text) => {
    expect(problemOf(text)).toEqual(expect.any(String));
    expect(problemOf(text)).not.toMatch(/anna|geheim|secret/);
  });
});
