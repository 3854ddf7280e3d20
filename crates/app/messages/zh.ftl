### 程序显示的全部中文语句。各节次序与 en.ftl 一致。
###
### 每个检查结果有两条：CODE 用一句话说明问题，CODE-next 用一句话说明下一步怎么办，位置显示在语句之前。
### 空位由程序填入，空位可能为空。
###
### SAME($a, $b) 的结果是 yes 或 no。KEY($a) 把空格和符号换成“-”，使多个词的文字也能用来选择变体。
###
### 用词：programme 方案，scheme 考核细则，unit 地区，body 机构，subject 考核对象，class 类别，
### element 数据项，indicator 指标，item 考核项，group 分组，period 时期，appeal 申诉，grade 等次。

## 语句的组成部分

near = { SAME($nearest, "") ->
    [yes] {""}
   *[no] 是否应为 `{ $nearest }`？
}

# Parquet 文件没有行号，用列名和行序说明位置。
in-parquet = { SAME($row, "") ->
    [yes] {""}
   *[no] （`{ $column }` 列第 { $row } 行）
}

write-suggestion = 请改写为 `{ $suggestion }`。

personal-data = { KEY($kind) ->
    [identity-number] 身份证件号码
    [bank-account] 银行账号
    [telephone-number] 电话号码
    [home-address] 住址
    [birth-date] 出生日期
    [e-mail-address] 电子邮箱
    [messenger-account] 即时通信账号
    [personal-name] 个人姓名
   *[other] { $kind }
}

toml-expected = { KEY($expected) ->
    [string] 加引号的文字
    [number] 数字
    [integer] 整数
    [boolean] {" "}`true` 或 `false`
    [date] 日期（如 2025-12-31）
    [array] 方括号中的列表
    [table] 表
   *[other] { $expected }
}

toml-found = { KEY($found) ->
    [string] 加引号的文字
    [integer] 整数
    [float] 小数
    [boolean] {" "}`true` 或 `false`
    [date-time] 日期或时间
    [array] 列表
    [table] 表
    [integer-in-another-base] 非十进制的整数
    [integer-out-of-range] 超出范围的整数
   *[other] {" "}`{ $found }`
}

syntax-expected = { KEY($expected) ->
    [an-operator-or-the-end] 运算符或公式结尾
    [something-else] 其他内容
    [a-name] 名称
    [a-figure] 数值
    [a-figure-a-name-or-a-function] 数值、名称或函数
    [a-whole-number] 整数
    [prev-1-2024-or-2024-06] {" "}`prev`、`-1`、`2024` 或 `"2024-06"`
    [months-quarters-halves-3-before-2-last-or-2023-2025] {" "}`months`、`quarters`、`halves`、`3 before`、`2 last` 或 `2023..2025`
    [class-or-all] {" "}`class` 或 `all`
   *[other] {" "}`{ $expected }`
}

type-expected = { KEY($expected) ->
    [number] 数值
    [condition] 条件
    [label] 标签文字
    [list-of-numbers] 数值列表
    [list-of-labels] 标签列表
   *[other] { $expected }
}

type-found = { KEY($found) ->
    [number] 数值
    [condition] 条件
    [label] 标签文字
    [list-of-numbers] 数值列表
    [list-of-labels] 标签列表
   *[other] { $found }
}

## 词语

error = 错误
warning = 警告
note = 提示
accepted = 已接受
accepted-reason = 已接受，理由：{ $reason }

yes = 是
no = 否

status-known = 已报
status-estimated = 估算
status-late = 迟报
status-not_applicable = 不适用
status-suppressed = 不予公开
status-missing = 缺报
status-undefined = 无法计算

## E00x  工作簿（.xlsx）

E000 = 找不到文件 `{ $file }`。
E000-next = 请核对工作簿的路径。

E001 = { $kind ->
    [empty] 文件是空的，不是 Excel 工作簿。
    [text] 文件是纯文本（可能是 CSV），只是扩展名像工作簿，并非 Excel 工作簿。
    [archive] 文件是压缩包，其中没有 Excel 工作簿。
   *[other] 文件不是 Excel 工作簿。
}
E001-next = 请用电子表格软件打开，另存为“Excel 工作簿（.xlsx）”。

E002 = 文件是旧版 Excel 格式（.xls），不予读取。
E002-next = 请用电子表格软件打开，另存为“Excel 工作簿（.xlsx）”。

E003 = 工作簿设有打开密码，无法读取。
E003-next = 请另存一份不设密码的副本再导入。

E004 = 工作簿已损坏：{ $reason }。
E004-next = 请用电子表格软件打开后重新存为 .xlsx 再试；经邮件收到的，请对方重发一次。

E005 = 工作簿中含有 `{ $name }`，{ $what ->
    [path] 其名称指向工作簿之外
    [link] 它是链接
    [twice] 且重复出现
    [archive] 它是另一个压缩包或文档
    [encrypted] 它已加密
   *[method] 其压缩方式不是工作簿所用的
}。
E005-next = 请把表格复制到新工作簿（不带嵌入文件）后再导入。

E006 = 工作簿超出读取上限：{ $what ->
    [parts] 部件多于 { $limit } 个
    [inflated] 某个部件或全部部件解压后超过 { $limit } 字节
    [elements] 某个部件的元素多于 { $limit } 个
    [depth] 元素嵌套超过 { $limit } 层
    [tag] 某个元素的属性超过 { $limit } 字节
    [text] 某段文字超过 { $limit } 字节
    [sheets] 工作表多于 { $limit } 张
    [rows] 有单元格在第 { $limit } 行以下
    [columns] 有单元格在第 { $limit } 列以右
    [cells] 有内容的单元格多于 { $limit } 个
    [cell-text] 工作表的文字超过 { $limit } 字节
   *[merged] 合并区域所含单元格多于 { $limit } 个
}。
E006-next = 请只把表格复制到新工作簿后再导入；大批观测值请用 CSV 或 Parquet 报送。

E007 = 工作簿的部件 `{ $name }` 声明了文档类型，正常的工作簿没有这种声明。
E007-next = 请勿使用该文件，并请发送方提供由电子表格软件保存的文件。

E008 = 工作簿的部件 `{ $name }` 不是 UTF-8 编码。
E008-next = 请用电子表格软件打开，重新存为 .xlsx。

E009 = 工作簿中没有工作表 `{ $sheet }`。
E009-next = { near }现有工作表：{ $known }。

## E01x  工作簿中的表

E010 = 不认识 `{ $column }` 这一列，未予读取。
E010-next = 如需读取，请改用 docs/reference/excel.md 所列的列名。

E011 = 该行及其文字都没有写明分值，该考核项按 0 分导入。
E011-next = 请在考核细则文件中补填分值。

E012 = 表中写明合计 { $total } 分，但各行分值之和为 { $sum } 分。
E012-next = 请核实以哪个为准，并更正考核细则文件。

E013 = `{ $path }` 已经存在，不予覆盖。
E013-next = 请换一个名称，或先移走原文件；导出时可用 `--force` 覆盖。

E014 = { SAME($item, "") ->
    [yes] 文字
   *[no] 考核项 `{ $item }` 的文字
}超过 { $limit } 个字符，工作簿的单元格容纳不下。
E014-next = 请缩短或拆分该段文字。

E015 = 单元格中是日期（电子表格按天数记为 { $text }），此处应为文字或数字。
E015-next = 电子表格把输入的内容改成了日期。请把该列设为“文本”格式后重新输入，如 2025-06。

E016 = 单元格中没有数值，而是 `{ $text }`：公式出错，或从未计算。
E016-next = 请在单元格中直接填入数值，或将其留空。

E017 = 没有一张工作表含有考核细则表的表头（工作表：{ $sheets }）。
E017-next = 请使用“一级指标”“二级指标”“评分标准”“分值”等列名，全部列名见 docs/reference/excel.md。

E018 = 不止一张工作表含有考核细则表：`{ $first }` 和 `{ $second }`。
E018-next = 请用 `--sheet` 指明读取哪一张。

E019 = 表头以下没有内容。
E019-next = 请核对工作表是否选对；可用 `--sheet` 另选一张。

E020 = 观测值只有 Parquet 文件，不能导出为工作簿。
E020-next = 请保留同名的 CSV 文件，或用其他程序读取 Parquet 文件。

E021 = 没有一张工作表含有 `unit`、`element`、`period`、`value` 四列（工作表：{ $sheets }）。
E021-next = 请在首行写上这些列名；其他列见 docs/reference/programme-folder.md。

E022 = 该行不会起作用：{ $other } 已报同一数据且有记录时间，该行却没有记录时间，视为更早的记录。
E022-next = 请在 `recorded_at` 中写明新数据的记录时间，或删去该行。

E024 = 没有一个工作表有报表的表头“数据项”和“本期”。
E024-next = 请填写从报表页面下载的表格。

## E04x  草稿

E040 = 考核项 `{ $item }` 的计分规则尚未成文。
E040-next = 请写出 `rule`，并删去 `draft = true`；写法见 docs/reference/scheme.md。

E041 = 考核细则 `{ $scheme }` 无法计分：{ $items } 个考核项中有 { $drafts } 个尚无计分规则。
E041-next = 请先从 `{ $first }` 起，逐项写出 `rule` 并删去 `draft = true`；运行 `gangmu check` 可列出全部草稿项。

## F10x  文件夹和文件

F100 = 方案文件夹无法打开：{ $reason }。
F100-next = 请核对路径；方案文件夹是 `programme.toml` 所在的文件夹。

F101 = 路径 `{ $path }` 指向方案文件夹之外，未予读写。
F101-next = 请把文件本身放入文件夹；指向外部的链接不予采用。

F102 = `{ $path }` 不是普通文件。
F102-next = 请换成普通文件，或将其移除。

F103 = 文件 `{ $path }` 超过可读取的上限 { $limit } 字节。
F103-next = 请缩小文件；`data/` 中的表可以拆分，例如拆为 `data/events-2024.csv` 和 `data/events-2025.csv`。

F104 = 文件或文件夹无法读取：{ $reason }。
F104-next = 请检查访问权限和所在磁盘。

