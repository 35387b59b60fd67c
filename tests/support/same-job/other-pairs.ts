/** Pairs that are two jobs, by what tells them apart. */
import { CITY_DISTRICTS } from "../../../local/job-boards/corpus/vocabulary.ts";
import { PLATFORMS } from "../../../shared/contracts/vocabulary.ts";
import { DAY_MS } from "../../../shared/time.ts";
import type { OTHER_CLASSES } from "./classes.ts";
import { AGENCY, BASE_MS, edited, type Make, scaled } from "./maker.ts";
import type { OneToken } from "./one-token-pairs.ts";

export const OTHER: Record<
  Exclude<(typeof OTHER_CLASSES)[number], (typeof OTHER_CLASSES)[0] | OneToken>,
  Make
> = {
  "other district"(posting, { dice, job }) {
    const districts = (CITY_DISTRICTS[posting.city]?.districts ?? []).filter(
      (name) => name !== posting.district,
    );
    if (districts.length === 0) return null;
    const elsewhere = edited(posting, { area: `${posting.city}·${dice.of(districts)}` });
    return [
      job(posting, dice.of(PLATFORMS), BASE_MS),
      job(elsewhere, dice.of(PLATFORMS), BASE_MS + dice.below(60) * DAY_MS),
    ];
  },
  "other salary level"(posting, { dice, job }) {
    const salary = scaled(posting.salary, dice.of([0.55, 0.65, 1.4, 1.6, 2]));
    if (salary === null) return null;
    const other = edited(posting, { salary });
    return [
      job(posting, dice.of(PLATFORMS), BASE_MS),
      job(other, dice.of(PLATFORMS), BASE_MS + dice.below(60) * DAY_MS),
    ];
  },
  "agency for several firms"(posting, { dice, job }) {
    const [one, other] = dice.shuffled(["鼎新", "博纳", "卓越", "远图", "景程"]) as [string, string];
    if (dice.below(2) === 0) {
      // One text under the names of two firms.
      const firm = (brand: string) => edited(posting, { company: `${posting.city}${brand}科技有限公司` });
      return [job(firm(one), dice.of(PLATFORMS), BASE_MS), job(firm(other), dice.of(PLATFORMS), BASE_MS)];
    }
    // One agency for two firms: the same title, place and salary, other texts and skills.
    const agency = edited(posting, { company: `${posting.city}${one}${AGENCY}` });
    const text = (client: string, what: string) =>
      `客户：某${client}。${what}，项目组成员约${10 + dice.below(30)}人，办公地点由客户安排，入职后由客户方直接管理，表现优异者可转为客户正式编制。`;
    const clients = dice.shuffled([
      text("大型国有银行", "参与核心账务与支付清算系统的建设"),
      text("新能源车企", "建设车联网平台与电池数据采集链路"),
      text("跨境电商", "支撑大促期间的订单履约与库存同步"),
      text("三甲医院", "维护门诊与影像归档的院内信息平台"),
    ]);
    const skills = dice.shuffled([...posting.tagList, "Oracle", "Kafka", "Flink", "Vue", "Hadoop", "驻场"]);
    const half = Math.ceil(skills.length / 2);
    const platform = dice.of(PLATFORMS);
    return [
      job(agency, platform, BASE_MS, {
        description: clients[0] as string,
        skills: skills.slice(0, half),
        is_proxy: true,
      }),
      job(agency, platform, BASE_MS, {
        description: clients[1] as string,
        skills: skills.slice(half),
        is_proxy: true,
      }),
    ];
  },
  "another job in the same text"(posting, { dice, job }) {
    const titles = [
      "会计主管",
      "行政前台",
      "测试工程师",
      "售前技术支持",
      "产品经理",
      "仓库主管",
      "嵌入式硬件工程师",
      "招聘主管",
    ];
    const title = dice.of(titles.filter((one) => !posting.title.includes(one.slice(0, 2))));
    const [one, other] = [dice.of(PLATFORMS), dice.of(PLATFORMS)];
    const made = job(posting, one, BASE_MS);
    return [
      made,
      {
        ...job(edited(posting, { title }), other, BASE_MS),
        description: made.description,
        skills: made.skills,
      },
    ];
  },
};
