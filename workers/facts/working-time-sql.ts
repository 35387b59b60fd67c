/**
 * Reads from the texts of a posting how many days it works: 双休 (two days off), 大小周 (alternating), 单休 (one day off),
 * 996. A text is cut into clauses, and a clause counts for a time when it states it and does not deny it (不996,
 * 拒绝大小周, 非双休). Patterns are RE2. A change of them is a new version of the method `working_time`.
 */
import { WORKING_TIMES, type WorkingTime } from "../../shared/contracts/figures.ts";
import { sqlString } from "../clickhouse/query.ts";

const NO = "[^,，。 ]";
/** Words that deny what stands a few characters behind them. */
const DENIALS =
  "拒绝|告别|远离|杜绝|反对|没有|没|抵制|摆脱|取消|禁止|绝不|从不|从未|绝无|决不|谢绝|废除|不搞|不推行|不推崇|不提倡|不强制|不要求|不鼓励|非强制|不是|并非|不会|不实行|不执行|不存在|无须|无需|不用|讨厌|厌倦|受够|逃离|避免|不必|反|抗议|never|no more";
/** What follows a denied word: 996不存在, 对996说不. */
const DENIED_AFTER =
  '[”"」』】)）？?]*(?:工作制|制度|文化|模式)?[？?]?(?:不存在|说不|免谈|走开|退散|再见|拜拜|滚)';
/** Who dislikes it should not apply: the posting has it. */
const UNWILLING =
  "不接受|不能接受|无法接受|接受不了|不适应|不能适应|抗拒|拒绝|介意|排斥|反感|不愿|不想|受不了";
const STAY_AWAY = "勿|别|免|慎|绕|不要|请不|谢绝";

interface Reading {
  states: string;
  /** Denies it, beside the general forms. */
  denies: string[];
}

/** Single and two-day weekends named as a choice, or in turn: neither is said. */
const BOTH = "单休[/或、和与,及 ]{0,2}双休|双休[/或、和与,及 ]{0,2}单休|单双休|双单休";

const READINGS: Record<WorkingTime, Reading> = {
  two_days: {
    states:
      "双休(?:[^日]|$)|双休日(?:都|均|正常)?(?:休|放假)|(?:享受?|享有|提供|周末|有)双休日|周末(?:都|均|正常|固定)?休息|(?:做|上|工作|干)(?:五|5)天?[,，]?(?:休|歇)(?:二|两|2)|(?:五|5)天(?:工作|上班)?制|(?:五|5)天[*x×,，]?(?:工作|上班)?(?:8|八|7|七|7.5)个?小时|周休(?:息)?(?:二|两|2)(?:天|日)|每周(?:休息?|休假)(?:二|两|2)(?:天|日)|周六[、,和及]?(?:周)?日(?:都|均|正常|固定)?(?:休息|双休)|(?:工作|上班)(?:时间)?[:： ]*(?:为)?周一(?:至|到|-|~)周?五|周一(?:至|到|-|~)周?五[^周]{0,8}(?:上班|工作|班|早|朝|[0-9]{1,2}[:：点])|^ *周一(?:至|到|-|~)周?五 *$|(?:^|[^0-9a-zA-Z.-])(?:965|955)(?:[^0-9a-zA-Z.-]|$)",
    denies: [
      BOTH,
      "(?:非|不|无|没|没有|不是|不能|无法|不保证|没法|并非|别想|没得|不一定|不能保证|不可能|没有固定)(?:是|能|享受|固定)?双休",
      "双休(?:日)?(?:不保证|不固定|无法|难保证|不一定|不定|无保障|不能)",
      "(?:转正后|满[^,，。 ]{0,6}后?|试用期后|试用期过后|过了试用期|入职[^,，。 ]{0,6}后)[^,，。 ]{0,4}双休",
      "(?:每|一|两|二|三|1|2|3)个?月[^,，。]{0,5}双休|双休(?:一|两|二|1|2)次|月[^,，。休]{0,2}(?:一|两|二|三|1|2|3)(?:次|个)双休",
      "(?:隔周|偶尔|不定期|淡季|轮流)[^,，。 ]{0,2}双休|(?:^|[^无非不有绝是])大小周[^ ,，、]{0,2}双休",
      "双休(?:日)?(?:需|要|加班|值班|上班|有加班)|双休(?:的|者)?(?:勿|别|请勿|免)",
      "(?:是否|能否|想要?|追求|要求|期望|希望|必须)双休",
      "周末(?:都|均|正常|固定)?休息[^,，。 ]{0,2}(?:室|区)|(?:面试|联系|电话|热线|投递|咨询|预约|客服)[^,，。]{0,10}周一",
      "周一(?:至|到|-|~)周?五[^,，。]{0,16}(?:周六|星期六|六日)[^,，。]{0,6}(?:上班|工作|加班|班|[0-9]{1,2}[:：点])",
      "(?:不|无|非)(?:能|是)?(?:周末休息|五天制|做五休二)|周末休息不",
    ],
  },
  alternating: {
    states:
      "大小周|大小休|大小礼拜|大小星期|单双休|双单休|单双周|隔周(?:双|单)?休|(?:单休|双休)[/或、和与,及 ]{0,2}(?:单休|双休)(?:轮|交替|隔)",
    denies: [],
  },
  one_day: {
    states:
      "单休|(?:做|上|工作|干)(?:六|6)天?[,，]?(?:休|歇)(?:一|1)|(?:六|6)天(?:工作|上班)?制|(?:六|6)天[*x×,，]?(?:工作|上班)?(?:8|八|7|七)个?小时|周休(?:息)?(?:一|1)(?:天|日)|每周(?:休息?|休假)(?:一|1)(?:天|日)|月休(?:息)?(?:四|4)(?:天|日)|每周工作(?:六|6)天",
    denies: [BOTH, "隔周单休", "(?:试用期|培训期|旺季|淡季|偶尔)[^,，。 ]{0,3}单休", "是否单休|单休日"],
  },
  "996": {
    states:
      "(?:^|[^0-9a-zA-Z.\\-])996(?:[^0-9a-zA-Z.\\-]|$)|(?:^|[^0-9])9-9-6(?:[^0-9]|$)|(?:早|朝)(?:9|九)晚(?:9|九)[^,，。]{0,6}(?:(?:六|6)天|单休|做六|上六)",
    denies: [
      "996 ?(?:元|人|万|名|家|号|分|个|%|平|亿|块|件|路|米|部)",
      "(?:编号|学校|宿舍|车|邮编|房间|室)[^,，。]{0,3}996",
    ],
  },
};