F105 = 文件夹中的文件超过 { $limit } 个。
F105-next = 请把与方案无关的文件移到其他文件夹。

F106 = 文件名不是有效的 UTF-8。
F106-next = 请重命名该文件。

F107 = 文件夹嵌套超过 { $limit } 层。
F107-next = 请把文件移到上层；数据表放在 `data/`，考核细则放在 `schemes/`。

## F11x  字符

F110 = { $guess ->
    [binary] 文件不是文本，可能是改了名称的电子表格。
   *[other] 文件不是 UTF-8 编码，可能是 { $guess } 编码。
}
F110-next = { $guess ->
    [binary] 请用表格软件打开，另存为“CSV UTF-8”格式。
   *[other] 请另存为 UTF-8 编码；表格软件中对应的格式是“CSV UTF-8”。
}

F111 = 文件开头有字节顺序标记，读取时已略去。
F111-next = 无需处理；如其他程序不能识别该标记，请另存为不带标记的 UTF-8。

F112 = 文件含有控制字符，共 { $count } 个，第一个是 { $character }。
F112-next = 请删除这些字符；它们多是从其他程序复制时带入的。

## F12x  表格

F120 = 此处的引号没有闭合。
F120-next = 请补上后引号；如引号是单元格文字的一部分，请写两遍（`""`）。

F121 = 本行有 { $found } 个单元格，表头有 { $expected } 个。
F121-next = 请补上缺少的逗号，或删除多余的逗号；含逗号的单元格要加引号。

F122 = 表头中 `{ $name }` 列出现两次。
F122-next = 请改名或删除其中一列。

F123 = 表头中第 { $column } 列没有列名。
F123-next = 请填写列名，或删除该列。

F124 = 文字超过此处的上限 { $limit } 字节。
F124-next = 请缩短文字；如整张表被读成一行，请查找没有闭合的引号。

F125 = 表格超过 { $limit } 行。
F125-next = 请拆分为多个文件。

F126 = 引号闭合之后还有文字，该引号始于第 { $opened } 行。
F126-next = 请在后引号之后紧接逗号；如引号是单元格文字的一部分，请写两遍（`""`）。

F127 = 表格是空的，没有表头。
F127-next = 请在第一行写出列名。

F128 = 表格有 { $found } 列，超过上限 { $limit } 列。
F128-next = 请删除不需要的列，尤其是空列。

F129 = 本文件还有 { $more } 个检查结果没有列出。
F129-next = 请先处理已列出的问题，再重新检查。

## F13x  TOML

F130 = 此处的 TOML 无法读取：{ $reason }。
F130-next = 请改正本行；文字要加引号，每个键单独成行。

F131 = 表和列表嵌套超过 { $limit } 层。
F131-next = 请减少嵌套层数。

F132 = 缺少键 `{ $key }`。
F132-next = 请补上；以 `/` 隔开的两个键，有其一即可。

F133 = `{ $key }` 的值是{ toml-found }，此处应为{ toml-expected }。
F133-next = 请改为{ toml-expected }。

F134 = 此处没有 `{ $key }` 这一项。
F134-next = { near }请改正名称，或删除该键。

## F14x  写入

F140 = 同一位置被修改两次。
F140-next = 请只保留其中一处修改。

F141 = 第 { $row } 行第 { $column } 列没有单元格。
F141-next = 请重新读取文件后再修改；文件可能已经变动。

F142 = 表格中不能含有字符 { $character }。
F142-next = 请从文字中删除该字符。

F143 = `{ $text }` 不是单独一个 TOML 值：{ $reason }。
F143-next = 请只给出一个值，文字要加引号。

F144 = 文件无法写入：{ $reason }。
F144-next = 请确认文件夹存在、可以写入，且磁盘空间充足。

## F15x  Parquet

F150 = Parquet 文件无法读取：{ $reason }。
F150-next = 请从数据来源重新生成文件，或改用 CSV。

F151 = `{ $column }` 列第 { $row } 行的值是 { $value }，不是有限数值。
F151-next = 请将该值留空，并在 `status` 中注明，如 `missing`。

F152 = `{ $column }` 列的类型是 { $type }，此处不能读取。
F152-next = 请改为文本、整数、定点小数或浮点数类型。

## F16x  数字

F160 = 此处缺少数字{ in-parquet }。
F160-next = 请填写数字。

F161 = `{ $text }` 含有千位分隔符{ in-parquet }。
F161-next = { SAME($suggestion, "") ->
    [yes] 请去掉分隔符。
   *[no] { write-suggestion }
}

F162 = `{ $text }` 使用了全角字符{ in-parquet }。
F162-next = { SAME($suggestion, "") ->
    [yes] 请改用半角数字。
   *[no] { write-suggestion }
}

F163 = `{ $text }` 带有百分号，12% 可能指 12，也可能指 0.12{ in-parquet }。
F163-next = 请按所定的计量单位只写数字：计量单位为 `%` 时写 12，否则写 0.12。

F164 = `{ $text }` 表示没有数值{ in-parquet }。
F164-next = 请将单元格留空；填报数据在 `status` 列注明原因（`missing`、`not_applicable`、`suppressed`）。

F165 = `{ $text }` 超过 18 位有效数字或 18 位小数{ in-parquet }。
F165-next = 请四舍五入到 18 位以内。

F166 = `{ $text }` 带有“万”“亿”等计数单位{ in-parquet }。
F166-next = { SAME($suggestion, "") ->
    [yes] 请写出完整的数字。
   *[no] { write-suggestion }
}

F167 = `{ $text }` 不是数字{ in-parquet }。
F167-next = 请只写数字，小数点用“.”，如 12.5；计量单位不写入单元格。

## F2xx  方案文件夹的内容

F200 = 缺少文件 `{ $file }`。
F200-next = 请补上该文件；`gangmu new DIR` 可生成完整示例，供参照。

F201 = `{ $path }` 不是方案文件夹规定的文件名，该文件未予读取。
F201-next = { near }请重命名，或将其移出文件夹。

F202 = 缺少 `{ $column }` 列。
F202-next = { SAME($nearest, "") ->
    [yes] 请增加该列。
   *[no] 如 `{ $nearest }` 列就是该列，请改名为 `{ $column }`；否则请增加该列。
}

F203 = 本表没有名为 `{ $column }` 的列，该列未予读取。
F203-next = { near }请改正列名，或删除该列。

F204 = `{ $column }` 列含有个人信息（{ personal-data }），方案中不得存放。
F204-next = 请删除该列；需要注明由谁负责时，请写机构或岗位。

F205 = 单元格含有个人信息（{ personal-data }），方案中不得存放。
F205-next = 请从单元格中删除；需要注明由谁负责时，请写机构或岗位。

F206 = `{ $column }` 列每行必填，此单元格为空。
F206-next = 请填写该单元格，或删除该行。

F207 = `{ $value }` 不能用作编号。
F207-next = 编号请用文字、数字和 `.` `_` `-` `*`，以文字或数字开头，不超过 100 个字符。

F208 = `{ $id }` 在此重复出现。
F208-next = 请删除其中一处，或为此处另定编号。

F209 = 不存在{ $what ->
    [unit] 地区或机构
    [class] 类别
    [attribute] 属性
    [indicator] 指标
    [element] 数据项
    [question] 问题
    [answer] 答案选项
    [file] 数据种类
    [node] 框架节点
    [level] 层级
    [scheme] 考核细则
    [item] 考核项
    [body_kind] 机构种类
    [body] 机构或机构种类
    [index_part] 指数的组成部分
    [index_indicator] 指数中的指标
    [index_step] 指数的步骤
   *[other] { $what }
} `{ $id }`。
F209-next = { near }{ $what ->
    [unit] 请改正编号，或将地区补入 `units.csv`、机构补入 `bodies.csv`。
    [class] 请改正编号，或将该类别补入 `classes.csv`。
    [attribute] 请改正名称，或在 `units.csv` 中增加该列。
    [indicator] 请改正编号，或将该指标补入 `indicators.csv`。
    [element] 请改正编号，或将该数据项补入 `elements.csv`。
    [question] 请改正编号，或将该问题补入 `questions.toml`。
    [answer] 请改正答案，或将其补入 `questions.toml` 中该问题的 `answers`。
    [file] 请写 `data/` 中文件的种类名，如 `observations`、`events`。
    [node] 请改正编号，或将该节点补入 `framework.toml`。
    [level] 请改正编号，或将该层级补入 `programme.toml`。
    [scheme] 请改正编号，或增加文件 `schemes/{ $id }.toml`。
    [item] 请改正编号，或在考核细则中增加该考核项。
    [body_kind] 请改正编号，或将该机构种类补入 `programme.toml`。
    [body] 请改正编号，或将机构补入 `bodies.csv`、机构种类补入 `programme.toml`。
    [index_part] 请改正编号，或将该部分补入 `index.toml`。
    [index_indicator] 请改正编号，或将该指标补入 `index.toml`。
    [index_step] 请写 `index.toml` 中已有的步骤，或补上该步骤。
   *[other] 请改正编号，或补上其所指的内容。
}

F210 = 此处不能写 `{ $value }`。
F210-next = 此处可写：{ $allowed }。

F211 = `{ $value }` 不是日期或时间。
F211-next = 请写日期，如 2025-12-31；记录时间也可写作 2026-01-20T10:00:00+08:00。

F212 = `{ $value }` 的年份不在 1900 至 2200 之间。
F212-next = 请改正日期。

F213 = `{ $value }` 不是时期。
F213-next = 请写年（2025）、半年（2025H1）、季度（2025Q1）或月（2025-06）。

F214 = `{ $value }` 超出此处允许的范围。
F214-next = 请写合乎要求的数：份数为非负整数，`out_of` 不为 0，得分保留 0 至 12 位小数，期限不超过 10,000 日或月，设计效应大于 0。

F215 = 节点 `{ $id }` 成了自身的下级。
F215-next = 请改正该节点或其上级节点的 `parent`。

