import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { maskContacts } from "./mask-contacts.ts";

const mask = (text: string) => maskContacts(text, "***");

describe("masks", () => {
  test.each([
    ["电话13800138000，欢迎来电", "电话***，欢迎来电"],
    ["手机：138 0013 8000", "手机：***"],
    ["138-0013-8000", "***"],
    ["1380-013-8000", "***"],
    ["1 3 8 0 0 1 3 8 0 0 0", "***"],
    ["+86 13800138000", "***"],
    ["+86-138-0013-8000", "***"],
    ["008613800138000", "***"],
    ["１３８００１３８０００", "***"],
    ["座机 0755-12345678", "座机 ***"],
    ["座机 (0755)1234567转801", "座机 ***"],
    ["（010）8765 4321", "***"],
    ["热线400-123-4567", "热线***"],
    ["4001234567", "***"],
    ["简历发到 hr.li@example.com 即可", "简历发到 *** 即可"],
    ["hr＠example．com", "***"],
    ["hr(at)example.com", "***"],
    ["微信：wx_abc123", "微信：***"],
    ["微信号:hr-zhang", "微信号:***"],
    ["微信同号 abc12345", "微信同号 ***"],
    ["加V：abcdef9", "加V：***"],
    ["vx abc123456", "vx ***"],
    ["QQ:12345678", "QQ:***"],
    ["qq号 12345678", "qq号 ***"],
    ["WeChat ID: hr_zhang", "WeChat ID: ***"],
    ["加微信abc12345", "加微信***"],
    ["联系人：张经理，周一至周五", "联系人：***，周一至周五"],
    ["微信（电话同号）：13800138000", "微信（电话同号）：***"],
    ["(138)0013-8000", "(***"],
    ["𝐇𝐑：hr＠example．com，双休", "𝐇𝐑：***，双休"],
    ["+86(138)00138000", "***"],
    ["138|0013|8000", "***"],
    ["138,0013,8000", "***"],
    ["138 001 38000", "***"],
    ["13800 138000", "***"],
    ["138-00138000", "***"],
    ["13 80 01 38 00 0", "***"],
    ["1380013800013900139000", "***"],
    ["一三八零零一三八零零零", "***"],
    ["幺三八〇〇幺三八〇〇〇", "***"],
    ["壹叁捌零零壹叁捌零零零", "***"],
    ["周一13800138000", "周一***"],
    ["1三8零零1三8零零零", "***"],
    ["138O013800O", "***"],
    ["１３８ ００１３ ８０００", "***"],
    ["①③⑧⓪⓪①③⑧⓪⓪⓪", "***"],
    ["१३८००१३८०००", "***"],
    ["1️⃣3️⃣8️⃣0️⃣0️⃣1️⃣3️⃣8️⃣0️⃣0️⃣0️⃣", "***"],
    ["+86 755 1234 5678", "***"],
    ["0755 -- 12345678", "***"],
    ["010.8765.4321", "***"],
    ["座机：87654321", "座机：***"],
    ["电话87654321", "电话***"],
    ["Tel: 8765-4321", "Tel: ***"],
    ["400.123.4567", "***"],
    ["4001-234-567", "***"],
    ["+852 9123 4567", "***"],
    ["+1 415 555 2671", "***"],
    ["微-信：abc_123", "微-信：***"],
    ["微❤信 abc123", "微❤信 ***"],
    ["徽信：abcdef", "徽信：***"],
    ["wei信：abc123", "wei信：***"],
    ["V-X:abc123", "V-X:***"],
    ["加 V abcd1234", "加 V ***"],
    ["加我微信 hrzhang", "加我微信 ***"],
    ["微信【abc12345】", "微信【***】"],
    ["微信👉abc12345", "微信👉***"],
    ["微信二维码：abc12345", "微信二维码：***"],
    ["QQ群12345678", "QQ群***"],
    ["QQ群号：12345678", "QQ群号：***"],
    ["扣扣群 12345678", "扣扣群 ***"],
    ["Q：12345678", "Q：***"],
    ["QQ/12345678", "QQ/***"],
    ["飞书：hrzhang1", "飞书：***"],
    ["hr（at）example.com", "***"],
    ["hr艾特example点com", "***"],
    ["hr [at] example [dot] com", "***"],
    ["hr@qq", "***"],
    ["hr@公司.cn", "***"],
    ["hr&#64;example.com", "***"],
    ["https://u.wechat.com/abcdef", "https://***"],
    ["联系人 张经理", "联系人 ***"],
    ["HR：张三", "HR：***"],
    ["请联系张女士", "请联系***"],
    ["招聘专员：李小四，双休", "招聘专员：***，双休"],
  ])("%s", (text, masked) => expect(mask(text)).toBe(masked));
});

