/** 每个问题代码的中文说明，由代码与数值生成；测试保证没有遗漏。 */

export interface ProblemWords {
  /** 问题中某个数值的文字；没有则为“–”。 */
  text(name: string): string;
  /** 请求中出错的位置。 */
  place: string;
  /** 模块给出的英文原文。 */
  message: string;
}

/** 单元格的位置：读文件时有行（含表头，从 1 起），否则只有行号（从 0 起）。 */
function cellOf({ text }: ProblemWords): string {
  const line = text("line");
  return line === "–" ? `行号 ${text("row")}` : `第 ${line} 行`;
}

const KINDS: Record<string, string> = {
  number: "数值",
  category: "类别",
  items: "集合",
  null: "缺失",
  "number or category": "数值或类别",
  "a number": "数值",
  "a text": "文本",
  "a list of texts": "文本列表",
};

function kind({ text }: ProblemWords, name: string): string {
  return KINDS[text(name)] ?? text(name);
}

export const problemsZh: Record<string, (words: ProblemWords) => string> = {
  // 请求
  not_json: ({ text }) => `内容不是有效的 JSON（第 ${text("line")} 行第 ${text("column")} 个字符）。`,
  unknown_field: ({ place }) => `不认识字段 ${place}。`,
  missing_field: ({ place }) => `缺少字段 ${place}。`,
  repeated_field: ({ place }) => `字段 ${place} 重复出现。`,
  wrong_type: ({ place }) => `${place} 的类型不对。`,
  wrong_value: ({ place }) => `${place} 的取值不允许。`,
  not_finite: (words) =>
    words.text("row") === "–" ? "数值过大：必须是有限的数。" : `列“${words.text("column")}”${cellOf(words)}不是有限的数；缺失请留空。`,
  unknown_op: ({ text }) => `没有名为“${text("op")}”的操作；可用：${text("known")}。`,
  field_not_read: ({ place, text }) => `操作 ${text("op")} 不使用 ${place}，请去掉。`,
  table_missing: () => "此操作需要数据表。",
  table_already_loaded: () => "已载入数据列，请求中不能再带数据表。",
  model_of_other_module: ({ text }) => `该模型属于计算模块“${text("module")}”，此处需要“${text("expected")}”的模型。`,
  model_schema_unsupported: ({ text }) => `不支持模型格式 ${text("schema")}；可读取：${text("supported")}。`,
  model_broken: ({ place }) => `模型内容前后不一致（${place}）。`,

  // 数据表
  encoding_unknown: ({ text }) =>
    text("line") === "–" ? "文件编码既不是 UTF-8 也不是 GBK。" : `文件编码既不是 UTF-8 也不是 GBK（第 ${text("line")} 行）。`,
  not_text: () => "文件不是文本。请将表格另存为 CSV 后再打开。",
  table_empty: () => "文件是空的。",
  no_rows: () => "数据表没有可用的行。",
  too_few_rows: ({ text }) => `数据表有 ${text("n_rows")} 行，至少需要 ${text("min")} 行。`,
  header_missing: () => "缺少表头：第一行应为各列的名称。",
  column_name_empty: ({ text }) => `第 ${Number(text("column")) + 1} 列没有名称。`,
  column_name_twice: ({ text }) => `列名“${text("column")}”重复。`,
  column_length_differs: ({ text }) =>
    `列“${text("column")}”有 ${text("n_rows")} 行，而列“${text("other_column")}”有 ${text("other_n_rows")} 行。`,
  row_length_differs: ({ text }) => `第 ${text("line")} 行有 ${text("n_cells")} 个单元格，而表头有 ${text("n_columns")} 列。`,
  row_field_twice: ({ text }) => `行号 ${text("row")} 中字段“${text("column")}”重复。`,
  quoting_broken: ({ text }) => `第 ${text("line")} 行的引号不成对，或引号后还有文字。`,
  unknown_column: ({ text }) => `数据表没有列“${text("column")}”；现有：${text("known")}。`,
  cell_not_a_number: (words) => `列“${words.text("column")}”${cellOf(words)}的“${words.text("cell")}”不是数值。`,
  cell_not_a_date: (words) => `列“${words.text("column")}”${cellOf(words)}的“${words.text("cell")}”不是日期（应如 2024-03-01）。`,
  cell_wrong_kind: (words) =>
    words.text("expected") === "–"
      ? `列“${words.text("column")}”${cellOf(words)}与此前各行的类型不同。`
      : `列“${words.text("column")}”${cellOf(words)}是${kind(words, "found")}，而此前各行是${kind(words, "expected")}。`,
  code_out_of_range: ({ text }) => `列“${text("column")}”行号 ${text("row")} 的类别编码没有对应的类别。`,
  level_twice: ({ text }) => `列“${text("column")}”的类别“${text("level")}”重复。`,
  ends_not_rising: ({ text }) => `列“${text("column")}”的集合边界有误。`,
  too_many_rows: ({ text }) => `数据表有 ${text("n_rows")} 行，超过上限 ${text("max")}。`,
  column_wrong_shape: ({ place }) => `${place} 缺失或类型不对。`,
  options_wrong: ({ message }) => `读取选项有误：${message}`,

  // 列与参数
  out_of_range: ({ place, text }) => `${place} 为 ${text("value")}，应在 ${text("min")} 到 ${text("max")} 之间。`,
  k_out_of_range: ({ text }) => `分群数为 ${text("k")}，应在 1 到 ${text("max")} 之间。`,
  too_few_different_rows: ({ text }) => `要分 ${text("k")} 群，但数据表只有 ${text("n_different")} 种不同的行。`,
  not_beside_start: ({ text }) => `已给定起点，参数 ${text("field")} 不起作用，请去掉。`,
  column_not_found: ({ text }) => `数据表没有列“${text("column")}”。`,
  column_not_number: (words) => `列“${words.text("column")}”是${kind(words, "kind")}列，此处需要数值列。`,
  column_twice: ({ text }) => `列“${text("column")}”被选了两次。`,
  no_columns: () => "数据表没有可用的列。",
  column_not_used: ({ text }) => `列“${text("column")}”不在所用的列中。`,
  too_many_columns: ({ text }) => `选了 ${text("n")} 列，应为 1 到 ${text("max")} 列。`,
  missing_value: ({ text }) => `列“${text("column")}”行号 ${text("row")} 缺失；请补上，或选择取均值、不计入。`,
  column_all_missing: ({ text }) => `列“${text("column")}”没有任何数值。`,
  column_not_category: (words) => `列“${words.text("column")}”是${kind(words, "kind")}列，此处需要类别列。`,
  axis_empty: ({ place, text }) => `${place} 从 ${text("least")} 到 ${text("greatest")}，终点应大于起点。`,
  no_positive_value: ({ text }) => `列“${text("column")}”没有大于 0 的数值，不能用对数坐标轴。`,
  too_many_cells: ({ text }) => `网格共 ${text("n_cells")} 格，超过上限 ${text("max")}。`,
  value_too_large: ({ text }) => `列“${text("column")}”中有绝对值超过 ${text("max")} 的数。`,
  number_too_large: ({ place, text }) => `${place} 为 ${text("value")}，绝对值不得超过 ${text("max")}。`,

  // 起点、排序与分片
  start_count: ({ place, text }) => `${place} 有 ${text("n")} 项，应为 ${text("k")} 项。`,
  start_row_twice: ({ text }) => `起点行号 ${text("row")} 重复。`,
  start_row_out_of_range: ({ text }) => `起点行号 ${text("row")} 超出范围，应小于 ${text("n_rows")}。`,
  start_row_dropped: ({ text }) => `起点行号 ${text("row")} 因有缺失值未计入。`,
  start_row_not_found: ({ text }) => `没有分片含有起点行号 ${text("row")}。`,
  start_centroid_length: ({ place, text }) => `${place} 有 ${text("n")} 个数值，应为 ${text("n_columns")} 个（列数）。`,
  like_count: ({ text }) => `参照模型有 ${text("n")} 个聚类中心，应为 ${text("k")} 个。`,
  like_columns_differ: ({ text }) => `参照模型所用的列不同：${text("columns")}。`,
  state_broken: () => "折叠状态不是本模块写出的。",
  no_partials: () => "没有可合并的分片结果。",
  partial_not_of_state: ({ text }) => `第 ${text("index")} 个分片结果不属于该折叠状态。`,
  parts_differ: () => "各分片的列不同。",
  first_row_too_large: ({ text }) => `起始行号 ${text("first_row")} 过大。`,

  // 假设情景与条件
  segment_unknown: ({ text }) => `没有分群“${text("segment")}”，应为 s1 到 s${text("k")}。`,
  not_a_model_column: ({ text }) => `模型没有用到列“${text("column")}”。`,
  edit_column_missing: ({ text }) => `要改动的列“${text("column")}”不在数据表中。`,
  edit_needs_one_change: ({ place }) => `${place}：一项改动应恰有一种方式。`,
  edit_wrong_kind: (words) => `列“${words.text("column")}”是${kind(words, "kind")}列，不能这样改动。`,
  edit_range_empty: ({ place }) => `${place} 的下限大于上限。`,
  edit_not_finite: ({ text }) => `改动后列“${text("column")}”行号 ${text("row")} 的数值过大。`,
  condition_column_missing: ({ text }) => `条件中的列“${text("column")}”不在数据表中。`,
  condition_wrong_kind: (words) => `列“${words.text("column")}”是${kind(words, "kind")}列，不能用“${words.text("test")}”判断。`,
  condition_not_readable: ({ text }) => `条件第 ${text("character")} 个字符处看不懂。`,

  // 决策树
  column_wrong_kind: (words) => `列“${words.text("column")}”是${kind(words, "kind")}列，此处需要${kind(words, "expected")}列。`,
  column_in_two_uses: ({ text }) => `列“${text("column")}”在参数中已另有用途。`,
  no_usable_columns: () => "数据表没有可用的数值列或类别列。",
  one_class: ({ text }) => `目标列“${text("column")}”只有一个类别“${text("class")}”，无从区分。`,
  too_many_classes: ({ text }) => `“${text("column")}”的类别超过 ${text("max")} 个。`,
  too_many_levels: ({ text }) => `列“${text("column")}”的取值超过 ${text("max")} 种。`,
  class_unknown: ({ text }) => `目标没有类别“${text("class")}”；现有：${text("known")}。`,
  no_class_weighs: () => "各类别的权重不能全为 0。",
  weight_wrong: ({ text }) => `权重列“${text("column")}”行号 ${text("row")} 缺失、为负或超过 ${text("max")}。`,
  node_unknown: ({ text }) => `决策树没有结点“${text("node")}”，应为 n0 到 ${text("last")}。`,
  node_without_threshold: ({ text }) => `结点“${text("node")}”没有阈值可改。`,
  edit_not_a_number: ({ place }) => `${place} 改动后不再是有限的数。`,
  row_out_of_range: ({ text }) => `行号 ${text("row")} 超出范围，应小于 ${text("n_rows")}。`,
  goal_needs_one: ({ place }) => `${place} 应恰有一个目标：叶结点、类别、概率上限或概率下限。`,

  // 评分卡
  count_out_of_range: ({ place, text }) => `${place} 有 ${text("n")} 项，应为 ${text("min")} 到 ${text("max")} 项。`,
  named_twice: ({ place, text }) => `${place} 中“${text("name")}”重复出现。`,
  neither_target_nor_rules: () => "请给出目标列以拟合，或给出规则。",
  target_and_rules: () => "规则不能与目标列同时给出。",
  target_among_columns: ({ place }) => `${place} 是目标列，评分卡不得使用它。`,
  edges_not_rising: ({ place, text }) => `${place} 为 ${text("value")}，分箱边界应逐个增大。`,
  edges_and_groups: ({ place }) => `${place} 不能与数值边界同时给出。`,
  grades_not_falling: ({ place }) => `${place} 应低于上一等级；只有最后一级不设下限。`,
  column_of_other_kind: (words) => `列“${words.text("column")}”是${kind(words, "kind")}列，与其分箱不符。`,
  bins_of_other_kind: (words) => `列“${words.text("column")}”是${kind(words, "kind")}列：数值列给边界，类别列给类别分组。`,
  no_columns_to_bin: () => "数据表没有可分箱的列。",
  target_not_binary: ({ text }) => `目标列“${text("column")}”行号 ${text("row")} 既不是 0 也不是 1，不能表示事件是否发生；请另选一列。`,
  no_bads: ({ text }) => `列“${text("column")}”对全部 ${text("n_rows")} 位客户均为 0，没有坏样本，无法拟合；请换一个要预测的事件。`,
  no_goods: ({ text }) => `列“${text("column")}”对全部 ${text("n_rows")} 位客户均为 1，没有好样本，无法拟合；请换一个要预测的事件。`,
  level_without_bin: ({ text }) => `列“${text("column")}”的分组缺少类别“${text("level")}”。`,
  level_not_in_card: ({ text }) => `列“${text("column")}”行号 ${text("row")} 的类别“${text("level")}”不在评分卡中。`,
  no_column_left: ({ text }) => `${text("n_columns")} 列均未入选；请调低“信息值下限”，或换一个要预测的事件。`,
  more_columns_than_rows: ({ text }) => `只有 ${text("n_rows")} 行，不足以拟合 ${text("n_columns")} 列。`,
  target_missing: () => "请指明目标列；规则评分卡自身没有目标。",
  not_exportable: ({ text }) => `规则“${text("rule")}”的条件无法用 ${text("format")} 表示。`,
  part_unknown: ({ place, text }) => `${place} 为“${text("name")}”，评分卡中没有。`,
  cut_off_missing: () => "请给出要达到的分数线。",
  period_without_rows: ({ place, text }) => `${place} 为“${text("period")}”，没有属于它的行。`,

  // 渠道活跃度
  no_channels: () => "数据表没有常用渠道的使用次数列（如 n_app_uses_12m），请在 channels 中指定渠道。",
  too_many_channels: ({ text }) => `有 ${text("n")} 个渠道，应为 1 到 ${text("max")} 个。`,
  channel_twice: ({ text }) => `渠道“${text("channel")}”重复。`,
  channel_unknown: ({ text }) => `没有渠道“${text("channel")}”；现有：${text("known")}。`,
  no_weights: () => "各渠道的权重不能全为 0。",
  weight_without_effect: ({ place }) => `权重另有来源，${place} 不起作用，请去掉。`,
  no_components: () => "最近使用与使用次数至少要有一项计入。",
  pairwise_needs_channels: () => "两两比较时须列出渠道。",
  pair_missing: ({ text }) => `缺少“${text("one")}”与“${text("other")}”的比较。`,
  pair_twice: ({ text }) => `“${text("one")}”与“${text("other")}”的比较重复。`,
  cell_out_of_range: ({ text }) => `列“${text("column")}”行号 ${text("row")} 为 ${text("value")}，应在 0 到 ${text("max")} 之间。`,
  no_uses: ({ text }) => `${text("n_rows")} 户中无人使用计入的渠道。`,

  // 样本客户
  n_customers_out_of_range: ({ text }) => `客户数为 ${text("n_customers")}，应在 ${text("min")} 到 ${text("max")} 之间。`,
  seed_out_of_range: ({ text }) => `随机种子为 ${text("seed")}，应在 ${text("min")} 到 ${text("max")} 之间。`,
  first_row_out_of_range: ({ text }) => `起始行号为 ${text("first_row")}，应在 ${text("min")} 到 ${text("max")} 之间。`,
  share_out_of_range: ({ text }) => `${text("field")} 为 ${text("share")}，应在 0 到 ${text("max")} 之间。`,
  region_unknown: ({ text }) => `没有地区“${text("region")}”的电价；可用：${text("known")}。`,

  // 分析流程
  unknown_module: ({ text }) => `没有名为“${text("module")}”的计算模块。`,
  step_twice: ({ text }) => `步骤“${text("step")}”重复出现。`,
  unknown_step: ({ text }) => `前面没有名为“${text("step")}”的步骤。`,
  unknown_input: ({ text }) => `分析流程没有名为“${text("input")}”的输入。`,
  unit_differs: ({ text }) => `输入“${text("input")}”的单位 ${text("unit")} 与 ${text("must_measure")} 不是同一种量。`,
  input_wrong_kind: (words) =>
    `列“${words.text("column")}”是${kind(words, "kind")}列，输入“${words.text("input")}”应为${kind(words, "must_be")}列。`,
  input_out_of_range: ({ text }) =>
    `输入“${text("input")}”行号 ${text("row")} 的值为 ${text("value")}，超出允许范围（${text("bounds")}，单位 ${text("unit")}）；请在对应表中注明该列的单位，或更正数值。`,
  id_twice: ({ text }) => `客户编号“${text("id")}”重复（行号 ${text("first_row")} 和 ${text("row")}）；每位客户应只占一行。`,
  id_missing: ({ text }) => `列“${text("column")}”行号 ${text("row")} 没有客户编号。`,
  model_of_other_pipeline: ({ text }) => `这些模型属于分析流程“${text("pipeline")}”，此处需要“${text("must_be")}”的模型。`,
  nothing_to_run: ({ text }) => `客户画像按列名识别数据，本表没有它所需的列，例如：${text("missing")}。请在文件中将含义相同的列改为这些列名后重新打开。其他分析不限列名。`,
  pipeline_not_done: () => "流程还有步骤未执行；假设情景要与全部步骤的结果比较。",

  // 关联分析
  support_out_of_range: ({ text }) => `最小支持度为 ${text("min_support")}，应大于 0 且不超过 1（占全部记录的比例）。`,
  support_missing: () => "请给出最小支持度 min_support 或最少次数 min_count。",
  support_twice: () => "最小支持度 min_support 与最少次数 min_count 只能给出一个。",
  not_beside_columns: ({ text }) => `已用 columns 指定各列，参数 ${text("field")} 不起作用，请去掉。`,
  long_form_incomplete: ({ text }) => `给出了 ${text("given")}，还缺少 ${text("missing")}。`,
  column_of_numbers: ({ text }) => `列“${text("column")}”是数值列，此处需要类别列或集合列。`,
  column_of_items: ({ text }) => `列“${text("column")}”是集合列，此处每行只能有一个文本或数值。`,
  no_item_columns: () => "数据表没有可用的类别列或集合列。",
  no_baskets: () => "数据表没有任何记录。",
  too_many_items: ({ text }) => `所有记录的项合计超过 ${text("max")} 个。`,
  item_unknown: ({ text }) => `没有任何记录含有项“${text("item")}”。`,
  too_many_frequent_items: ({ text }) =>
    `出现 ${text("min_count")} 次及以上的项有 ${text("n_items")} 个，超过上限 ${text("max")}；请提高支持度。`,
  too_many_itemsets: ({ text }) =>
    `由 ${text("n_items")} 个频繁项（至少 ${text("min_count")} 次）已找到 ${text("n_so_far")} 个项集，超过上限 ${text("max")}；请提高支持度或缩短项集。`,
  itemsets_too_long: ({ text }) => `项集列表有 ${text("n_so_far")} 字节，超过上限 ${text("max")}；请少列一些。`,
  too_many_rules: ({ text }) =>
    `查看 ${text("n_looked_at")} 条后已有 ${text("n_so_far")} 条规则，超过上限 ${text("max")}；请提高置信度或支持度。`,
  below_mined: ({ text }) => `要求至少 ${text("min_count")} 次，但只挖掘到 ${text("mined")} 次；请重新挖掘或提高要求。`,
  other_table: ({ text }) => `数据表有 ${text("n_baskets")} 条记录，而模型由 ${text("n_mined")} 条记录得出；改动需要原来的数据表。`,

  // 敏感度分析
  not_beside_ridge: () => "岭惩罚与 Firth 校正不能同时使用。",
  column_kind_differs: (words) => `列“${words.text("column")}”是${kind(words, "kind")}列，与拟合模型时的类型不同。`,
  column_constant: ({ text }) => `列“${text("column")}”只有一个取值，请去掉。`,
  column_collinear: ({ text }) =>
    text("level") === "–"
      ? `列“${text("column")}”可由前面的列线性表示；请去掉一列，或设置岭惩罚。`
      : `列“${text("column")}”的类别“${text("level")}”可由前面的列线性表示；请去掉一列，或设置岭惩罚。`,
  too_many_terms: ({ text }) => `所选的列共需 ${text("n")} 个系数（类别列除基准外每个类别一个），最多 ${text("max")} 个。`,
  more_terms_than_rows: ({ text }) => `除截距外有 ${text("n")} 个系数，而只有 ${text("n_rows")} 行；系数应少于行数。`,
  target_kind: ({ text }) => `目标列“${text("column")}”不是由 0 和 1 组成的列；类别列需指明哪个类别是事件。`,
  one_outcome: ({ text }) => `目标列“${text("column")}”全部 ${text("n_rows")} 行都是 ${text("outcome")}，两种结果都要有。`,
  weight_not_positive: ({ text }) => `权重列“${text("column")}”行号 ${text("row")} 为 ${text("value")}，应大于 0。`,
  base_unknown: ({ text }) => `列“${text("column")}”没有作为基准的类别“${text("level")}”。`,
  base_not_category: ({ text }) => `列“${text("column")}”不是参与拟合的类别列，不能指定基准。`,
  level_not_in_model: ({ text }) => `模型不认识列“${text("column")}”的类别“${text("level")}”。`,
  row_without_score: ({ text }) => `行号 ${text("row")} 有缺失值，没有概率。`,
  range_without_value: ({ place, text }) => `${place} 的范围应包含该行现在的值 ${text("value")}，且下限不大于上限。`,
  value_not_of_column: ({ place, text }) => `${place} 与列“${text("column")}”的类型不符。`,

  // 标签
  id_empty: ({ place }) => `${place} 不能为空。`,
  tag_twice: ({ text }) => `标签“${text("tag")}”有两个版本在同一天生效（版本 ${text("versions")}）。`,
  taxonomy_id_twice: ({ text }) => `标签体系中“${text("id")}”重复。`,
  level_unknown: ({ text }) => `标签体系中没有“${text("level")}”。`,
  period_empty: ({ text }) => `有效期的截止日 ${text("to")} 早于起始日 ${text("from")}。`,
  statistic_needs_one: ({ place }) => `${place} 应恰有分位数、标准分、占比三者之一。`,
  not_one_test: ({ place }) => `${place} 应是对一列的一个判断；多个判断请用规则。`,
  threshold_not_one: ({ text }) => `条件中列“${text("column")}”有 ${text("n")} 个阈值，应恰有一个（可指明判断方式）。`,
  group_empty: ({ text }) => `群内有 ${text("n_group")} 户，群外有 ${text("n_rest")} 户；两边都至少要有一户。`,

  // 价值分级
  c_out_of_range: ({ text }) => `等级数为 ${text("c")}，应在 2 到 ${text("max")} 之间。`,
  memberships_not_valid: ({ text }) => `行号 ${text("row")} 的起始隶属度无效：各项应不小于 0，且不能全为 0。`,
  value_not_stated: () => "没有说明价值方向，所用的列也没有默认权重；请给出各列的权重，或选择不分级。",
  weights_all_zero: () => "各列的权重全为 0，无法排序。",
  groups_not_graded: () => "该模型的分组没有分级，不能更改权重。",

  // 二维分群与服务策略
  id_unusable: ({ place }) => `${place} 不能为空，也不能含有“/”。`,
  id_repeated: ({ text }) => `编号“${text("id")}”重复。`,
  last_class_alone: ({ place }) => `${place}：只有最后一类不设条件，由它收纳其余客户。`,
  cuts_disordered: ({ text }) => `“高”的分界 ${text("high")} 应比“中”的分界 ${text("medium")} 更远。`,
  grade_twice: ({ text }) => `等级“${text("grade")}”同时属于两个档次。`,
  band_needs_one: ({ place }) => `${place} 应恰有分界、比例、等级名三者之一。`,
  band_wrong_kind: (words) => `列“${words.text("column")}”是${kind(words, "kind")}列，与分档方式不符：数值用分界或比例，类别用等级名。`,
  result_not_in_model: ({ text }) => `模型中没有结果“${text("result")}”。`,
  too_many_groups: ({ text }) => `列“${text("column")}”有 ${text("n")} 个群，至多 ${text("max")} 个。`,
  like_needs_columns: () => "参照模型没有用任何列描述分群。",

  // 异常客户
  too_many_rows_to_compare: ({ text }) =>
    `要两两比较的行有 ${text("n_rows")} 行，最多 ${text("max")} 行；请先选取一部分客户。`,
  min_points_above_rows: ({ text }) => `近邻数为 ${text("min_points")}，不得超过行数 ${text("n_rows")}。`,

  // 宿主
  module_broken: ({ message }) => `计算模块异常中止，已换用新的实例，数据仍在：${message}`,
  module_unusable: ({ message }) => `计算模块无法使用：${message}`,
  module_panicked: ({ message }) => `计算模块内部出错，已换用新的实例，数据仍在。请把这条信息告诉我们：${message}`,
  memory_limit: () => "内存不足：数据对此浏览器来说太大了。",
  deadline_exceeded: () => "计算超时。",
  cancelled: () => "计算已取消。",
  page_failed: ({ message }) => `页面出错：${message}`,

  // 浏览器端
  disposed: () => "该对象已释放，请重新创建。",
  worker_not_started: () => "后台线程没有启动：worker.js 应与脚本放在一起，且页面的安全策略应允许它。",
  modules_not_served: () => "此处没有提供计算模块：既没有 v1/modules，也没有 modules/index.json。",
  not_reached: ({ text }) => `无法访问 ${text("path")}：它须有服务提供，并得到页面安全策略的许可；跨源时还须其服务器许可。`,
  file_not_read: ({ text }) => `无法读取文件 ${text("path")}。`,
  module_wrong_kind: () => "要打开的不是计算模块；应为地址、字节（ArrayBuffer 或 Uint8Array）或 WebAssembly.Module。",
  not_served: ({ text }) => `${text("path")} 返回 ${text("status")}。`,
  sha256_differs: ({ text }) => `计算模块的 SHA-256 为 ${text("sha256")}，应为 ${text("expected")}。`,
  other_module: ({ text }) => `计算模块为“${text("module")}”，应为“${text("expected")}”。`,
  scenario_not_shown: ({ text }) => `情景的第 ${text("edit")} 项（从 0 起）无法用滑块表示：每项只能按比例或按数量调整一列，对象为全部客户或某一类别。`,
  edit_not_of_table: ({ text }) => `情景改动的列“${text("column")}”不是数据表中的数值列；可用：${text("known")}。`,
  protocol_unsupported: ({ text }) => `消息协议的版本为 ${text("version")}，此处只支持 ${text("known")}。`,
  parent_no_origin: ({ text }) => `parent 为“${text("parent")}”，应为一个源，例如 https://portal.example。`,
  unknown_method: ({ text }) => `没有方法“${text("method")}”；可用：${text("known")}。`,
  downloads_not_allowed: ({ text }) => `无法保存 ${text("file")}：本页面外层的框架不允许下载，其 sandbox 须含 allow-downloads。`,
  picture_not_drawn: () => "浏览器未能将图片绘制为 PNG；仍可保存为 SVG。",
  picture_not_there: () => "图片尚未绘出。",
  table_replaced: () => "写文件时数据表已被更换，文件未保存。",
  state_not_readable: () => "无法识别所保存的状态。",
  table_wrong_kind: () => "数据表的形式无法识别；应为各列、各行、文本、字节或文件。",
  hint_not_read: ({ text }) => `${text("hint")} 只说明如何读取文本；各列与 Arrow 自带类型。`,
  table_not_read: ({ text }) => `数据表不是有效的 ${text("format")}。`,
  column_type_not_read: ({ text }) => `列“${text("column")}”的类型无法读取；可读取数值、文本、日期与文本列表。`,
  column_mixed: (words) =>
    `列“${words.text("column")}”行号 ${words.text("row")} 的值与前面的种类不同，应为${kind(words, "kind")}。`,
};
