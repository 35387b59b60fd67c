import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isPublicIpv4, isPublicIpv6, parseIpv4, parseIpv6 } from "./ip-address.ts";
import { addressProblem, checkOutgoingUrl, WEBHOOK_RULES } from "./outgoing-url.ts";

const reasonOf = (text: string, rules = WEBHOOK_RULES) => {
  const checked = checkOutgoingUrl(text, rules);
  return checked.ok ? null : checked.reason;
};

describe("lets pass", () => {
  test.each([
    "https://hooks.example.com/x?y=1",
    "http://example.org",
    "https://example.com.:8443/",
    "https://8.8.8.8/",
    "https://[2606:4700:4700::1111]/",
    "https://EXAMPLE.com/",
    "https://中国移动.中国/hook",
    "https://my_hook.example.com/",
    "https://open.feishu.cn/open-apis/bot/v2/hook/abc",
    "https://172.15.255.255/",
    "https://172.32.0.0/",
    "https://100.63.255.255/",
    "https://[64:ff9b::808:808]/",
    "https://[2002:808:808::1]/",
  ])("%s", (text) => expect(reasonOf(text)).toBeNull());
});

/** Each leads inside, or to another protocol. */
const ATTACKS = [
  // Loopback and its spellings.
  "http://127.0.0.1/",
  "http://127.1/",
  "http://127.0.1/",
  "http://2130706433/",
  "http://0x7f000001/",
  "http://0x7f.0x0.0x0.0x1/",
  "http://0177.0.0.1/",
  "http://017700000001/",
  "http://0x7f.1/",
  "http://127.0.0.1./",
  "http://0/",
  "http://0.0.0.0:8080/",
  "http://①②⑦.⓪.⓪.①/",
  "http://１２７.０.０.１/",
  "http://127。0。0。1/",
  "http://127%2e0%2e0%2e1/",
  "http://%31%32%37.0.0.1/",
  "http://localhost/",
  "http://LOCALHOST./",
  "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/",
  "http://foo.localhost/",
  "http://[::1]/",
  "http://[0:0:0:0:0:0:0:1]/",
  "http://[::]/",
  "http://[::ffff:127.0.0.1]/",
  "http://[::ffff:7f00:1]/",
  "http://[::127.0.0.1]/",
  // Private, shared, link-local, reserved.
  "http://10.0.0.1/",
  "http://172.16.0.1/",
  "http://172.31.255.255/",
  "http://192.168.1.1/",
  "http://192.168.257/",
  "http://100.64.0.1/",
  "http://198.18.0.1/",
  "http://224.0.0.1/",
  "http://255.255.255.255/",
  "http://[fc00::1]/",
  "http://[fe80::1]/",
  "http://[ff02::1]/",
  "http://[fec0::1]/",
  "http://[2001:db8::1]/",
  "http://[2001::1]/",
  "http://[100::1]/",
  // A private address inside another one.
  "http://[64:ff9b::a00:1]/",
  "http://[64:ff9b::169.254.169.254]/",
  "http://[64:ff9b:1::808:808]/",
  "http://[2002:a00:1::]/",
  "http://[2002:7f00:1::1]/",
  "http://[::ffff:0:127.0.0.1]/",
  // Metadata of clouds.
  "http://169.254.169.254/latest/meta-data/",
  "http://169.254.169.254.:80/",
  "http://2852039166/",
  "http://0xa9fea9fe/",
  "http://0251.0376.0251.0376/",
  "http://169.254.43518/",
  "http://[fd00:ec2::254]/latest/",
  "http://[::ffff:a9fe:a9fe]/",
  "http://metadata.google.internal/computeMetadata/v1/",
  "http://METADATA.google.internal./",
  "http://100.100.100.200/latest/meta-data/",
  "http://169.254.170.2/v2/credentials",
  "http://192.0.0.192/opc/v1/",
  "http://168.63.129.16/",
  "http://metadata.tencentyun.com/",
  // Names of inside.
  "http://router.local/",
  "http://db.internal/",
  "http://server.corp/",
  "http://nas.home.arpa/",
  "http://intranet/",
  "http://1.0.0.127.in-addr.arpa/",
  // Not a web address, or a confused one.
  "file:///etc/passwd",
  "ftp://example.com/",
  "gopher://example.com:70/_x",
  "data:text/plain,x",
  "javascript:alert(1)",
  "blob:https://example.com/x",
  "ws://example.com/",
  "//example.com/",
  "example.com",
  "",
  "https://",
  "http:\\\\127.0.0.1\\",
  "http://example.com\\@127.0.0.1/",
  "http://user:pass@example.com/",
  "http://user@example.com/",
  "http://example.com:25/",
  "http://example.com:6379/",
  "http://example.com:11211/",
  "http://exa\tmple.com/",
  "http://example.com/\r\nHost: x",
  " http://example.com/",
  "http://256.256.256.256/",
  "http://1.2.3.4.5/",
  "http://[::1%25eth0]/",
  `http://example.com/${"x".repeat(2048)}`,
];

describe("refuses", () => {
  test.each(ATTACKS)("%s", (text) => expect(reasonOf(text)).toEqual(expect.any(String)));

  test("credentials without repeating them", () => {
    expect(reasonOf("https://anna:geheim@example.com/")).toBe(
      "holds a user name or password; send them in a header",
    );
  });
});