F216 = { $what ->
    [twice] `{ $unit }` 在 { $date } 有两项互相矛盾的变更。
    [gone] `{ $other }` 在 { $date } 并不存在。
    [itself] `{ $unit }` 不能并入自身。
    [level] `{ $unit }` 与 `{ $other }` 层级不同，不能并入或划入。
    [left] `{ $unit }` 于 { $date } 撤销，其下级 `{ $other }` 尚无新的上级。
   *[other] 该变更与其他变更不符（`{ $what }`）。
}
F216-next = { $what ->
    [twice] 请删除其中一行，或改正其日期。
    [left] 请为 `{ $other }` 增加一行同日的 `transfer`。
   *[other] 请改正本行的日期或地区。
}

F217 = `{ $unit }`（层级 { $level }）不能隶属于 `{ $parent }`（层级 { $parent_level }），后者的层级并不更高。
F217-next = 请改写为层级更高的地区，或改正层级。

F218 = 拆分的份额为 { $sum }；每份应大于 0，各份之和应为 1。
F218-next = 请改正 `share` 列。

F219 = 该地区自 { $from } 起有效，却止于更早的 { $to }。
F219-next = 请改正 `valid_from` 或 `valid_to`。

F220 = 本行没有中文名称，也没有英文名称。
F220-next = 请填写 `name_zh` 或 `name_en`。

F221 = 同一事项出现两次：{ $key }。
F221-next = 请删除其中一行。

F222 = 状态 `{ $status }` 与数值列的内容不符。
F222-next = 状态为 `reported`、`verified`、`estimated`、`late` 或 `final` 时请填数值，为 `missing`、`not_applicable`、`suppressed` 或 `not_issued` 时请留空。

F223 = 本行所替换的早前记录不存在（{ $unit }，{ $element }，{ $period }）。
F223-next = 请在 `supersedes` 中写被替换行的 `recorded_at`，该时间应早于本行。

F224 = { $unit }、{ $element }、{ $period } 有两行的记录时间相同，前一行在 { $first }。
F224-next = 请删除其中一行，或为较晚的一行另填 `recorded_at`。

F225 = 考核细则的编号是 `{ $id }`，文件名却是 `{ $file }.toml`。
F225-next = 请使两者一致。

F226 = { $what ->
    [term] 方案的实施期
    [notice] 公示期
    [appeals] 申诉受理期
   *[other] { $what }
}始于 { $first }，却止于更早的 { $last }。
F226-next = 请改正其中一个日期。

F227 = 自 { $opens } 至 { $closes } 共有 { $found } 个工作日，而公示规定为 { $promised } 个工作日。
F227-next = 请改正日期或 `working_days`，或在 `holidays.csv` 中补列节假日。

F228 = `{ $unit }` 在 { $period } 并不存在，却填报了 `{ $element }`。
F228-next = 请改正时期，或改正 `units.csv`、`unit_events.csv` 中该地区的有效期。

F229 = `{ $unit }` 的项目 `{ $project }` 各节点权重之和为 { $sum }，不是 100。
F229-next = 请改正 `weight` 列。

F230 = 数据项和指标都用了编号 `{ $id }`，公式无法区分。
F230-next = 请为数据项另定编号，如 `{ $id }_n`。

F231 = 目标值同时写了类别和地区。
F231-next = 请将其中一个单元格留空。

F232 = `{ $value }` 不是“列名=值”的形式。
F232-next = 请用列名和值指明该行，如 `unit=YZ01;element=A1;period=2025`。

F233 = `programme.toml` 没有列出考核细则 `{ $id }`。
F233-next = 请补入其中的 `schemes`，或删除该文件。

F234 = { SAME($found, "") ->
    [yes] 以下各键须有且仅有一个：{ $wanted }。
   *[no] 以下各键只能有一个，不能并存：{ $found }。
}
F234-next = 请只保留其中一个：{ $wanted }。

F235 = 指数的每个不确定性选择只能用下列键之一说明：{ $keys }。
F235-next = 请只保留其中一个键，其余各另写一个 `[[choice]]`。

## X0xx  公式

X001 = 公式中不能含有字符 `{ $found }`。
X001-next = 符号、括号和数字请用半角；编号不是普通单词时请加反引号。

X002 = 此处是 `{ $found }`，应为{ syntax-expected }。
X002-next = 请改正此处；多是前面缺少括号、逗号或运算符。

X003 = { $what ->
    [text] 公式超过 { $limit } 字节。
    [depth] 公式嵌套超过 { $limit } 层。
    [nodes] 公式超过 { $limit } 个组成部分。
    [periods] 公式涉及的时期超过 { $limit } 个。
   *[other] 公式超出限制（{ $what }，{ $limit }）。
}
X003-next = { $what ->
    [periods] 请减少所涉及的时期。
   *[other] 请拆分公式：把其中一部分设为指标，再引用该指标。
}

X004 = 以 { $sign } 开头的文字或名称没有闭合。
X004-next = 请在同一行用同样的符号闭合；文字中的反斜杠之后只能是 `\"` 或 `\\`。

X005 = 数字超过 { $limit } 位。
X005-next = 请四舍五入。

X006 = 公式在此结束，后面应为{ syntax-expected }。
X006-next = 请补全公式。

X010 = 此处没有名为 `{ $name }` 的内容。
X010-next = { $name ->
    [x] { own-indicator }
    [t] { own-indicator }
    [worst] { own-indicator }
    [best] { own-indicator }
    [P] `P` 只能用于考核项的计分规则。
    [base] { on-results }
    [deducted] { on-results }
    [bonus] { on-results }
    [total] { on-results }
   *[other] { near }请改正名称，或先行定义（数据项在 `elements.csv`，指标在 `indicators.csv`）。
}
own-indicator = `x`、`t`、`worst`、`best` 指考核项自身的指标：请为考核项写明 `indicator`，或直接写指标编号。
on-results = `base`、`deducted`、`bonus`、`total` 只能用于针对结果的规则，即启用条件、加分、一票否决、等次和结果运用的规则。

X011 = 没有函数 `{ $name }`。
X011-next = { near }请使用公式语言规定的函数。

X012 = `{ $function }` 不带冒号的参数应有 { $expected } 个，此处有 { $found } 个。
X012-next = 请补上缺少的参数，或删除多余的参数。

X013 = 此处是{ type-found }，应为{ type-expected }。
X013-next = { KEY($expected) ->
    [number] 请写结果为数值的算式；`lookup(…)` 可把标签换算为数值，`mean(…)` 等可汇总列表。
    [condition] 请写比较式，如 `x >= t`。
    [label] 请写加引号的文字，或结果为标签的数据。
   *[other] 请写结果为{ type-expected }的算式。
}

X014 = 计量单位不同的数值不能相加或比较：`{ $left }` 与 `{ $right }`（`1` 表示没有计量单位）。
X014-next = 请改正 `elements.csv` 或 `indicators.csv` 中的计量单位，或用 `number(…)` 去掉计量单位。

X015 = `{ $function }` 须知道数值越高越好还是越低越好，此处没有说明。
X015-next = 请改用指标（其方向见 `indicators.csv`）；`rank` 和 `top` 也可加写 `better: "high"` 或 `better: "low"`。

X016 = `{ $name }` 是用 `let` 为本时期、本考核对象命名的，不能用于其他时期或其他对象。
X016-next = 请在此处直接写出其所代表的算式。

X017 = `{ $function }` 不能带此处的 `over …` 或 `in …`。
X017-next = 请删除：`sum`、`mean`、`median`、`min`、`max`、`count` 可带其中之一，`rank` 和 `top` 只能带 `in …`。

X018 = `{ $found }` 不是时点或时段。
X018-next = `@` 之后请写 `prev`、`-1`、`2024` 或 `"2024-06"`，`over` 之后请写 `months`、`3 before`、`2 last` 或 `2023..2025`。

X019 = `{ $function }` 的参数不接受冒号前的这种标注。
X019-next = 请删除冒号和标注，或改用接受该标注的函数。

X020 = 公式对每个考核对象要计算 { $work } 个部分，超过上限 { $limit }。
X020-next = 请把 `over` 之前的部分设为指标，或减少所涉及的时期。

X021 = `{ $function }` 须对多个数值进行计算，此处是{ type-found }。
X021-next = { KEY($found) ->
    [list-of-labels] 请先用 `lookup(…)` 或 `number(…)` 把标签换算为数值。
   *[other] 请写明范围，如 `over months` 或 `in class`；对两个以上的数值可用 `min(…, …)`、`max(…, …)`。
}

X022 = `{ $function }` 中的分段或对照不完整，或次序不对。
X022-next = { $function ->
    [bands] 请写作 `bands(x, >= 90: 2, >= 80: 1, else: 0)`，以 `else` 结尾。
    [cases] 请写作 `cases(x >= t: 2, x > 0: 1, else: 0)`，以 `else` 结尾。
    [line] 请写作 `line(x, 70: 0, 85: 0.6, 95: 1)`，至少两个节点，由低到高。
    [slabs] 请写作 `slabs(x, < 98: 0.25, < 96: 0.5)`，用 `<` 时由高到低，用 `>` 时由低到高，不得混用。
    [lookup] 请写作 `lookup(g, "A": 6, "B": 4, else: 0)`，标签加引号，不得重复。
   *[other] 请逐段写出，以 `else` 结尾。
}

X023 = 此处只能写数字。
X023-next = 请直接写出数字：`round` 的小数位数为 0 至 12，`trim` 和 `top` 为不超过 1,000 的整数。

X024 = `{ $function }` 没有说明与谁比较。
X024-next = { $function ->
    [size] 请写 `size(class)` 或 `size(all)`。
   *[other] 请加写 `in class` 或 `in all`，如 `rank(x in class)`。
}

X025 = 此处只能写编号。
X025-next = 请写编号；编号不是普通单词时请加反引号。

X026 = `{ $function }` 不能用于计量单位为 `{ $found }` 的数值。
X026-next = 请用 `number(…)` 去掉计量单位。

X027 = 计分规则的结果带有计量单位 `{ $found }`，而分数没有计量单位。
X027-next = 请换算为比例或档次，如 `attained(x, t)`、`per(x, 1)`，或用 `number(…)` 去掉计量单位。