describe("leaves alone", () => {
  test.each([
    "熟悉微信小程序、微信支付和QQ浏览器",
    "QQ Music platform engineer",
    "负责微信公众号运营，粉丝100000",
    "薪资13000-150000元",
    "10000-15000元/月",
    "200-300元/天，400-800元/单",
    "2023-08-29 08:59:10",
    "2023年08月29日至2024年08月29日",
    "CC123456789J00000000001",
    "1693270750000",
    "2万以上，3-5年经验，985/211优先",
    "ISO9001:2015, GB/T 19001-2016, RFC 2616",
    "C++11/14/17, Python 3.11, @Autowired, npm install @scope/name",
    "深圳市南山区科技园1号楼1001室",
    "身份：13级以上",
    "订单号20230829085910001",
    "熟悉微信、Python3，微信/HTML5、微信（Android）",
    "电话客服 10000-15000元/月",
    "手机 13000-15000",
    "项目经理、工程经理、基金经理，HR主管",
    "08:30-17:30，10.0.0.12:8080，9b74c9897bac770ffc029102a200c5de",
    "oil 1000-2000",
    "look at vue.js, q: expected string",
    "一九九八年，三五人，二十一天",
  ])("%s", (text) => expect(mask(text)).toBe(text));
});

const digit = fc.integer({ min: 0, max: 9 });
const prose = fc.stringMatching(/^[一-龥，。、 ]{0,20}$/);

test("no mobile number gets through, wherever it stands in Chinese text and however it is grouped", () => {
  const number = fc
    .tuple(fc.integer({ min: 3, max: 9 }), fc.array(digit, { minLength: 9, maxLength: 9 }))
    .map(([second, rest]) => `1${second}${rest.join("")}`);
  const grouped = fc
    .tuple(number, fc.constantFrom("", " ", "-", "－"))
    .chain(([all, separator]) =>
      fc.constantFrom(
        { all, text: all },
        { all, text: [all.slice(0, 3), all.slice(3, 7), all.slice(7)].join(separator) },
        { all, text: `+86${separator}${all}` },
      ),
    );
  fc.assert(
    fc.property(prose, grouped, prose, (before, { all, text }, after) => {
      const masked = mask(`${before}${text}${after}`);
      expect(masked.replaceAll(/\D/g, "")).not.toContain(all);
      expect(masked).toContain("***");
    }),
  );
});

test("text without digits, Latin letters and names of contacts is never changed", () => {
  fc.assert(
    fc.property(prose, (text) => {
      expect(mask(text)).toBe(text);
    }),
  );
});

test("masking twice is masking once", () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.constantFrom("微信", "QQ", "：", "13800138000", "a1b2c3", "a@b.cn", " ", "0755-", "联系人"),
      ),
      (parts) => {
        const once = mask(parts.join(""));
        expect(mask(once)).toBe(once);
      },
    ),
  );
});

test("a long text is masked in time that grows with its length", () => {
  for (const unit of ["1", "0", "微信 ", "a", "a.", "86", "1-", "微信a"]) {
    const startedAt = performance.now();
    mask(unit.repeat(100_000));
    expect(performance.now() - startedAt, JSON.stringify(unit)).toBeLessThan(20_000);
  }
});
