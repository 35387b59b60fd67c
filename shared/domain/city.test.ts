import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cityName, parsePlace } from "./city.ts";

describe("cityName", () => {
  test.each([
    ["北京", "北京"],
    ["北京市", "北京"],
    ["昆山市", "昆山"],
    ["广州", "广州"],
    ["安吉", "安吉县"],
    ["寻甸回族彝族自治县", "寻甸"],
    ["恩施市", "恩施"],
    ["仙桃", "仙桃"],
    ["襄樊", "襄阳"],
    ["海门市", "海门"],
    ["吉林", "吉林"],
    ["吉林市", "吉林"],
    ["红河州", "红河"],
    ["红河哈尼族彝族自治州", "红河"],
    ["黔西南布依族苗族自治州", "黔西南"],
    ["大兴安岭地区", "大兴安岭"],
    ["全国", "全国"],
    [" 上海 ", "上海"],
    ["锡林郭勒盟", "锡林郭勒"],
    ["景德镇", "景德镇"],
    ["新乡市", "新乡"],
    ["巴州", "巴音郭楞"],
    ["克孜勒苏柯尔克孜", "克孜勒苏"],
    ["海南藏族自治州", "海南州"],
    ["白沙黎族自治县", "白沙"],
    ["阜新蒙古族自治县", "阜新蒙古族自治县"],
    ["神农架林区", "神农架"],
    ["雄安新区", "雄安"],
    ["中国香港", "香港"],
    ["香港特别行政区", "香港"],
    ["滑县", "滑县"],
    ["长沙县", "长沙县"],
    ["河南蒙古族自治县", "河南蒙古族自治县"],
  ])("%s is %s", (text, name) => {
    expect(cityName(text)).toBe(name);
  });

  test.each([
    "",
    "广东省",
    "广东",
    "吉林省",
    "内蒙古自治区",
    "河南",
    "内蒙",
    "异地招聘",
    "日本",
    "全国各地",
    "新加坡",
    "海淀",
    "通州",
    "北区市",
    "远程",
    "Beijing",
    "12",
    "台湾省",
    "多个城市",
    "市辖区",
    "朝阳区",
    "浦东新区",
    "华东地区",
  ])("%j is no city", (text) => {
    expect(cityName(text)).toBeNull();
  });
});