X028 = `known(…)` 用在此处不起作用。
X028-next = 请将其作为跨期汇总的全部内容，如 `mean(known(x) over months)`；只需判断有无数值时用 `has(x)`。

X030 = 指标引用了自身：{ $path }。
X030-next = 请修改其中一个公式，消除循环引用。

X031 = `{ $indicator }` 的公式得出的计量单位是 `{ $found }`，{ SAME($declared, "") ->
    [yes] 而指标没有写明计量单位
   *[no] 而指标写明的计量单位是 `{ $declared }`
}。
X031-next = 请改正 `unit` 列，或改正公式。
X032 = 表内校验关系只能看本表：上级、同级或全体单位都不在视野内。
X032-next = 可与本表的其他时期比较（如 `x @ prev`），或改用数据诚信检验。

## S01x  考核细则：所引用的内容

S010 = 考核项 `{ $item }` 属于分组 `{ $name }`，考核细则没有该分组。
S010-next = { near }请改正 `group`，或增加该分组。

S011 = 考核项 `{ $item }` 引用的指标 `{ $name }` 不存在。
S011-next = { near }请改正 `indicator`，或将该指标补入 `indicators.csv`。

S012 = 考核细则中有两个分组或考核项使用编号 `{ $id }`。
S012-next = 请为其中一个另定编号。

S013 = 考核细则引用了等次 `{ $name }`，但没有设置该等次。
S013-next = { near }请改正编号，或增加该等次。

S014 = 达标规则引用了考核项 `{ $name }`，考核细则没有该考核项。
S014-next = { near }请改正 `must` 或 `either` 中的编号。

S015 = 最后一个等次 `{ $grade }` 设有条件，会有结果评不出等次。
S015-next = 请删除该等次的 `at_least` 和 `when`，或在最后增加一个不设条件的等次。

S016 = 分组 `{ $group }` 没有考核项。
S016-next = 请增加考核项，或删除该分组。

S017 = 考核项 `{ $item }` 为类别 `{ $class }` 规定了分值，但没有地区或机构种类属于该类别。
S017-next = { near }请改正类别，或将其补入 `classes.csv`。

S018 = 考核项 `{ $item }` 的计分规则用到 `{ $indicator }` 在 { $period } 的目标值，而 `{ $unit }` 没有该目标值（共涉及考核对象 { $count } 个）。
S018-next = 请在 `targets.csv` 中按地区、按类别或统一给出目标值。

S019 = 考核项 `{ $item }` 的计分规则用到 `{ $indicator }` 的合理{ $column ->
    [worst] 最差值
   *[best] 最优值
}，但没有给出。
S019-next = 请在 `indicators.csv` 中填写 `{ $indicator }` 的 `{ $column }` 列。

## S02x  考核细则：谁考核谁

S020 = 考核项 `{ $item }` 对 { $unit } 没有考评单位 `{ $assessor }`（共涉及考核对象 { $count } 个）。
S020-next = 请在 `bodies.csv` 中为上一级地区增加该种机构，或改写考评单位。

S021 = 考核项 `{ $item }` 由牵头单位 `{ $assessor }` 自行考核：{ $unit }（共涉及考核对象 { $count } 个）。
S021-next = 请改由不承担该考核项的机构考核。

S022 = 考核细则 `{ $scheme }` 在考核期内没有考核对象。
S022-next = 请改正 `[subjects]` 中的 `level` 或 `kinds`，或改正地区的有效期。

S023 = 考核细则 `{ $scheme }` 没有写明考核期，方案也没有写明。
S023-next = 请在考核细则或 `programme.toml` 中增加 `period`。

S024 = 方案没有考核细则。
S024-next = 请增加 `schemes/year.toml` 之类的文件，并将编号补入 `programme.toml` 的 `schemes`。

S025 = 考核项 `{ $item }` 的计分规则用到 `{ $indicator }` 的值，但该指标没有公式。
S025-next = 请在 `indicators.csv` 中写出 `{ $indicator }` 的公式，或让规则改用其检查清单、评分或评级。

S026 = 考核细则写到 { $what } `{ $name }`，但没有任何事实数据用此词；有数据写作 `{ $nearest }`。
S026-next = 如属笔误，请更正考核细则或事实数据中的用词。

S027 = 规则中的对照表没有 `{ $label }` 的分值，而 `{ $indicator }` 的评定中用到该档。
S027-next = { near }请在 `lookup(…)` 中增加该档，或给出 `else:`，或更正事实数据。

S028 = 规定了 `{ $flag }` 的加倍系数，但事件表没有这一列。
S028-next = { near }请更正 `multipliers` 中的标志，或在 `data/events.csv` 中增加该列。

S030 = 考核细则 `{ $scheme }` 的结果经由其他细则又计入自身。
S030-next = 请删除其中一处 `result(…)` 或 `ranked(…)`，消除循环引用。

## S03x  考核细则：分值是否公平

S031 = { SAME($class, "") ->
    [yes] 未分类的考核对象，
   *[no] 类别 `{ $class }` 的
}各项分值合计 { $points }，不等于 { $base }。
S031-next = 请更正考核项的 `points` 或 `points_by_class`，或更正 `base`：各类适用同一等次分数线。

S032 = 考核项 `{ $item }` 的规则方向相反：`{ $indicator }` 越高得分越{ $rises ->
    [yes] 高，而该指标是越低
   *[no] 低，而该指标是越高
}越好。
S032-next = 请改正规则的方向，或更正 `indicators.csv` 中 `{ $indicator }` 的 `direction`、`worst` 和 `best`。

S033 = 考核项 `{ $item }` 规则中的这一档永远取不到。
S033-next = 请把较严的条件放在前面，或删除这一档：所写分值无人能得。

S034 = 考核项 `{ $item }` 按名次计分，但{ SAME($class, "") ->
    [yes] 参与比较的
   *[no] 类别 `{ $class }`{" "}
}只有 { $size } 个考核对象，少于 { $least } 个。
S034-next = 请为小组另定规则：`if size(class) < { $least } then … else …`。

S035 = 一票否决 `{ $veto }` 没有写明申诉机构。
S035-next = 请在 `appeal_to` 中写明既不承担任务也不参与考核的机构，例如申诉复核机构。

S036 = 考核项目 `{ $item }` 的分段表有空隙：{ SAME($from, $to) ->
    [yes] 恰为 { $from } 时
   *[no] { $from } 与 { $to } 之间
}没有规定分值。
S036-next = 请让各段首尾相接，每个端点只归一段，例如先写 `>= 90 and < 95`，再写 `>= 95`。

S037 = 考核项目 `{ $item }` 的分段表有重叠：{ SAME($from, $to) ->
    [yes] 恰为 { $from } 时
   *[no] { $from } 与 { $to } 之间
}同属两段。
S037-next = 请让每个端点只归一段，例如先写 `<= 10`，再写 `> 10 and <= 15`。

S038 = 考核项目 `{ $item }` 有断崖：在 { $at } 处，`{ $indicator }` 稍有变化，得分就相差 { $points } 分（见 { $unit }；上限为 { $limit } 分）。
S038-next = 请改为线性过渡，例如 `P * line(x, …: 0, { $at }: 1)`，或分成更多、更小的档。

S039 = { $how ->
    [same] 考核项目 `{ $other }` 与 `{ $item }` 重复计分：两者的分子、分母相同。
    [whole] 考核项目 `{ $other }` 与 `{ $item }` 重复计分：`{ $other }` 的指标是 `{ $item }` 的指标的组成部分。
   *[part] 考核项目 `{ $other }` 与 `{ $item }` 重复计分：`{ $item }` 的指标是 `{ $other }` 的指标的组成部分。
}
S039-next = 请只由其中一项计分，或让其中一项只展示、不计分。

S040 = 考核方案 `{ $scheme }` 中有 { $count } 个项目的得分取决于其他单位的表现：{ $items }。
S040-next = 不必处理；公布结果时请予以说明，因为这些分数不能单凭自身取得。

S041 = 考核项目 `{ $item }` 衡量的只是偶然：{ $all } 个对象中有 { $count } 个的 `{ $indicator }` 分母低于 { $least }（{ $unit } 为 { $figure }）。
S041-next = 请合并三年计算（`sum(… over 3 last)`），或在件数少时改用清单：`if … >= 30 then … else …`。

S042 = 一票否决 `{ $veto }` 依据的是评分人的判断，而不是经核实的事件。
S042-next = 请改为依据经核实并告知的 `event`，或把该判断作为计分项目。

S043 = 考核项 `{ $item }` 拉不开差距：有数据的 { $count } 个对象都得到其分值的 { $share } %。
S043-next = 如属人人应达到的底线，无须处理；否则请调整目标或标度，使其显出高下。

S044 = 考核项 `{ $item }` 与 `{ $other }` 几乎衡量同一件事：{ $count } 个对象的数值相关系数为 { $r }{ SAME($more, "0") ->
    [yes] {""}
   *[no] （`{ $item }` 另与 { $more } 项如此）
}。
S044-next = 请只给其中一项分值，或由两项分摊；两者共同衡量的内容被重复计算。

S045 = 考核项 `{ $item }` 占分值的 { $nominal } %，却决定了 { $count } 个对象之间 { $effective } % 的差异。
S045-next = 无须处理；如希望分值即权重，请放宽或收窄该项的标度。

S046 = 考核项 `{ $item }` 主要反映偶然因素：{ $count } 个对象在 `{ $indicator }` 上的差异，只有 { $share } % 超出偶然（分母中位数为 { $figure }）。
S046-next = 请合并若干年计算（`sum(… over 3 last)`），或只分少数宽档计分。

## L0xx  底线：不得考核的内容

L001 = `{ $id }` 按{ $what ->
    [complaints] 投诉减少
    [petitions] 信访减少
    [corrections] 纠错减少
    [cases] 立案、登记减少
    [incidents] 上报事件减少
   *[requests] 信息公开申请减少
}计分：“{ $words }”。不予接受，因为不让人反映、不予登记同样能得分。
L001-next = { $what ->
    [complaints] 请改为独立回访的解决率和按期办结率。
    [petitions] 请改为首次答复时限和办结质量。
    [corrections] 请改为应纠决定的按期履行率。
    [cases] 请改用独立来源的结果率，并核查登记质量。
    [incidents] 请奖励及时上报；只有迟报、瞒报才可扣分。
   *[requests] 请改为按期答复率。
}

