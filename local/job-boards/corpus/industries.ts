/** Groups of trades for the dictionaries of the boards. */
export const INDUSTRIES: readonly { name: string; trades: readonly string[] }[] = [
  { name: "互联网/AI", trades: ["互联网", "电子商务", "计算机软件", "人工智能", "网络游戏", "云计算"] },
  { name: "电子/通信/半导体", trades: ["半导体/芯片", "通信/网络设备", "智能硬件"] },
  { name: "金融", trades: ["银行", "保险", "证券/期货"] },
  { name: "教育培训", trades: ["培训/辅导机构", "职业培训"] },
  { name: "制药/医疗", trades: ["生物/制药", "医疗健康", "医疗设备/器械"] },
  { name: "交通运输/物流", trades: ["物流/仓储", "即时配送"] },
];
