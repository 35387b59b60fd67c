/** Pinyin of city names, by which a city is found with a Latin keyboard: in full, without spaces, or by initials. */

/**
 * Each entry is the syllables of a name without tones, and the cities that are read so. It holds the cities of the
 * platforms' dictionaries and those of `shared/domain/city-names.ts`.
 */
const READINGS = [
  "a ba 阿坝, a ke su 阿克苏, a la shan 阿拉善, a le tai 阿勒泰, a li 阿里, an hui 安徽, an kang 安康",
  "an qing 安庆, an shan 鞍山, an shun 安顺, an yang 安阳, ao men 澳门, ba yan nao er 巴彦淖尔",
  "ba yin guo leng 巴音郭楞, ba zhong 巴中, bai cheng 白城, bai se 百色, bai shan 白山, bai yin 白银",
  "bao ding 保定, bao ji 宝鸡, bao shan 保山, bao tou 包头, bei hai 北海, bei jing 北京, ben xi 本溪",
  "beng bu 蚌埠, bi jie 毕节, bin zhou 滨州, bo er ta la 博尔塔拉, bo zhou 亳州, cang zhou 沧州",
  "chang chun 长春, chang de 常德, chang du 昌都, chang ji 昌吉, chang sha 长沙, chang zhi 长治",
  "chang zhou 常州, chao yang 朝阳, chao zhou 潮州, chen zhou 郴州, cheng de 承德, cheng du 成都",
  "chi feng 赤峰, chi zhou 池州, chong qing 重庆, chong zuo 崇左, chu xiong 楚雄, chu zhou 滁州",
  "da li 大理, da lian 大连, da qing 大庆, da tong 大同, da xing an ling 大兴安岭, da zhou 达州",
  "dan dong 丹东, dan zhou 儋州, de hong 德宏, de yang 德阳, de zhou 德州, di qing 迪庆, ding xi 定西",
  "dong guan 东莞, dong ying 东营, e er duo si 鄂尔多斯, e zhou 鄂州, en shi 恩施, fang cheng gang 防城港",
  "fo shan 佛山, fu jian 福建, fu shun 抚顺, fu xin 阜新, fu yang 阜阳, fu zhou 福州 抚州, gan nan 甘南",
  "gan su 甘肃, gan zhou 赣州, gan zi 甘孜, gu yuan 固原, guang an 广安, guang dong 广东, guang xi 广西",
  "guang yuan 广元, guang zhou 广州, gui gang 贵港, gui lin 桂林, gui yang 贵阳, gui zhou 贵州",
  "guo luo 果洛, ha er bin 哈尔滨, ha mi 哈密, hai bei 海北, hai dong 海东, hai kou 海口, hai nan 海南",
  "hai nan zhou 海南州, hai xi 海西, han dan 邯郸, han zhong 汉中, hang zhou 杭州, he bei 河北, he bi 鹤壁",
  "he chi 河池, he fei 合肥, he gang 鹤岗, he nan 河南, he tian 和田, he yuan 河源, he ze 菏泽",
  "he zhou 贺州, hei he 黑河, hei long jiang 黑龙江, heng shui 衡水, heng yang 衡阳, hong he 红河",
  "hu bei 湖北, hu he hao te 呼和浩特, hu lu dao 葫芦岛, hu lun bei er 呼伦贝尔, hu nan 湖南, hu zhou 湖州",
  "huai an 淮安, huai bei 淮北, huai hua 怀化, huai nan 淮南, huang gang 黄冈, huang nan 黄南",
  "huang shan 黄山, huang shi 黄石, hui zhou 惠州, ji an 吉安, ji lin 吉林, ji nan 济南, ji ning 济宁",
  "ji xi 鸡西, ji yuan 济源, jia mu si 佳木斯, jia xing 嘉兴, jia yu guan 嘉峪关, jiang men 江门",
  "jiang su 江苏, jiang xi 江西, jiao zuo 焦作, jie yang 揭阳, jin chang 金昌, jin cheng 晋城",
  "jin hua 金华, jin zhong 晋中, jin zhou 锦州, jing de zhen 景德镇, jing men 荆门, jing zhou 荆州",
  "jiu jiang 九江, jiu quan 酒泉, ka shen 喀什, kai feng 开封, ke la ma yi 克拉玛依, ke zi le su 克孜勒苏",
  "kun ming 昆明, la sa 拉萨, lai bin 来宾, lan zhou 兰州, lang fang 廊坊, le shan 乐山, li jiang 丽江",
  "li shui 丽水, lian yun gang 连云港, liang shan 凉山, liao cheng 聊城, liao ning 辽宁, liao yang 辽阳",
  "liao yuan 辽源, lin cang 临沧, lin fen 临汾, lin xia 临夏, lin yi 临沂, lin zhi 林芝",
  "liu pan shui 六盘水, liu zhou 柳州, long nan 陇南, long yan 龙岩, lou di 娄底, lu an 六安, lu zhou 泸州",
  "luo he 漯河, luo yang 洛阳, lv liang 吕梁, ma an shan 马鞍山, mao ming 茂名, mei shan 眉山",
  "mei zhou 梅州, mian yang 绵阳, mu dan jiang 牡丹江, na qu 那曲, nan chang 南昌, nan chong 南充",
  "nan jing 南京, nan ning 南宁, nan ping 南平, nan tong 南通, nan yang 南阳, nei jiang 内江",
  "nei meng gu 内蒙古, ning bo 宁波, ning de 宁德, ning xia 宁夏, nu jiang 怒江, pan jin 盘锦",
  "pan zhi hua 攀枝花, ping ding shan 平顶山, ping liang 平凉, ping xiang 萍乡, pu er 普洱, pu tian 莆田",
  "pu yang 濮阳, qi qi ha er 齐齐哈尔, qi tai he 七台河, qian dong nan 黔东南, qian jiang 潜江",
  "qian nan 黔南, qian xi nan 黔西南, qin huang dao 秦皇岛, qin zhou 钦州, qing dao 青岛, qing hai 青海",
  "qing yang 庆阳, qing yuan 清远, qu jing 曲靖, qu zhou 衢州, quan guo 全国, quan zhou 泉州",
  "ri ka ze 日喀则, ri zhao 日照, san men xia 三门峡, san ming 三明, san sha 三沙, san ya 三亚",
  "shan dong 山东, shan nan 山南, shan tou 汕头, shan wei 汕尾, shan xi 山西 陕西, shang hai 上海",
  "shang luo 商洛, shang qiu 商丘, shang rao 上饶, shao guan 韶关, shao xing 绍兴, shao yang 邵阳",
  "shen nong jia 神农架, shen yang 沈阳, shen zhen 深圳, shi he zi 石河子, shi jia zhuang 石家庄",
  "shi yan 十堰, shi zui shan 石嘴山, shuang ya shan 双鸭山, shuo zhou 朔州, si chuan 四川, si ping 四平",
  "song yuan 松原, su qian 宿迁, su zhou 苏州 宿州, sui hua 绥化, sui ning 遂宁, sui zhou 随州",
  "ta cheng 塔城, tai an 泰安, tai wan 台湾, tai yuan 太原, tai zhou 泰州 台州, tang shan 唐山",
  "tian jin 天津, tian men 天门, tian shui 天水, tie ling 铁岭, tong chuan 铜川, tong hua 通化",
  "tong liao 通辽, tong ling 铜陵, tong ren 铜仁, tu lu fan 吐鲁番, wei fang 潍坊, wei hai 威海",
  "wei nan 渭南, wen shan 文山, wen zhou 温州, wu hai 乌海, wu han 武汉, wu hu 芜湖, wu lan cha bu 乌兰察布",
  "wu lu mu qi 乌鲁木齐, wu wei 武威, wu xi 无锡, wu zhong 吴忠, wu zhou 梧州, xi an 西安",
  "xi lin guo le 锡林郭勒, xi ning 西宁, xi shuang ban na 西双版纳, xi zang 西藏, xia men 厦门",
  "xian ning 咸宁, xian tao 仙桃, xian yang 咸阳, xiang gang 香港, xiang tan 湘潭, xiang xi 湘西",
  "xiang yang 襄阳, xiao gan 孝感, xin jiang 新疆, xin xiang 新乡, xin yang 信阳, xin yu 新余",
  "xin zhou 忻州, xing an 兴安, xing tai 邢台, xiong an 雄安, xu chang 许昌, xu zhou 徐州",
  "xuan cheng 宣城, ya an 雅安, yan an 延安, yan bian 延边, yan cheng 盐城, yan tai 烟台, yang jiang 阳江",
  "yang quan 阳泉, yang zhou 扬州, yi bin 宜宾, yi chang 宜昌, yi chun 伊春 宜春, yi li 伊犁, yi yang 益阳",
  "yin chuan 银川, ying kou 营口, ying tan 鹰潭, yong zhou 永州, yu lin 玉林 榆林, yu shu 玉树, yu xi 玉溪",
  "yue yang 岳阳, yun cheng 运城, yun fu 云浮, yun nan 云南, zao zhuang 枣庄, zhan jiang 湛江",
  "zhang jia jie 张家界, zhang jia kou 张家口, zhang ye 张掖, zhang zhou 漳州, zhao qing 肇庆",
  "zhao tong 昭通, zhe jiang 浙江, zhen jiang 镇江, zheng zhou 郑州, zhong shan 中山, zhong wei 中卫",
  "zhou kou 周口, zhou shan 舟山, zhu hai 珠海, zhu ma dian 驻马店, zhu zhou 株洲, zi bo 淄博",
  "zi gong 自贡, zi yang 资阳, zun yi 遵义",
];

const SYLLABLE = /^[a-z]+$/;

const readings = new Map<string, string>(
  READINGS.flatMap((row) => row.split(", ")).flatMap((entry) => {
    const words = entry.split(" ");
    const syllables = words.filter((word) => SYLLABLE.test(word));
    return words.filter((word) => !SYLLABLE.test(word)).map((city) => [city, syllables.join(" ")] as const);
  }),
);

/** Syllables without tones, separated by spaces; undefined for an unknown city. */
export const readingOf = (city: string): string | undefined => readings.get(city);

/**
 * Does a city match what was typed? Chinese text may stand anywhere in the name; Latin text must begin the pinyin
 * or the initials.
 * @param typed as the person typed it
 */
export function cityMatches(city: string, typed: string): boolean {
  const text = typed.trim().toLowerCase();
  if (city.toLowerCase().includes(text)) return true;
  const reading = readingOf(city);
  if (reading === undefined) return false;
  const latin = text.replace(/[\s']/g, "");
  const initials = reading
    .split(" ")
    .map(([first]) => first)
    .join("");
  return reading.replaceAll(" ", "").startsWith(latin) || initials.startsWith(latin);
}