L002 = `{ $id }` 按人们的言论计分：“{ $words }”。不予接受。
L002-next = 请改用对居民自身体验的独立抽样调查，公布问题与误差；或考核公开、答复和更正。

L003 = `{ $id }` 对个人计分、排名或点名：“{ $words }”。考核对象只能是机构。
L003-next = 请把责任写到岗位和机构（`lead`），人事决定不在本系统之内。

L004 = `{ $id }` 需要居民名册：“{ $words }”。不予接受。
L004-next = 请改为服务覆盖率等不需要名册的地区汇总指标。

L005 = `{ $id }` 要求填报能识别个人的数据（{ $words }）。不予接受。
L005-next = 请只填报机构的汇总数；可以填“值班室”等岗位，不可填姓名。

## R0xx  填报：采集的负担，以及所报数据是否相符

R001 = 报表 `{ $form }` 重复采集报表 `{ $other }` 已有的数据项（{ $count } 个）：{ $elements }。
R001-next = 请只采集一次；在另一张表中列入 `reused`，只显示、不重填。

R002 = 数据项 `{ $other }` 与 `{ $element }` 的名称、计量单位和填报层级相同：同一数据用两个编号采集。
R002-next = 请只保留一个，或用名称写明两者的区别。

R003 = 数据项 `{ $element }`{ SAME($forms, "") ->
    [yes] 已定义
   *[no] 由 { $forms } 采集
}，却从未使用：没有指标、规则或条件用到它。
R003-next = 请删除，或在公式中写明其用途。

R004 = 层级 `{ $level }` 的报表（{ $forms }）每月约需 { $minutes } 分钟，上限为 { $cap } 分钟。
R004-next = 请少报、少次，或复用其他报表已有的数据；`gangmu forms` 列出各表的格数。

R005 = 层级 `{ $level }` 要填 { $count } 张报表，上限为 { $cap } 张。
R005-next = 请合并或取消报表。

R006 = `{ $element }` 在 { $unit } 的 { $period } 共 { $parts } 期相加为 { $sum }，而{ $below ->
    [yes] 下级合计
   *[no] 年度数
}为 { $whole }，相差 { $difference }（类似情形：{ $count }）。
R006-next = 请查明哪一个正确，用一行替代记录更正另一个。

R007 = { $unit } 未报送 { $period } 的 `{ $element }`（类似记录：{ $count }）。
R007-next = 不必处理：显示为缺报，得分按方案的规定。

R008 = `{ $indicator }` 在 { $unit } 的 { $period } 分母为 { $figure }，低于最低分母 { $least }（{ $all } 个中有 { $count } 个）。
R008-next = 不必处理：计分用实际值，公开的表和推导只显示代号。

## T0xx  目标与方向

T001 = `{ $indicator }`{ SAME($unit, "") ->
    [yes] {""}
   *[no] {""}对 { $unit } { "" }
}的目标在基期的错误一侧：{ $direction ->
    [up] 越高越好，但 { $target } < { $baseline }
   *[down] 越低越好，但 { $target } > { $baseline }
}。
T001-next = 请设定优于基期的目标，或更正 `baseline` 或方向。

T002 = { $unit } 的 { $count } 个下级全部完成 `{ $indicator }` 的目标时，{ $how ->
    [sum] 合计为 { $reached }
   *[mean] 其中最好的为 { $reached }
}，仍达不到 { $unit } 的目标 { $target }。
T002-next = 请提高下级目标，或降低上级目标。

T003 = `{ $indicator }` 的最差值（{ $worst }）优于最好值（{ $best }），因为该指标越{ $direction ->
    [up] 高
   *[down] 低
}越好。
T003-next = 请对调 `worst` 与 `best`，或更正 `direction`。

T004 = `{ $indicator }` 的方向与名称含义（“{ $words }”）不符：应为越{ $meant ->
    [up] 高
   *[down] 低
}越好。
T004-next = 请更正 `indicators.csv` 中的 `direction`，或改用能说明含义的名称。

## P0xx  已接受的检查结果

P001 = `programme.toml` 接受了{ SAME($at, "") ->
    [yes] {""}
   *[no] {""} `{ $at }` 的{ "" }
}检查结果 { $code }，但并无此检查结果。
P001-next = 请删除 `[[accepted]]` 中的该条，或更正 `code` 或 `at`。

P002 = { SAME($at, "") ->
    [yes] {""}
   *[no] `{ $at }` 的{ "" }
}检查结果 { $code } 是错误，不能接受。
P002-next = 请改正；只有警告可以写明理由后保留。

## O0xx  下级细则

O001 = 没有地区 `{ $unit }`，这份细则不知属于谁。
O001-next = { near }`overlays/` 下的文件夹请用 `units.csv` 中地区的编号命名。

O002 = `{ $unit }` 之上没有上级，没有可以从严的规定。
O002-next = 请把它的规定写入方案本身，或改用其下级地区的编号命名文件夹。

O003 = `{ $unit }` 的细则缺少 `overlay.toml`。
O003-next = 请补上该文件，写明 `overlay`、标题和 `issued_by`：读细则的人须知道由谁制定。

O004 = `{ $body }` 不是 `{ $unit }` 的机构。
O004-next = 请在 `issued_by` 中写 `bodies.csv` 里该地区的机构：各级只为自己的下级制定细则。

O005 = `{ $id }` 已在 { $first } 定义。
O005-next = 请另定编号，或删除此处：细则只可新增，不可重新定义已有内容。

O006 = `{ $field }` 不得宽于上级规定：上级{ SAME($above, "") ->
    [yes] 未设限，不留余地
   *[no] 为 { $above }
}，此处为 { $here }。
O006-next = { SAME($allowed, "–") ->
    [yes] 请删除此处
   *[no] 请改为允许的值（{ $allowed }），或删除此处
}；确需放宽的，须由上级批准，以 `[[derogation]]` 列明 `{ $field }`。

O007 = `{ $field }` 不能由下级更改、替换或删除。
O007-next = 请删除此行；{ SAME($may, "") ->
    [yes] 下级可对设有限值的内容从严
   *[no] 下级可从严的有 { $may }
}，并可在自设分组中新增考核项。

O008 = `{ $target }` 不是 `{ $unit }` 的下级，`{ $unit }` 的细则不能为其设目标值。
O008-next = 请删除该行；细则只适用于本地区的下级。

O009 = { $instead ->
    [own-group] 新增考核项放在上级的分组中，会改变该组分值的含义
    [no-bonus] 新增加分并入上级加分，会使总分不再可比
    [ranked] 不列位次者不计入末位，该否决会使其免于末位的后续措施
   *[veto] 新增否决可能使考核对象得益
}（`{ $field }`）。
O009-next = { $instead ->
    [own-group] 请新增 `[[group]]` 并在 `group` 中引用，其得分另列于基础分之外。
    [no-bonus] 请改为自设分组中的考核项。
    [ranked] 请去掉 `ranked = false` 和 `stop`，可使用 `grade_ceiling`、`minus`、`total`、`commendation = false`。
   *[veto] 请使用 `grade_ceiling`、最低等次的 `grade`、`minus`、`total`、`ranked = false`、`commendation = false` 或 `stop`。
}

O010 = 此细则依据考核细则 `{ $scheme }` 第 { $written_for } 版制定，现行为第 { $version } 版。
O010-next = 请对照新版核对，然后写 `version = { $version }`。

O011 = 例外 `{ $derogation }` 的批准机构 `{ $body }` 不是 `{ $unit }` 上级的机构。
O011-next = 请写明批准该例外的上级机构，或删除所放宽的内容：不得自行批准例外。

O012 = 例外 `{ $derogation }` 已于 { $until } 到期，`{ $field }` 恢复执行上级规定：{ SAME($above, "") ->
    [yes] 不设限
   *[no] { $above }
}。
O012-next = 请删除该例外及所放宽的内容，或报批准机构延期。

O013 = 例外 `{ $derogation }` 没有放宽任何内容：细则并未放宽 `{ $field }`。
O013-next = { near }请改正 `field`，或删除该例外。

O014 = 按例外 `{ $derogation }`，`{ $field }` 为 { $here }（上级为 { $above }），由 `{ $body }` 批准，至 { $until }。
O014-next = 无须处理；`gangmu overlay` 列出全部例外及理由。

O015 = 细则自称 `{ $id }`，但所在文件夹为 `{ $unit }`。
O015-next = 请使两者一致。

O016 = 例外 `{ $derogation }` 放宽的 `{ $field }` 由批准机构 `{ $body }` 的上级规定，`{ $body }` 无权批准。
O016-next = 请由作出该规定的层级的机构批准，或删除所放宽的内容。

## A0xx  申诉

A001 = 申诉 `{ $appeal }` 于 { $filed } 提出，不在申诉受理期内。
A001-next = 请改正 `filed`，或改正 `programme.toml` 中 `[notice]` 的申诉受理期；逾期申诉不予登记。

A002 = { $what ->
    [file] 申诉 `{ $appeal }` 所涉及的数据种类不能因申诉而更改。
    [key] 申诉 `{ $appeal }` 的 `key` 列没有指明一条数据。
    [row] 申诉 `{ $appeal }` 所指的数据行不存在。
    [old] 申诉 `{ $appeal }` 的 `old` 与原数据不一致。
    [new] 申诉 `{ $appeal }` 的 `new` 不能填入该列。
    [column] 申诉 `{ $appeal }` 所指的列不能因申诉而更改。
   *[other] 申诉 `{ $appeal }` 无法执行（{ $what }）。
}
A002-next = { $what ->
    [file] `file` 请写 `observations`、`events`、`checklists`、`ratings` 或 `grades`。
    [key] 请写出能确定该行的全部列，如 `unit=YZ01;element=A1;period=2025`。
    [row] 请改正 `key`，或在相应文件中补上该行。
    [old] 请将 `old` 改为与文件中的内容完全一致。
    [new] 请改正 `new`：更改 `value` 写数字，更改 `status` 写没有数值的状态，更改标记写 1 或 0。
    [column] `column` 请写复核决定所更改的数值、状态、标签或标记列。
   *[other] 请改正该申诉行。
}

