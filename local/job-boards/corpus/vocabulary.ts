/** Vocabulary of the generated corpus. Company names are composed, so that none is a real one on purpose. */
export const CITY_DISTRICTS: Record<string, { weight: number; districts: string[] }> = {
  北京: { weight: 13, districts: ["朝阳区", "海淀区", "丰台区", "大兴区", "通州区", "昌平区"] },
  上海: { weight: 16, districts: ["浦东新区", "闵行区", "徐汇区", "松江区", "静安区", "宝山区"] },
  广州: { weight: 11, districts: ["天河区", "黄埔区", "番禺区", "海珠区", "越秀区"] },
  深圳: { weight: 13, districts: ["南山区", "宝安区", "福田区", "龙岗区", "龙华区"] },
  杭州: { weight: 9, districts: ["余杭区", "滨江区", "西湖区", "萧山区"] },
  成都: { weight: 8, districts: ["武侯区", "青羊区", "成华区", "双流区"] },
  武汉: { weight: 7, districts: ["洪山区", "江夏区", "江汉区", "武昌区"] },
  南京: { weight: 6, districts: ["江宁区", "雨花台区", "建邺区", "鼓楼区"] },
  西安: { weight: 5, districts: ["雁塔区", "未央区", "长安区"] },
  苏州: { weight: 6, districts: ["吴中区", "姑苏区", "吴江区", "相城区"] },
  重庆: { weight: 4, districts: ["渝北区", "江北区", "南岸区"] },
  天津: { weight: 3, districts: ["滨海新区", "西青区", "南开区"] },
  // The boards have no code for it, so only a search in 全国 finds it.
  佛山: { weight: 2, districts: ["南海区", "顺德区"] },
};

export interface JobFamily {
  weight: number;
  titles: string[];
  skills: string[];
  industries: string[];
  /** Monthly salary at entry level, CNY. */
  base: number;
}

const IT = ["计算机软件", "互联网/电子商务", "计算机服务(系统、数据服务、维修)", "金融/投资/证券"];
export const FAMILIES: JobFamily[] = [
  {
    weight: 26,
    titles: ["Java开发工程师", "Java软件工程师", "高级Java开发工程师", "Java后端开发工程师", "Java架构师"],
    skills: ["java", "spring", "springboot", "mybatis", "mysql", "redis", "微服务", "kafka"],
    industries: IT,
    base: 8000,
  },
  {
    weight: 14,
    titles: ["Python开发工程师", "Python后端开发工程师", "爬虫工程师", "Python全栈工程师"],
    skills: ["python", "django", "flask", "fastapi", "linux", "爬虫", "mysql"],
    industries: IT,
    base: 8000,
  },
  {
    weight: 8,
    titles: ["Web前端开发工程师", "前端工程师", "高级前端开发工程师"],
    skills: ["vue", "react", "typescript", "css", "小程序", "node.js"],
    industries: IT,
    base: 7000,
  },
  {
    weight: 8,
    titles: ["数据分析师", "大数据开发工程师", "数据仓库工程师"],
    skills: ["sql", "hive", "spark", "clickhouse", "python", "数据分析"],
    industries: IT,
    base: 9000,
  },
  {
    weight: 6,
    titles: ["软件测试工程师", "自动化测试工程师", "测试开发工程师"],
    skills: ["测试用例", "selenium", "jmeter", "linux", "接口测试"],
    industries: IT,
    base: 6000,
  },
  {
    weight: 7,
    titles: ["嵌入式软件工程师", "单片机工程师", "硬件工程师"],
    skills: ["c++", "单片机", "嵌入式", "stm32", "linux"],
    industries: ["电子技术/半导体/集成电路", "仪器仪表/工业自动化", "通信/电信/网络设备"],
    base: 8000,
  },
  {
    weight: 8,
    titles: ["电气自动化工程师", "自动化设备技术员", "机械工程师", "PLC工程师"],
    skills: ["plc", "自动化", "cad", "solidworks", "电气", "调试"],
    industries: ["机械/设备/重工", "仪器仪表/工业自动化", "新能源", "汽车"],
    base: 6000,
  },
  {
    weight: 10,
    titles: ["销售代表", "销售经理", "大客户销售", "销售工程师", "电话销售"],
    skills: ["销售", "客户开发", "渠道销售", "商务谈判"],
    industries: ["贸易/进出口", "医疗设备/器械", "房地产", "快速消费品(食品、饮料、化妆品)"],
    base: 5000,
  },
  {
    weight: 4,
    titles: ["产品经理", "高级产品经理", "产品运营"],
    skills: ["需求分析", "axure", "数据分析", "用户研究"],
    industries: IT,
    base: 10_000,
  },
  {
    weight: 5,
    titles: ["会计", "财务主管", "出纳", "成本会计"],
    skills: ["财务软件", "报税", "excel", "成本核算"],
    industries: ["会计/审计", "批发/零售", "建筑/建材/工程"],
    base: 4500,
  },
  {
    weight: 4,
    titles: ["仓库管理员", "物流专员", "车辆调度员", "叉车司机"],
    skills: ["物流", "车辆调度", "仓储管理", "包吃住"],
    industries: ["交通/运输/物流", "批发/零售"],
    base: 4000,
  },
];

export const DEGREES: [weight: number, text: string][] = [
  [46, "本科"],
  [36, "大专"],
  [6, "中技/中专"],
  [4, "高中"],
  [2, "初中及以下"],
  [3, "硕士"],
  [1, "博士"],
  [2, ""],
];
export const WORK_YEARS: [weight: number, text: string][] = [
  [5, "在校生/应届生"],
  [13, "无需经验"],
  [20, "1年"],
  [20, "2年"],
  [26, "3-4年"],
  [12, "5-7年"],
  [2, "8-9年"],
  [2, "10年以上"],
];
export const COMPANY_TYPES: [weight: number, text: string][] = [
  [66, "民营"],
  [8, "已上市"],
  [7, "国企"],
  [6, "外资（非欧美）"],
  [5, "外资（欧美）"],
  [5, "合资"],
  [2, "创业公司"],
  [1, "事业单位"],
];
export const COMPANY_SIZES: [weight: number, text: string][] = [
  [18, "少于50人"],
  [27, "50-150人"],
  [20, "150-500人"],
  [10, "500-1000人"],
  [13, "1000-5000人"],
  [3, "5000-10000人"],
  [5, "10000人以上"],
  [4, ""],
];
export const WELFARE = [
  "五险一金",
  "年终奖金",
  "绩效奖金",
  "专业培训",
  "定期体检",
  "餐饮补贴",
  "员工旅游",
  "交通补贴",
  "带薪年假",
  "周末双休",
  "弹性工作",
  "节日福利",
];
export const NAME_HEADS =
  "云启,星河,恒远,智联通,博纳,鼎新,蓝海,华睿,中创,天泽,锐捷思,明德,远图,景程,卓越,信达".split(",");
export const NAME_TAILS = "信息技术,网络科技,软件,电子科技,智能装备,商贸,数据服务,实业,自动化,教育科技".split(
  ",",
);