test("an operator's own origin passes, and no other port or scheme of it", () => {
  const rules = { ...WEBHOOK_RULES, trustedOrigins: ["http://127.0.0.1:9876"] };
  expect(reasonOf("http://127.0.0.1:9876/hook", rules)).toBeNull();
  expect(reasonOf("http://127.0.0.1:9877/hook", rules)).not.toBeNull();
  expect(reasonOf("https://127.0.0.1:9876/hook", rules)).not.toBeNull();
  expect(reasonOf("http://127.0.0.1:9876@10.0.0.1/", rules)).not.toBeNull();
});

const byte = fc.integer({ min: 0, max: 255 });
const ipv4 = fc.tuple(byte, byte, byte, byte);
const dotted = (bytes: readonly number[]) => bytes.join(".");
const value = ([a, b, c, d]: readonly [number, number, number, number]) =>
  ((a * 256 + b) * 256 + c) * 256 + d;
const group = fc.integer({ min: 0, max: 0xffff });

describe("IPv4 spellings", () => {
  test("all mean the same address and get the same answer", () => {
    fc.assert(
      fc.property(ipv4, (bytes) => {
        const [a, b, c, d] = bytes;
        const n = value(bytes);
        const isPublic = isPublicIpv4(n);
        const spellings = [
          dotted(bytes),
          `${dotted(bytes)}.`,
          `${n}`,
          `0x${n.toString(16)}`,
          `0${n.toString(8)}`,
          `${a}.${b * 65536 + c * 256 + d}`,
          `${a}.${b}.${c * 256 + d}`,
          bytes.map((part) => `0x${part.toString(16)}`).join("."),
          bytes.map((part) => `0${part.toString(8)}`).join("."),
          dotted(bytes).replaceAll(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit))),
          dotted(bytes).replaceAll(".", "。"),
          `[::ffff:${dotted(bytes)}]`,
        ];
        for (const host of spellings.slice(0, -1))
          expect(checkOutgoingUrl(`http://${host}/`).ok, host).toBe(isPublic);
        // Mapped addresses are refused whatever they hold: no public name answers with one.
        expect(checkOutgoingUrl(`http://${spellings.at(-1)}/`).ok).toBe(false);
        expect(addressProblem(dotted(bytes)) === null).toBe(isPublic);
      }),
    );
  });

  test("private blocks are never public, whatever the rest", () => {
    fc.assert(
      fc.property(byte, byte, byte, (b, c, d) => {
        const hosts = [
          `10.${b}.${c}.${d}`,
          `127.${b}.${c}.${d}`,
          `0.${b}.${c}.${d}`,
          `169.254.${c}.${d}`,
          `192.168.${c}.${d}`,
          `172.${16 + (b % 16)}.${c}.${d}`,
          `100.${64 + (b % 64)}.${c}.${d}`,
          `${224 + (b % 32)}.${b}.${c}.${d}`,
        ];
        for (const host of hosts) expect(addressProblem(host), host).not.toBeNull();
      }),
    );
  });
});

describe("IPv6", () => {
  test("is read alike in every spelling", () => {
    fc.assert(
      fc.property(fc.array(group, { minLength: 8, maxLength: 8 }), (groups) => {
        const full = groups.map((part) => part.toString(16)).join(":");
        expect(parseIpv6(full)).toEqual(groups);
        // The URL parser writes it with the longest run of zeros left out.
        const short = new URL(`http://[${full}]/`).hostname.slice(1, -1);
        expect(parseIpv6(short)).toEqual(groups);
        const tail = dotted([6, 7].flatMap((at) => [(groups[at] ?? 0) >> 8, (groups[at] ?? 0) & 255]));
        expect(parseIpv6(`${full.split(":").slice(0, 6).join(":")}:${tail}`)).toEqual(groups);
      }),
    );
  });

  test("outside 2000::/3 only NAT64 is public, and carries a public address", () => {
    fc.assert(
      fc.property(fc.array(group, { minLength: 8, maxLength: 8 }), (groups) => {
        if (isPublicIpv6(groups)) expect((groups[0] ?? 0) >> 13).toBe(1);
      }),
    );
    fc.assert(
      fc.property(group, group, (high, low) => {
        const inner = isPublicIpv4(high * 65536 + low);
        expect(isPublicIpv6([0x64, 0xff9b, 0, 0, 0, 0, high, low])).toBe(inner);
        expect(isPublicIpv6([0x2002, high, low, 0, 0, 0, 0, 1])).toBe(inner);
      }),
    );
  });

  test.each([
    "",
    ":",
    ":::",
    "1::2::3",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9",
    "::g",
    "12345::",
    "1:2:3:4:5:6:7:8::",
    "::1.2.3",
    "1.2.3.4::",
  ])("%j is none", (text) => expect(parseIpv6(text)).toBeNull());
});

test("no text makes the check throw, and what passes is what was checked", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.webUrl(),
        fc.string().map((host) => `http://${host}/`),
      ),
      (text) => {
        const checked = checkOutgoingUrl(text);
        if (!checked.ok) return;
        expect(["http:", "https:"]).toContain(checked.url.protocol);
        expect(checkOutgoingUrl(checked.url.href)).toMatchObject({ ok: true });
      },
    ),
  );
});

test.each(["1.2.3", "1.2.3.4.5", "1.2.3.256", "1.2.3.-1", "a.b.c.d", "0x1.2.3.4"])(
  "%j is no IPv4 address",
  (text) => expect(parseIpv4(text)).toBeNull(),
);