A003 = 申诉 `{ $appeal }` 于 { $decided } 作出决定，早于提出日期 { $filed }。
A003-next = 请改正其中一个日期。

## G0xx  所提出的要求

G001 = 方案没有考核细则 `{ $scheme }`。
G001-next = { near }{ SAME($known, "") ->
    [yes] 请先为方案增加考核细则。
   *[no] 请写其中之一：{ $known }。
}

G002 = `{ $unit }` 不是考核细则 `{ $scheme }` 的考核对象。
G002-next = { near }请写考核对象的编号，可用 `gangmu score` 列出。

G003 = 考核细则 `{ $scheme }` 没有考核项 `{ $item }`。
G003-next = { near }请写考核项的编号，可用 `gangmu score --items` 列出。

G004 = `{ $value }` 不是时期。
G004-next = 请写年（2025）、半年（2025H1）、季度（2025Q1）或月（2025-06）。

G005 = `{ $value }` 不是日期或时间。
G005-next = 请写日期，如 2026-02-15，或时间，如 2026-02-15T10:00:00+08:00。

G006 = `{ $value }` 不能作为区划的时点。
G006-next = 请写 `as-it-was`、`latest` 或日期，如 2026-01-01。

G007 = { $period } 的数值不能按更早的 { $day } 区划倒推，因为 `{ $unit }` 于 { $date } 合并或拆分。
G007-next = 请写 { $date } 或之后的日期，或写 `as-it-was`。

G012 = `{ $unit }` 没有细则。
G012-next = { near }{ SAME($known, "") ->
    [yes] 方案尚无下级细则；可从 `overlays/{ $unit }/overlay.toml` 开始编写。
   *[no] 请写其中一个地区：{ $known }。
}

G013 = `{ $unit }` 的细则自 { $from } 起施行，不适用于 { $period }。
G013-next = 请指定之后的时期，或不写 `--overlay`。

G010 = 文件夹 `{ $dir }` 不是空的。
G010-next = 请选择空文件夹，或尚不存在的文件夹。

G011 = 文件夹无法创建：{ $reason }。
G011-next = 请选择可以写入的位置。

G020 = `{ $text }` 没有写明要改什么。
G020-next = 请写成“路径=值”，如 `--set item.C103.points=5`。

G021 = { SAME($known, "") ->
    [yes] 没有名为 `{ $unknown }` 的内容。
   *[no] { SAME($unknown, "") ->
        [yes] `{ $known }` 之下有多个值。
       *[no] `{ $known }` 中没有 `{ $unknown }`。
    }
}
G021-next = { near }{ SAME($possible, "") ->
    [yes] 其下不能再写内容，请删去路径的后半段。
   *[no] 此处可写：{ $possible }。
}

G022 = `{ $path }` 设了两次。
G022-next = 每项只设一次。

index-sensitivity = first：此项选择确定后消除的方差占比；total：其他选择都确定后仍余下的方差占比。输出 `order` 是各单位名次平均移动的位数。没有数值之处，其区间（90 %）宽于 0.1：请增加 --samples。
G030 = 没有编号为 `{ $code }` 的检查意见。
G030-next = { near }可运行 `gangmu check --explain list` 查看全部编号。

G031 = 两个版本没有共同的考核细则{ SAME($scheme, "") ->
    [yes] {""}
   *[no] {" "}`{ $scheme }`
}。
G031-next = { SAME($known, "") ->
    [yes] 需要比较的考核细则，请在两个文件夹中用同一编号。
   *[no] 请用两个版本都有的：{ $known }。
}

G040 = `{ $value }` 不是抽取次数。
G040-next = 请写 1 至 { $most } 的整数，例如 `--draws 1000`。

G041 = `{ $value }` 不是随机种子。
G041-next = 请写小于 2^64 的非负整数，例如 `--seed 1`。

G042 = 给了种子 `{ $value }`，但没有要求抽取。
G042-next = 请写明抽取次数，例如 `--draws 1000`，或去掉 `--seed`。

G043 = { $subjects } 个参评对象抽取 { $draws } 次的位次超出可容纳的数量。
G043-next = 请不超过 { $most } 次。

## gangmu new、check、score、pack

new-made = 方案已写入 `{ $dir }`：
new-next = 下一步：先运行 `gangmu check { $dir }`，再运行 `gangmu score { $dir }`。

check-summary = 错误 { $errors } 个，警告 { $warnings } 个，提示 { $notes } 个
check-summary-accepted = 错误 { $errors } 个，警告 { $warnings } 个，提示 { $notes } 个，已接受 { $accepted } 个

## gangmu check --explain

code-given = 两例共同的部分
code-fails = 有此检查意见的写法
code-passes = 没有此检查意见的写法
code-file = { $file }
code-file-top = { $file }（文件开头）
code-may-stay = 确有理由的可以保留，在 programme.toml 中写明：
code-at = 所涉及的对象，例如考核项编号
code-reason = 保留的理由
code-never-stays = 不能接受，必须改正。
code-needs-nothing = 这是提示，不必处理。
code-see = 另见：{ $codes }
code-and = 、

score-warnings = 方案有 { $warnings } 个警告，可用 `gangmu check { $folder }` 查看。

progress-reading = 正在读取 { $megabytes } MB 数据 …

pack-nothing = 没有可打包的 CSV 填报数据。
pack-written = 已写出：{ $file }
pack-next = 下一步：请移走同名的 CSV 文件；两处都有的数据会被视为重复填报。

## gangmu overlay：下级细则与上级规定的差别

overlay-head = { $unit } { $name }：{ $title }，{ $body }印发{ SAME($from, "") ->
    [yes] {""}
   *[no] ，自 { $from } 起施行
}
overlay-reason = 理由：{ $reason }
overlay-scheme = 考核细则 `{ $scheme }`
overlay-nothing = 未作任何更改或新增。
overlay-none = 方案没有下级细则。
overlay-same = { $field }：{ $here }（与上级相同）
overlay-stricter = { $field }：{ SAME($above, "") ->
    [yes] {""}
   *[no] { $above } →{" "}
}{ $here }（从严）
overlay-added = 新增{ $field }{ SAME($here, "") ->
    [yes] {""}
   *[no] ：{ $here }
}
overlay-free = { $field }：{ $above } → { $here }（上级不作限定）
overlay-derogated = { $field }：{ $above } → { $here }（经批准的例外）
overlay-expired = { $field }：{ $above }（放宽为 { $here } 的例外不生效）
overlay-refused = { $field }：{ $here } 不予认可{ SAME($above, "") ->
    [yes] {""}
   *[no] ，仍为 { $above }
}
overlay-derogation = 例外 { $derogation }，{ $body } 批准，至 { $until }：{ $reason }

field = { $kind ->
    [target] { $id } 的目标值（{ $more }）
    [due] 表单 { $id } 的报送期限（天）
    [dataset] 表单 { $id }
    [indicator] 指标 { $id }
    [element] 数据项 { $id }
    [min-denominator] { $id } 公开所需的最小分母
    [min-denominator-of-all] 公开所需的最小分母
    [scheme] 自设考核细则
    [item-floor-of-all] 考核项最低得分
    [policy] 数据缺口的处理（{ $id }）
    [group] 分组 { $id }
    [group-cap] 分组 { $id } 的上限
    [group-exceed] 分组 { $id } 可超出的分值
    [group-floor] 分组 { $id } 的最低得分
    [item] 考核项 { $id } 的分值
    [item-floor] 考核项 { $id } 的最低得分
    [item-may-exceed] 考核项 { $id } 可否超出分值
    [bonus-cap] 加分上限
    [bonus-opens] 加分的另一启用条件
    [bonus-item-cap] 加分项 { $id } 的上限
    [deductions-cap] 扣分总上限
    [multiplier] 标记 { $id } 的扣分倍数
    [deduction] 扣分（{ $id }，{ $more }）
    [deduction-cap] 扣分上限（{ $id }，{ $more }）
    [veto] 一票否决 { $id }
    [grade-at-least] 等次 { $id } 的分数线
    [grade-when] 等次 { $id } 的另一条件
    [quota-share] 等次 { $id } 的名额比例
    [quota-min] 等次 { $id } 的最少名额
    [top-share] 表彰比例
    [award-years] { $id } 所需年数
    [consequence] { $id } 的期限（{ $more }）
    [pass-at-least] 须通过的考核项数
    [pass-must] 另须通过的考核项
   *[other] { $more }
}

## gangmu explain：考核对象的结果

explain-head = { $unit } { $name }：{ $scheme }，总分 { $total } 分
explain-head-period = { $unit } { $name }：{ $scheme }，{ $period }，总分 { $total } 分
explain-before-appeals = 以下为申诉复核前的公示结果。
explain-appeals = 申诉复核前总分为 { $before } 分。
explain-grade = 等次：{ $grade }（{ $title }）
explain-rank = 位次：第 { $rank } 位，共 { $members } 个{ SAME($class, "") ->
    [yes] {""}
   *[no] （{ $class } 类）
}
explain-unranked = 不参加排名{ SAME($class, "") ->
    [yes] {""}
   *[no] （类别 { $class }）
}
explain-because-event = 因事件 { $reason }（{ $type }，{ $severity }；{ $place }）一票否决
explain-before = 申诉复核前：{ $points } 分
explain-because-veto = 符合一票否决 { $reason } 的条件
explain-because-small-group = 可比对象不足 { $least } 个，不排位次
explain-because-quota = 上一等次在本类别的名额已满，降一个等次
explain-award = 表彰：{ $award }，连续 { $years } 年
explain-pass = 达标：{ $items } 个考核项中达标 { $passes } 个
explain-fail = 未达标：{ $items } 个考核项中达标 { $passes } 个
explain-sum = 基础分 { $base }，扣分 { $deducted }，加分 { $bonus }，总分 { $total }

