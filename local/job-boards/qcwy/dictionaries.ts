/** The dictionaries of the 51job board, as static files. Areas hold their districts under `items`. */
import type { FilterTable } from "../../../shared/platforms/filter-table.ts";
import { DEGREE, EXPERIENCE, SALARY, SIZE } from "../../../shared/platforms/qcwy/codes.ts";
import { INDUSTRIES } from "../corpus/industries.ts";
import { byProvince } from "../site-codes.ts";
import { codes } from "./posting.ts";

const POPULAR = ["全国", "北京", "上海", "广州", "深圳"];
const options = ({ codes: own }: FilterTable) => own.map(({ code, label }) => ({ id: code, value: label }));

function cities() {
  const districts = Map.groupBy(codes.districts, ({ city }) => city);
  const area = (name: string) => {
    const below = districts.get(codes.cities[name] ?? "") ?? [];
    return {
      code: codes.cities[name],
      value: name,
      ...(below.length > 0 && { items: below.map((one) => ({ code: one.code, value: one.name })) }),
    };
  };
  return {
    items: [
      { title: "热门城市", type: "1", items: POPULAR.map(area) },
      ...byProvince(codes).map(({ province, names }) => ({
        title: province,
        type: "0",
        items: names.map(area),
      })),
    ],
  };
}

export const DICTIONARIES: Readonly<Record<string, () => string>> = {
  "/in/js/2023/dd/dd_city.json": () => JSON.stringify(cities()),
  "/in/js/2023/dd/dd_filter.json": () =>
    JSON.stringify({
      status: "1",
      message: "成功",
      resultbody: {
        workYear: options(EXPERIENCE),
        degree: options(DEGREE),
        salary: options(SALARY),
        companySize: options(SIZE),
        industry: INDUSTRIES.flatMap(({ trades }, at) =>
          trades.map((value, index) => ({ id: `${at + 1}${index + 1}`, value })),
        ),
        jobTerm: [
          { id: "01", value: "全职" },
          { id: "02", value: "兼职" },
        ],
        companyType: [{ id: "04", value: "民营" }],
      },
    }),
};
