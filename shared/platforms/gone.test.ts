import { describe, expect, test } from "vitest";
import { answerOf, queryOf } from "../../tests/support/platforms/raw-rows.ts";
import { boss } from "./boss/adapter.ts";
import { saysGone } from "./gone.ts";
import { qcwy } from "./qcwy/adapter.ts";
import { zhilian } from "./zhilian/adapter.ts";

describe("saysGone", () => {
  test.each([
    "该职位已关闭",
    "职位不存在",
    "该职位已结束招聘",
    "很抱歉，你选择的职位目前已经暂停招聘",
    "抱歉，该岗位已下线！",
    "该职位已被招聘方关闭",
    "您查看的职位已过期",
    "职位已停止招聘",
    "此职位已招满",
    "该公司已注销",
    "公司不存在",
    "您访问的页面不存在",
    "找不到该职位",
    "查无此职位",
    "您要找的职位不见了",
    "您访问的页面已被删除",
    "该职位已于2023-08-01关闭",
    "该岗位招聘结束",
    "该职位已过招聘有效期",
    "该企业已被封禁",
    "职位已停用",
    "该职位已招满，请看看其他职位",
    "该职位已关闭，登录后查看更多职位",
    "该职位 已关闭",
    "該職位已下線",
    "職位不存在",
    "This job is no longer available.",
    "404 Not Found",
  ])("%s", (notice) => {
    expect(saysGone(notice)).toBe(true);
  });

  test.each([
    "",
    "当前登录状态已失效",
    "请登录后查看职位，登录已过期",
    "您的环境存在异常.",
    "您的招聘账号已被冻结",
    "页面已过期，请刷新",
    "参数错误，职位不存在",
    "操作过于频繁，职位加载已暂停",
    "系统繁忙",
    "该职位正在招聘",
    "服务器繁忙，职位数据不存在，请重试",
    "登錄已過期，職位不存在",
    // These stand in a posting's own text, on a page whose layout is new.
    "公司已取消大小周",
    "公司不存在拖欠工资",
    "公司已经停止使用纸质简历",
    "还没有找到好公司",
    "The company closed a round of funding",
    `负责${"招聘管理".repeat(30)}，上一任已离职，职位已关闭`,
  ])("not %s", (notice) => {
    expect(saysGone(notice)).toBe(false);
  });
});

describe("a posting that is no longer there", () => {
  const gone = { outcome: "true-zero", item: null };

  test("on Boss, whose code means a lost sign-in in other answers", () => {
    const detail = (message: string, code = 1) => boss.readDetail(answerOf({ code, message, zpData: {} }));
    expect(detail("该职位已关闭")).toMatchObject({ ...gone, reason: "code 1 该职位已关闭" });
    expect(detail("职位不存在或已下线", 17)).toMatchObject(gone);
    expect(detail("职位已关闭", 0)).toMatchObject(gone);
    expect(detail("Success", 0).outcome).toBe("schema-drift");
    expect(detail("", 404)).toMatchObject(gone);
    expect(detail("当前登录状态已失效").outcome).toBe("login-needed");
    expect(detail("您的环境存在异常.", 37).outcome).toBe("blocked");
    expect(boss.readList(answerOf({ code: 1, message: "该职位已关闭", zpData: {} }), queryOf()).outcome).toBe(
      "login-needed",
    );
  });

  test("on Zhilian", () => {
    const detail = (code: number, message: string) =>
      zhilian.readDetail(answerOf({ code, message, data: null }));
    expect(detail(404, "职位不存在")).toMatchObject(gone);
    expect(detail(400, "该职位已结束招聘")).toMatchObject(gone);
    expect(detail(404, "")).toMatchObject(gone);
    expect(detail(200, "职位已下线")).toMatchObject(gone);
    const body = { code: 400, message: "该职位已结束招聘", data: null };
    expect(zhilian.readDetail(answerOf(body, 400))).toMatchObject(gone);
    expect(zhilian.readDetail(answerOf({ ...body, message: "参数错误" }, 400)).outcome).toBe("blocked");
    expect(detail(400, "参数错误").outcome).toBe("blocked");
    expect(zhilian.readDetail(answerOf({ code: 401, message: "请先登录" })).outcome).toBe("blocked");
  });

  test("on 51job, in a page", () => {
    const page = '<html><div class="research"><p>很抱歉，你选择的职位目前已经暂停招聘</p></div></html>';
    expect(qcwy.readDetail(answerOf(page))).toMatchObject(gone);
    expect(qcwy.readDetail(answerOf({ status: "0", message: "职位已下线" }))).toMatchObject(gone);
    expect(qcwy.readDetail(answerOf("<p>该职位已<em>停止</em>招聘</p>"))).toMatchObject(gone);
    expect(qcwy.readDetail(answerOf("<p>该职位&nbsp;&#24050;&#20851;&#38381;</p>"))).toMatchObject(gone);
    const script = '<html><script>const texts = ["<p>职位不存在</p>"]</script><p>x</p></html>';
    expect(qcwy.readDetail(answerOf(script)).outcome).toBe("schema-drift");
    const slider = '<html><div id="nocaptcha">亲，请拖动下方滑块完成验证</div></html>';
    expect(qcwy.readDetail(answerOf(slider)).outcome).toBe("blocked");
  });

  test("and a company that is gone", () => {
    for (const adapter of [boss, qcwy, zhilian])
      expect(adapter.readCompany(answerOf("<html><h2>抱歉，该公司不存在</h2></html>"), "c")).toMatchObject(
        gone,
      );
    for (const notice of ["抱歉，该公司不存在", "404 Not Found"])
      expect(qcwy.readCompany(answerOf(`<html><h1>${notice}</h1></html>`), "c")).toMatchObject(gone);
  });

  test("is found in linear time in a page without an end", () => {
    const page = `${"<script".repeat(20_000)}${"<p".repeat(50_000)}${"职位".repeat(50_000)}`;
    expect(qcwy.readCompany(answerOf(`<b>${page}`), "c").outcome).not.toBe("ok");
  });
});

describe("a list of null", () => {
  const cases = [
    [boss, (total: number) => ({ code: 0, zpData: { jobList: null, totalCount: total, hasMore: false } })],
    [qcwy, (total: number) => ({ status: "1", resultbody: { job: { items: null, totalCount: total } } })],
    [zhilian, (total: number) => ({ code: 200, data: { list: null, count: total } })],
  ] as const;

  test.each(cases)("is a true zero with a total of 0 only: $platform", (adapter, envelope) => {
    expect(adapter.readList(answerOf(envelope(0)), queryOf())).toMatchObject({
      outcome: "true-zero",
      total: 0,
    });
    expect(adapter.readList(answerOf(envelope(3)), queryOf()).outcome).toBe("schema-drift");
  });
});