/** What a time is called in denials. */
const NAMES: Record<WorkingTime, string> = {
  two_days: "双休",
  alternating: "(?:大小周|大小休|大小礼拜|大小星期|单双休|单双周)",
  one_day: "(?:单休|做六休一|上六休一|六天工作制|六天制|6天工作制)",
  "996": "[“\"「『‘']?(?:996|9-9-6)",
};

function conditionSql(time: WorkingTime): string {
  const name = NAMES[time];
  const denied = [
    `(?:${DENIALS})${NO}{0,8}${name}`,
    `(?:^|[^加])(?:不|无|非|零)[“"「『‘']?${name}`,
    `(?:^|[^a-z])no ?${name}`,
    `${name}${DENIED_AFTER}`,
    ...READINGS[time].denies,
  ];
  // Denied unwillingness is willingness: 不排斥996; and whom it repels should stay away: 不能接受单休的勿投.
  const meant = [
    `(?:${UNWILLING})${NO}{0,4}${name}[^。]{0,8}(?:${STAY_AWAY})`,
    `(?:不|非|别)(?:要)?(?:${UNWILLING.replace("不接受|不能接受|无法接受|", "")}|害怕|怕)${NO}{0,2}${name}`,
    `能(?:够)?(?:接受|适应)${NO}{0,4}${name}`,
  ];
  const any = (patterns: string[]) => sqlString(`(?i)(?:${patterns.join("|")})`);
  const unwilling = time === "two_days" ? "" : ` OR match(p, ${any(meant)})`;
  return `match(p, ${sqlString(`(?i)(?:${READINGS[time].states})`)}) AND (NOT match(p, ${any(denied)})${unwilling})`;
}

/** A clause holds one of these, or states nothing. */
const HINT = sqlString(
  "双休|单休|大小|单双|双单|休息|休(?:二|两|2|一|1|四|4)|工作制|(?:五|5|六|6)天|隔周|周一|996|965|955|9-9-6|晚(?:9|九)",
);
const CUT = sqlString("[。；;！!\\n\\r\\t,，|]+");
/** Characters of a sentence that is kept on each side of the statement. */
const AROUND = 40;

/**
 * @param lists expressions of Array(String), each item a clause
 * @param texts expressions of texts; null counts as empty
 * @returns an expression of Array(Tuple(time, sentence)), in the order of WORKING_TIMES
 */
export function workingTimeSql({ lists, texts }: { lists: string[]; texts: string[] }): string {
  const clauses = [
    ...lists.map((list) => `arrayMap(x -> normalizeUTF8NFKC(x), ${list})`),
    ...texts.map((text) => `splitByRegexp(${CUT}, normalizeUTF8NFKC(ifNull(${text}, '')))`),
  ];
  const hinted = `arrayFilter(p -> match(p, ${HINT}), arrayConcat(${clauses.join(", ")}))`;
  const found = WORKING_TIMES.map((time) => {
    const sentence = sqlString(`(?i)(.{0,${AROUND}}(?:${READINGS[time].states}).{0,${AROUND}})`);
    return `('${time}', trimBoth(extract(arrayFirst(p -> ${conditionSql(time)}, ${hinted}), ${sentence})))`;
  });
  return `arrayFilter(t -> t.2 != '', [${found.join(", ")}])`;
}