explain-localised = 按 { $unit } 为其下级施行的细则（overlays/{ $unit }）计算；差别见 `gangmu overlay`
explain-local = { $group } { $title }：{ $points } 分（满分 { $max } 分），另列于基础分之外
explain-derogation = 按例外 { $derogation }（{ $body } 批准，至 { $until }）从宽：{ $field }为 { $here }，上级为 { $above }；{ $reason }
# 分组内没有适用的考核项时，points 为“不适用”。
explain-group = { $group } { $title }：{ SAME($points, status-not_applicable) ->
    [yes] 不适用，{ $max } 分由其他分组分担
   *[no] { $points } 分（满分 { $max } 分）
}
explain-group-closed = { $group } { $title }：{ $points } 分（满分 { $max } 分），未达到启用条件
explain-item = { $item } { $title }：{ $points } 分（满分 { $max } 分）{ SAME($status, status-known) ->
    [yes] {""}
   *[no] ，数据{ $status }
}
explain-item-unknown = { $item } { $title }：数据{ $status }，{ SAME($points, "–") ->
    [yes] 不计入
   *[no] { $points } 分（满分 { $max } 分）
}
explain-taken = 事件 { $event } 扣 { $points } 分（{ $type }，{ $severity }；{ $place }）
explain-taken-more = 事件 { $event } 扣 { $points } 分（{ $type }，{ $severity }，标记 { $flags }；{ $place }）
explain-bonus-closed = 未达到加分条件，不加分
explain-bonus = { $item } { $title } 加 { $points } 分

## gangmu explain：考核项得分的由来

explain-item-head = { $unit } { $name }，{ $item } { $title }：{ SAME($points, "–") ->
    [yes] 不计入
   *[no] { $points } 分（满分 { $max } 分）
}
explain-wording = 考核内容：{ $text }
explain-rule = 计分规则：`{ $rule }`（{ $place }）
explain-assessor = 考评单位：{ $body } { $name }
explain-hidden = 对外显示为 { $mark }：该数值或同一分组中另一数值的分母过小，不予公开。

# 数据。text 是规则中的写法，value 也可能是数据状态。
explain-indicator = { SAME($text, $id) ->
    [yes] { $id }（{ $name }），{ $period }：{ $value }
   *[no] `{ $text }` 即 { $id }（{ $name }），{ $period }：{ $value }
}
explain-target = `{ $text }` 即 { $id } 的目标值（{ $period }）：{ $value }
explain-points = `{ $text }` 即 { $id } 的分值：{ $value }
explain-worst = `{ $text }` 即 { $id } 的合理最差值：{ $value }
explain-best = `{ $text }` 即 { $id } 的合理最优值：{ $value }
explain-marks = `{ $text }` 即 { $id } 的评定，{ $period }：{ $value }
explain-answers = `{ $text }` 即 { $id } 的回答数，{ $period }：{ $value }
explain-fact = `{ $text }`，{ $period }：{ $value }
explain-made-of = { $id } = `{ $formula }`
explain-with-status = { $value }（{ $status }）
explain-element = { $id }（{ $name }），{ $unit }，{ $period }：{ $value }，{ $from }

# 数据项数值的来源，接在上一条之后。
explain-own = 见 { $place }
explain-own-recorded = 见 { $place }，{ $recorded } 记录
explain-own-drawn = 按 { $day } 的区划计算，见 { $places }
explain-own-appealed = 经申诉复核更改{ SAME($place, "") ->
    [yes] {""}
   *[no] （原填报于 { $place }）
}
explain-below = 由 { $count } 个下级地区相加
explain-shorter = 由 { $count } 个较短时期汇总
explain-nowhere = 没有填报

# 计算步骤和最后处理。
explain-rule-gives = 按规则计算：{ $value }
explain-step = `{ $text }`：{ $value }
explain-step-in = `{ $text }`（{ $period }）：{ $value }
explain-among = （{ $members } 个相比）
explain-unknown-points = 没有数值（{ $status }），按考核细则得 { $points } 分。
explain-left-out = 没有数值（{ $status }），按考核细则不计入。
explain-kept-within = 限于 { $low } 至 { $high } 分
explain-rounded = 四舍五入保留 { $places } 位小数：{ $points } 分
explain-not-rounded = 不作舍入：{ $points } 分

## Excel

import-scheme = 已由工作表 `{ $sheet }` 写成 `{ $file }`：{ $groups } 个分组，{ $rows } 个草稿考核项。
import-scheme-note = 由工作簿 `{ $file }` 导入，文字逐字保留。
    各考核项均为草稿：请逐项写出 `rule` 并删去 `draft = true`，见 docs/reference/excel.md。
import-scheme-next = 下一步：通读全文，逐项写出计分规则，并在 programme.toml 的 `schemes` 中列入该细则；运行 `gangmu check { $folder }` 可查看待办事项。
import-observations = 已由工作表 `{ $sheet }` 写成 `{ $file }`：{ $rows } 行。
import-observations-next = 下一步：运行 `gangmu score { $folder }`。
export-written = 已写成 `{ $file }`：{ $rows } 行。
printed-sheet = 考核细则
printed-subtitle = { SAME($period, "") ->
    [yes] {""}
   *[no] { $period }，{""}
}第 { $version } 版
printed-total = 合计
printed-peers = 同行互评
printed-signature = 负责人（签字）：                         单位（盖章）：                         日期：

## Layout

fmt-written = { $file }：已整理版式
fmt-would-change = { $file }：版式有待整理
fmt-nothing = 各文件版式均已规范，无需整理。
## 抽取与位次

drawn-head = 抽取 { $draws } 次，种子 { $seed }：`rank_low`、`rank_high` 两端各去掉 5% 的抽取结果；`tied_with` 列出一同比较的对象中难分先后的，即双方都没有在 95% 的抽取中领先。
drawn-count = 共 { $all } 项，{ $drawn } 项的数据重新抽取；事件、一票否决和以前时期的数据不变。`--drawn` 可列出原因。
drawn-share = 重新抽取，计数之比：{ $items }
drawn-survey = 重新抽取，问卷回答（计入设计效应）：{ $items }
drawn-mixed = 重新抽取，两种兼有：{ $items }
drawn-follows = 随重新抽取的得分而变：{ $items }
drawn-withheld = 不变，不予公开：{ $items }
drawn-amount = 不变，由金额、时间等数量而非计数构成：{ $items }
drawn-other-things = 不变，分子分母不是同一种事物：{ $items }
drawn-not-whole = 不变，不是整数中的一部分：{ $items }
drawn-judged = 不变，由检查表、评定、评级或时间节点评判：{ $items }
drawn-event = 不变，事件与经验做法：{ $items }
drawn-result = 不变，其他细则或历年的结果：{ $items }
drawn-earlier = 不变，以前时期：{ $items }
drawn-total = 不变，不是比率的总量：{ $items }

## 假如

what-if-head = 假如：
what-if-unwritten = 未写入任何内容，方案文件夹保持原样。
moved-nobody = 参评的 { $all } 个对象均无变化。
moved-head = 共 { $all } 个参评对象，{ $moved } 个受影响：
moved-more = ……另有 { $more } 个；用 `--items --format csv` 可列出全部。
moved-total = { $unit } { $name }：{ $before } → { $after } 分
moved-total-same = { $unit } { $name }：总分不变，{ $after } 分
moved-gone = { $unit } { $name }：不再参评
moved-new = { $unit } { $name }：新参评
moved-grade = 等次：{ $before } → { $after }
moved-rank = 位次：{ $before } → { $after }
moved-award = 表彰：{ $before } → { $after }
moved-reason = 改变等次的原因：{ $before } → { $after }
moved-class = 类别：{ $before } → { $after }
moved-item = { $item } { $title }：{ $before } → { $after } 分，原因：{ $why }
moved-base = 基础分：{ $before } → { $after }（由分组的封顶、保底、开启条件或分值折算引起）
moved-deducted = 扣分：{ $before } → { $after }
moved-bonus = 加分：{ $before } → { $after }
moved-by-others = 自身无变化，因其他对象的结果变化而升降
why-and = ；
why-points = 分值 { $before } → { $after }
why-target = { $id } 的目标值 { $before } → { $after }
why-figure = { $id } 的数值 { $before } → { $after }
why-worst = { $id } 的最差值 { $before } → { $after }
why-best = { $id } 的最佳值 { $before } → { $after }
why-direction = { $id } 的方向改变
why-rule = 计分规则改变
why-facts = 所依据的其他事实改变
why-policy = 缺数处理、上下限或取位的规定改变
why-others = 得分取决于其他对象的结果（自身数值未变）
why-new = 新增指标项
why-gone = 指标项已取消

## 版本比较