describe("parsePlace", () => {
  test.each([
    ["上海·浦东新区", "上海", "浦东新区", null],
    ["上海-浦东新区", "上海", "浦东新区", null],
    ["北京·海淀区·中关村", "北京", "海淀区", "中关村"],
    ["北京·北京市·海淀区", "北京", "海淀区", null],
    ["广东省-深圳市-南山区", "深圳", "南山区", null],
    ["深圳市宝安区", "深圳", "宝安区", null],
    ["北京海淀区", "北京", "海淀区", null],
    ["西安 雁塔 丈八沟", "西安", "雁塔", "丈八沟"],
    ["北京市", "北京", null, null],
    ["长春·朝阳区", "长春", "朝阳区", null],
    ["长沙·长沙县", "长沙", "长沙县", null],
    ["苏州·昆山市", "苏州", "昆山市", null],
    ["北京海淀", "北京", "海淀", null],
    ["杭州余杭区", "杭州", "余杭区", null],
    ["苏州工业园区", "苏州", "工业园区", null],
    ["广东省深圳市南山区", "深圳", "南山区", null],
    ["江苏昆山", "昆山", null, null],
    ["吉林长春", "长春", null, null],
    ["吉林市昌邑区", "吉林", "昌邑区", null],
    ["深圳市宝安区西乡街道", "深圳", "宝安区", "西乡街道"],
    ["济南市市中区", "济南", "市中区", null],
    ["宁夏回族自治区-银川市-兴庆区", "银川", "兴庆区", null],
    ["湖北省-恩施土家族苗族自治州-恩施市", "恩施", null, null],
    ["深圳（南山区）", "深圳", "南山区", null],
    ["上海｜浦东新区", "上海", "浦东新区", null],
    ["延边朝鲜族自治州延吉市", "延边", "延吉市", null],
    ["恩施土家族苗族自治州恩施市", "恩施", null, null],
    ["黔东南苗族侗族自治州凯里市", "黔东南", "凯里市", null],
    ["黑龙江省大兴安岭地区加格达奇区", "大兴安岭", "加格达奇区", null],
    ["内蒙古阿拉善盟阿拉善左旗", "阿拉善", "阿拉善左旗", null],
    ["云南省昆明市寻甸回族彝族自治县", "昆明", "寻甸回族彝族自治县", null],
    ["吉林-长春", "长春", null, null],
    ["吉林·长春·朝阳区", "长春", "朝阳区", null],
    ["吉林省吉林市昌邑区", "吉林", "昌邑区", null],
    ["海南-三亚", "三亚", null, null],
    ["海南藏族自治州共和县", "海南州", "共和县", null],
    ["中国-上海", "上海", null, null],
    ["中国 深圳", "深圳", null, null],
    ["中国广东省广州市天河区", "广州", "天河区", null],
    ["北京 上海 深圳", "北京", null, null],
    ["北京上海深圳", "北京", null, null],
    ["杭州 宁波", "杭州", null, null],
    ["北京 朝阳", "北京", "朝阳", null],
    ["上海浦东、北京朝阳", "上海", "浦东", null],
    ["上海市（可远程）", "上海", null, null],
    ["成都/接受异地", "成都", null, null],
    ["省直辖县级行政区划·仙桃", "仙桃", null, null],
    ["湖北省省直辖县级行政区划仙桃市", "仙桃", null, null],
    ["海南省直辖县级行政区划·文昌市", "文昌", null, null],
    ["北京市丰台区/朝阳区", "北京", "丰台区", null],
    ["恩施州利川市", "恩施", "利川市", null],
    ["济南市中区", "济南", "市中区", null],
    ["北京市市辖区朝阳区", "北京", "朝阳区", null],
    ["深圳·深圳市南山区", "深圳", "南山区", null],
    ["昆山市花桥镇", "昆山", "花桥镇", null],
    // A former county, as sites still write it.
    ["北京·密云县", "北京", "密云县", null],
    // The first of several cities counts.
    ["上海、北京", "上海", null, null],
    ["北京,上海,广州", "北京", null, null],
    ["上海等地", "上海", null, null],
    ["北京等3个城市", "北京", null, null],
    ["工作地点：深圳·南山区", "深圳", "南山区", null],
    ["base 杭州", "杭州", null, null],
    ["坐标杭州", "杭州", null, null],
    ["北京（base）", "北京", null, null],
    ["上海 or 北京", "上海", null, null],
    ["深圳（驻越南）", "深圳", null, null],
    ["CN-深圳", "深圳", null, null],
    ["内蒙-包头", "包头", null, null],
    ["河南郑州", "郑州", null, null],
    // Names of former districts that end like 新区 and 林区.
    ["伊春 西林", "伊春", "西林", null],
    ["南宁·永新", "南宁", "永新", null],
    ["北京·市辖区", "北京", null, null],
  ])("reads %s", (text, city, district, businessArea) => {
    expect(parsePlace(text)).toEqual({ city, district, businessArea, known: true });
  });

  test("keeps the text of what names no city", () => {
    expect(parsePlace("广东省")).toEqual({
      city: "广东省",
      district: null,
      businessArea: null,
      known: false,
    });
    expect(parsePlace("异地招聘")?.known).toBe(false);
    for (const text of [
      "北区市",
      "日本",
      "美国",
      "全国",
      "全国各地",
      "越南·河内",
      "朝阳区",
      "中山公园",
      "广东-纽约",
      "河南",
      "河南-其他",
    ])
      expect(parsePlace(text)).toEqual({ city: text, district: null, businessArea: null, known: false });
    expect(parsePlace("  ")).toBeNull();
  });

  test("never throws, and what it knows as a city is a city by itself", () => {
    const pieces = fc.constantFrom(..."北京上海广州市省区县新·-/ 朝阳");
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: pieces })), (text) => {
        const place = parsePlace(text);
        if (place?.known) expect(cityName(place.city)).not.toBeNull();
      }),
    );
  });
});