diff-none = 两个版本的规定一致。
diff-file = { $file }
diff-kind = { KEY($kind) ->
    [item] 指标项
    [group] 分组
    [grade] 等次
    [veto] 一票否决
    [policy] 计分规定
    [subjects] 考核对象
    [bonus] 加分
    [bonus-item] 加分项
    [deductions] 扣分
    [deductions-row] 扣分项
    [award] 表彰
    [award-step] 表彰阶梯
    [consequence] 后续措施
    [pass] 达标
    [units] 地区
    [unit-events] 区划变动
    [classes] 类别
    [bodies] 单位
    [holidays] 日期
    [elements] 数据项
    [indicators] 指标
    [targets] 目标值
    [dataset] 报表
    [question] 问题
    [node] 框架节点
    [level] 层级
    [body-kind] 单位种类
    [notice] 公示
    [privacy] 隐私保护
    [burden] 填报负担
    [calendar] 年度步骤
    [separation] 职责分离
    [programme] 方案
   *[other] { $kind }
}
diff-thing = { $kind }{ SAME($id, "") ->
    [yes] {""}
   *[no] {" "}{ $id }
}{ SAME($title, "") ->
    [yes] {""}
   *[no] “{ $title }”
}
diff-field = { $field ->
    [points] 分值
    [points_by_class] 分类别分值
    [rule] 计分规则
    [cap] 封顶
    [floor] 保底
    [weight] 权重
    [at_least] 分数线
    [quota_share] 比例限额
    [name_zh] 中文名称
    [name_en] 英文名称
    [title_zh] 中文标题
    [title_en] 英文标题
    [text_zh] 中文表述
    [text_en] 英文表述
    [class] 类别
    [parent] 上级地区
    [target] 数值
    [formula] 公式
    [direction] 方向
    [worst] 最差值
    [best] 最好值
    [unit] 计量单位
    [version] 版本
    [period] 期间
    [missing] 缺报处理
    [not_applicable] 不适用处理
    [late] 迟报处理
    [suppressed] 不公开处理
    [undefined] 无法计算处理
    [round] 取位
    [opens] 开启条件
    [when] 条件
    [lead] 牵头单位
    [assessor] 考评单位
    [indicator] 指标
    [baseline] 基期值
   *[other] { $field }
}{ SAME($rest, "") ->
    [yes] {""}
   *[no] {" "}{ $rest }
}
diff-and = ，
diff-gone = {"  "}{ $thing }：取消
diff-new = {"  "}{ $thing }：新增{ SAME($fields, "") ->
    [yes] {""}
   *[no] ：{ $fields }
}
diff-changed = {"  "}{ $thing }：{ $field } { SAME($before, "") ->
    [yes] （无）
   *[no] { $before }
} → { SAME($after, "") ->
    [yes] （无）
   *[no] { $after }
}
diff-folder-has-errors = `{ $folder }` 有错误：
diff-effect = 后一版本用于 { $period } 年度事实（{ $scheme }）的结果：
diff-left-out = 后一版本中不存在的内容，其有关事实不予计入。
diff-not-asked = 指标项 { $item } 用到 { $element }，当时未要求填报，按缺报处理。

## 综合指数

index-head = { $unit } { $name }{ SAME($title, "") ->
    [yes] {""}
   *[no] ：{ $title }
}，{ $period }
index-score = 得分 { $score }；{ $coverage } % 的权重有实报数据；其余全按最差或最好计，得分将为 { $worst } 或 { $best }
index-no-rank = 没有名次：没有得分
index-rank = 第 { $rank } 名，共 { $among } 个{ SAME($class, "") ->
    [yes] {""}
   *[no] （{ $class } 类内）
}
index-interval = { $draws } 次抽取（种子 { $seed }）中，十有九次{ SAME($low, $high) ->
    [yes] 为第 { $low } 名
   *[no] 名次在 { $low } 与 { $high } 之间
}；每次重抽：{ $choices }
index-tied = 与 { $units } 分不出先后：谁也没有在 95 % 的抽取中领先
index-told-apart = 与其他单位都分得出先后：每两者中有一方在 95 % 的抽取中领先
index-part = { $part }{ SAME($name, "") ->
    [yes] {""}
   *[no] {" "}{ $name }
}：{ $score }（权重 { $weight }），为下列各项的{ $mean }
index-mean-arithmetic = 加权平均
index-mean-geometric = 加权几何平均
index-mean-harmonic = 加权调和平均
index-mean-minimum = 最小值
index-mean-maximum = 最大值
index-mean-median = 加权中位数
index-mean-power = 加权幂平均
index-indicator = { $indicator } { $name }：{ $raw } { $measure }，标准化为 { $normalised }（权重 { $weight }）
index-screened-out = 未纳入：该单位数据过少
index-no-denominator = { $from } 没有可用的分母，按缺失处理
index-winsorised-high = { $from } 远高于其他单位，按 { $to } 计
index-winsorised-low = { $from } 远低于其他单位，按 { $to } 计
index-clipped = { $from } 超出标杆，按标杆计
index-no-spread = 该期各单位没有差别，不予计入
index-imputed-mean = 缺失；以其他 { $count } 个的平均值 { $to } 代替
index-imputed-median = 缺失；以其他 { $count } 个的中位数 { $to } 代替
index-imputed-period = 缺失；以本单位 { $period } 的数值 { $to } 代替
index-imputed-between = 缺失；以本单位 { $one } 与 { $other } 之间的 { $to } 代替
index-held-back = 与最好者差距最大的指标（按权重）：
index-obstacle = { $indicator } { $name }：{ $share } %
index-drawn = rank_low 至 rank_high：{ $draws } 次抽取（种子 { $seed }）中，十有九次名次在此之间。每次重抽：{ $choices }。tied_with：分不出先后的单位。
index-no-draws = 未作抽取，没有名次区间：去掉 --draws 0 即有。
G032 = 本方案没有综合指数。
G032-next = 请编写 `index.toml`：写法见 docs/reference/index.md。
G033 = 抽取 { $value } 次过多。
G033-next = 最多 { $limit } 次。
C001 = 指标 `{ $indicator }` 拉不开差距：有数据的 { $count } 个单位得分相同。
C001-next = 请将其移出指数，或选用能容下其数值的标杆。
C002 = 同一部分的指标 `{ $indicator }` 与 `{ $other }` 几乎衡量同一件事：{ $count } 个单位的相关系数为 { $r }{ SAME($more, "0") ->
    [yes] {""}
   *[no] （`{ $indicator }` 另与 { $more } 个如此）
}。
C002-next = 请去掉其中一个，或将两者权重减半；两者共同衡量的内容被重复计算。
C003 = 指标 `{ $indicator }` 占权重的 { $nominal } %，却决定了 { $count } 个单位之间 { $effective } % 的差异。
C003-next = 无须处理；如希望权重即影响，请另选标杆或标准化方法。
C004 = 指标 `{ $indicator }` 主要反映偶然因素：{ $count } 个单位之间的差异，只有 { $share } % 超出偶然（分母中位数为 { $figure }）。
C004-next = 请在公式中合并若干年（`sum(… over 3 last)`），或降低其权重。
C010 = 指数中的指标 `{ $indicator }` 没有公式，不会有数值。
C010-next = 请在 `indicators.csv` 中编写其公式，或将其移出 `index.toml`。
I001 = 没有 { $what }。
I001-next = 请至少给出一个。
I002 = { $what } 有 { $found } 个，应为 { $wanted } 个。
I002-next = 请按同样的顺序各给一个。
I003 = { $what } 不是有限的数。
I003-next = 请按缺失处理，或在源头改正。
I004 = { $what } 的数值全部相同，无从衡量差距。
I004-next = 请将其移出指数，或改用标杆法标准化。
I005 = { $what } 没有任何数值。
I005-next = 有数据之前请将其移出指数。
I006 = { $what } 不符合要求：{ $wanted }。
I006-next = 请为该指标换一种方法或标度。
I007 = { $what }。
I007-next = 权重须不小于 0，且至少有一个大于 0。
I008 = { $what }。
I008-next = 请改正结构：只有一个部分没有上级，每个部分之下都有内容。
I009 = { $what }。
I009-next = 请修改配方中的这一步。
I010 = { $what } 只有 { $found } 个，至少需要 { $wanted } 个。
I010-next = 请合并更多数据，或不用此方法。
I011 = { $what } 未能收敛。
I011-next = 请检查数据是否互为副本。
I012 = { $what } 有 { $found } 个，最多可用 { $most } 个。
I012-next = 请减少数量，或换一种方法。
I013 = `{ $what }` 不符合要求：{ $wanted }。
I013-next = 请换一个值。

## Integrity

integrity-total-of-parts = 本级自报合计不等于下级各单位之和；请先核对口径是否一致
integrity-independent-source = 本单位数值与独立来源的差距大于其他单位；两者都可能有误
integrity-heaping = 尾数为 0 或 5 的数值明显多于五分之一：可能经过取整或估填
integrity-last-digits = 其他尾数出现的次数不均匀：可能是编造，也可能受刻度限制
integrity-benford-first = 首位数字的分布与自然增长的数量不符；起点规模和门槛也会造成这种情况
integrity-benford-first-two = 前两位数字的分布与自然增长的数量不符；请查看突出的数字
integrity-bunching = 数值在目标值处突然变密或变疏；补助门槛或口径在该处变化也会如此
integrity-just-met = 紧邻目标值的数值，一侧明显多于另一侧
integrity-copied-forward = 沿用上一期数值的次数多于其他单位；也可能是很少测量
integrity-smoothness = 各期之间的变化小于同类其他单位
integrity-growth-far = 各期增长持续远离同类其他单位
integrity-growth-near = 各期增长都居同类中间：可能按平均数推算
integrity-near-duplicate = 两个序列各期增长完全相同：可能一个由另一个推算而来
integrity-revision-mean = 修订的平均值不为 0：初报数偏向一侧
integrity-revision-direction = 修订方向偏于一侧（按何者为优看）
integrity-revision-late = 截止日之后的修订方向偏于一侧（按何者为优看）
integrity-counts = 共作检验 { $tests } 项，不适用 { $skipped } 项；标记 { $flags } 项（q 不超过 0.05），其中平均最多 { $false } 项属误标。若 p 不超过 0.05 就标记，即使数据全部无误也会误标约 { $uncorrected } 项。
integrity-flag-is = 标记只是值得一看的理由，不是认定有错：如实填报的数值也会通不过检验；标记不扣任何单位的分。
integrity-caution = { integrity-flag-is }--all 列出全部检验。
integrity-drawn = 以种子 { $seed } 抽取 { $count } 个单位：按各层级的类别分层，概率与 1 + 标记数成正比。被抽中不代表被怀疑；权重为概率的倒数。
integrity-misreporting = 每行：逐一设想某一单位该项数据好 1 %、其余不变，重新计分。得益大而数据出自被考核者自身（independent 为 0）的考核项，应先核查。
integrity-rates = low95 至 high998：若该单位与基准线无异，比率因偶然因素会在此之间（100 次中分别有 95 次和 99.8 次）。在界限之内，无论名次如何，都不能说与基准线不同。不按 `shrunk` 评奖。
N001 = { SAME($period, "") ->
    [yes] 没有任何一期的填报数据
   *[no] { $period } 及其所含各期没有填报数据
}。
N001-next = 请指定有填报数据的时期，或去掉 `--period`。
N002 = 无法抽取 { $value } 个单位。
N002-next = 请指定 1 至 { $limit }：有填报的单位共这么多。
N003 = 无法抽取：{ $what }。
N003-next = 请减少抽取的单位数。
