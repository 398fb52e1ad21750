# 简体中文界面用语。模板按标识符查找：words["key-messages"]。带参数的由程序组成。

### 登记册

registers = 登记册
registers-introduction = 各报告所述事物的清单，每个条目都附有出处，可供阅读、链接和下载。
# $noun: what an entry is called, such as Recommendation; $number: its number as printed
reference-entry = { $noun } { $number }
entry-sources = 出处
entry-not-stated = 未说明
mentioned-in = 提及之处
previous-entry = 上一条目
next-entry = 下一条目
all-entries = 全部条目
# $entries: how many
entry-count = { $entries } 个条目

### 审核
# 各项之间用逗号分隔；零至二十见上。

# 表示数量的其他词语；单字只在连用时算数
audit-number-words = 百, 千, 万, 亿, 半数, 一半, 三分之一, 三分之二, 四分之一, 四分之三, 百分之, 十个, 翻番, 翻了一番, 两倍, 三倍
# 含有数字字样而不表示数量的词语
audit-no-numbers = 一带一路, 千万, 万一, 一一, 两个月, 千百
# 章节、页码、条款、标准编号之前的字
audit-labels = 第, 页, 表, 图, 条, 章, 节, 注, iso, 版本, 版, 问题, 行, 列, 选项, 原则, 模块
# 序数的结尾
audit-ordinals = 届, 次, 条, 章, 节, 页, 年代
# What stands between a part and the whole: with a number on either side it makes a claim
audit-parts = 之中, 分之
# Words behind a small number that make it a measure
audit-measures = 倍, 成, 个百分点
# Words that claim a direction, an order, a majority, a first or a last
audit-claims = 上升, 下降, 增长, 增加, 减少, 翻番, 超过, 多数, 大多数, 最大, 最小, 最高, 最低, 最多, 最少, 首个, 第一个, 唯一, 高于, 低于
# Phrases that hold such words and claim nothing of data
audit-no-claims = 增长极
# Words that point to a table of the same text
audit-tables = 见下表, 如下表, 下表列出, 下表显示, 下表给出, 下表所示, 下表中, 如上表, 见上表, 上表中, 以下表格, 上述表格, 本表
# Words that point to a chart, a map or a picture of the same text
audit-figures = 下图, 如上图, 见上图, 上图中, 以下图表, 上述图表, 下面的地图, 上面的地图
# Words that point to a list of the same text
audit-lists = 下列清单, 以下清单, 以下名单, 上述清单, 下面的列表
# Words that point to another text of the same report
audit-texts = 上一篇, 下一篇, 最后一篇, 上一章, 下一章, 最后一章, 其他各章
# What a dataset says of itself whose values are computed
audit-computed = 由我们计算

language-name = 简体中文

### 每一页

skip-link = 跳到正文
main-navigation = 主导航
reports = 报告
briefs = 简报
report = 报告
brief = 简报
sources = 文献
topics = 主题
languages = 语言
licence = 许可
published-by = 出版者
draft = 草稿：请勿传播
feed = 新文章订阅源（Atom）
# The first step of the way from the front page
home = 首页
# Names the line of links from the front page to this one, for those who hear it
breadcrumbs = 当前位置

### 许可
licence-terms = 在注明作者的前提下，可按许可条款分享和改编本作品。

### 文档开头

finding = 结论
key-messages = 要点
authors = 作者
published-on = 发布日期
updated-on = 更新日期
about-text = 关于本文
list-of-figures = 图目录
list-of-tables = 表目录
version = 版本
acknowledgements = 致谢
funding = 资助
disclaimer = 免责声明
what-is-new = 最新内容
edition = 版本
edition-for = 读者：
edition-of = 版本：{ $audience }
# $language: the name of a language in that language
not-translated = 本文尚未翻译，现显示原文（{ $language }）。
language = 语言
download = 下载
topics-of-document = 主题
# $minutes: 分钟数
reading-time = 约 { $minutes } 分钟
# $words: 字数
word-count = { $words } 字
# $pages: 页数
page-count = { $pages } 页
file-size = { $pages }，{ $size }

### 正文

contents = 目录
contents-of-report = 报告内容
table = 表
page = 页
note = 注
# Names the drawing of a report, a quipu of its data.
drawing = 绘图
# The switch that shows the values of a chart as a table.
chart-table = 查看数据表
code = 代码
back-to-text = 返回正文
figure-note = 注：
figure-source = 来源：
figure-data = 数据：
task-done = 已完成
task-open = 未完成
sources-differ = 说法不一
callout-note = 说明
callout-tip = 提示
callout-important = 重要
callout-warning = 警告
callout-caution = 注意

# $number: 编号
label-figure = 图{ $number }
label-table = 表{ $number }
reference-figure = 图{ $number }
reference-table = 表{ $number }
reference-equation = 公式{ $number }
reference-section = 第{ $number }节
reference-chapter = 第{ $number }章
reference-appendix = 附录 { $number }
reference-figures = 图{ $numbers }
reference-tables = 表{ $numbers }
reference-equations = 公式{ $numbers }
reference-sections = 第{ $numbers }节
reference-chapters = 第{ $numbers }章
reference-appendices = 附录 { $numbers }
reference-page = 第{ $number }页
reference-note = 注{ $number }

### 开放数据

data = 数据
datasets = 数据集
data-introduction = 本出版物所依据的全部数据集和登记册，附来源和使用条款，可在此阅读和下载；另有一个文件供程序读取说明。
dataset-id = 在本出版物中的名称
dataset-rows = 数据
dataset-columns = 列
dataset-used-in = 用于
column-name = 名称
column-title = 标题
column-type = 类型
column-type-text = 文本
column-type-number = 数字
column-type-year = 年份
column-type-date = 日期
column-type-boolean = 是或否
column-type-entity = 名称
column-type-source = 来源
# $rows: 数量
row-count = { $rows } 行
# $columns: 数量
column-count = { $columns } 列
# $shown: 页面显示的行数；$rows: 总行数
rows-cut = 此处为 { $rows } 行中的前 { $shown } 行，下载文件包含全部数据。

### 数据工作簿

workbook-cover = 封面
workbook-sheet = 工作表
workbook-mark = 标记
workbook-meaning = 含义
workbook-one-table = 本工作表有一个表格。
# [x]
mark-not-available = 无数据：数值未知

### 供审阅的文档

review-title = 供审阅
review-version = 版本 { $version }，{ $date }。
review-numbers = 数字、引文和交叉引用已锁定，它们来自数据和来源。如有错误，请在批注中说明。
review-how = 文字可任意修改，是否启用修订均可；请直接发回此文件，修改会自动回到原处。

### 文档结尾

# $term: a term in full; $abbreviation: its abbreviation
term-with-abbreviation = { $term }（{ $abbreviation }）
glossary = 术语表
bibliography = 参考文献
how-to-cite = 引用格式
part-of-report = 所属报告
previous-brief = 上一篇
next-brief = 下一篇
read-as-brief = 各章亦可单独阅读
address = 网址
summary = 摘要（PDF）
imprint = 版权信息
accessibility = 无障碍
# In books for e-readers
epub-accessibility = 全文可以用眼睛阅读，也可以用耳朵聆听。图片和图表均附替代文字，图表数值另列于表格；标题、目录、注释和参考文献均可通过链接到达。

### 列表

cited-in = 引用于
sources-introduction = 本出版物引用的全部文献及其出处。
topic-kind = 主题

### The search

search = 搜索
search-label = 要查找的词
search-kind = 类型
search-year = 年份
search-all = 全部
# Stands before a count
search-results = 结果
search-pages = 页面
search-without-script = 搜索需要 JavaScript。没有它时，下面的列表包含全部内容，可用浏览器在其中查找。

### 页面不存在

not-found-title = 页面不存在
not-found-text = 网址可能有误，或页面已经移动。现有报告如下：
not-found-home = 回到首页

### 与数据绑定的数字
# $number: 数字；$currency: 货币；$unit: 单位

number-percent = { $number }%
number-percentage-points = { $number }个百分点
number-percentage-points-short = { $number }个百分点
number-ordinal = 第{ $number }
number-range = { $from }—{ $to }
number-range-signed = { $from }至{ $to }
# Whole numbers below this are spelled in ordinary text.
number-spelled-below = 10
# Words that stay in one line with the number behind them
unbroken-before-numbers = p., pp., US$, $, €, £, ¥, USD, EUR
number-money = { $number }{ $currency }
number-thousand = { $number }千
number-million = { $number }百万
number-billion = { $number }十亿
number-trillion = { $number }万亿
# On axes, where there is little room.
short-million = { $number }百万
short-billion = { $number }十亿
short-trillion = { $number }万亿
number-ten-thousand = { $number }万
number-hundred-million = { $number }亿
number-million-million = { $number }万亿
unit-percent = %
unit-percentage-points = 百分点
unit-per = 每{ $per }{ $unit }
unit-thousand = 千{ $unit }
unit-million = 百万{ $unit }
unit-billion = 十亿{ $unit }
unit-trillion = 万亿{ $unit }
currency-usd = 美元
currency-eur = 欧元
currency-gbp = 英镑
currency-jpy = 日元
currency-cny = 元
missing-value = –
# Beside the name of a series without any value
no-data = 无数据
# Under a map: whose outlines of countries it shows.
map-shapes = 地图轮廓：{ $source }。
yes = 是
no = 否
number-word-0 = 零
number-word-1 = 一
number-word-2 = 二
number-word-3 = 三
number-word-4 = 四
number-word-5 = 五
number-word-6 = 六
number-word-7 = 七
number-word-8 = 八
number-word-9 = 九
number-word-10 = 十
number-word-11 = 十一
number-word-12 = 十二
number-word-13 = 十三
number-word-14 = 十四
number-word-15 = 十五
number-word-16 = 十六
number-word-17 = 十七
number-word-18 = 十八
number-word-19 = 十九
number-word-20 = 二十

### 数字的依据

number-source = 来源
number-expression = 计算式
number-cells = 单元格
number-unit = 单位
dataset-source = 来源
dataset-as-of = 截至
dataset-licence = 许可
dataset-notes = 说明
dataset-numbers = 数字
number-remarks = 备注
number-inferred = 推断所得，来源未载
number-closed = 出自未公开的数据
# $count: 未计入的数值个数
number-left-out = 未计入 { $count } 个缺失值
# $value: 来源未载的数值
status-value = { $value }（{ $status }）
dataset-review-by = 应复核于
dataset-inferred = 推断
column-status = { $column }：状态
status-inferred = 推断
status-confidential = 保密
status-provisional = 初步
status-revised = 已修订
status-estimated = 估计
status-imputed = 插补
status-forecast = 预测
status-not-applicable = 不适用
status-break = 序列中断
status-low-reliability = 可靠性低
status-definition-differs = 定义不同
dataset-transformations = 处理
dataset-caveats = 使用限制
dataset-discrepancies = 已知差异
# $reason: 保留差异的原因；$cells: 差异所在及大小
dataset-discrepancy = { $reason }（{ $cells }）
data-notes = 数据说明
sources-of-figures = 数字来源
sources-of-figures-text = 本文各数字所依据的数据，按数据集列出。
numbers-file = 全部数字及其单元格（JSON）

### 登记册

registers = 登记册
registers-introduction = 报告所述事项的清单，每一条目都附来源，可以阅读、链接和下载。
# $noun: 条目的名称；$number: 编号
reference-entry = { $noun }{ $number }
entry-sources = 来源
entry-not-stated = 未说明
mentioned-in = 提及于
previous-entry = 上一条
next-entry = 下一条
all-entries = 全部条目
profiles = 概况
previous-profile = 上一份概况
next-profile = 下一份概况
all-profiles = 全部概况
compare-chosen = 只显示所选的行
video = 视频
transcript = 文字稿
# $name: what the row is of, such as Peru
choose-row = 选择{ $name }
# $entries: 数量
entry-count = { $entries } 条

### 可操作的表格与图

table-filter = 筛选行
table-all = 全部
table-sort = 排序依据
table-as-published = 按发布顺序
table-columns = 列
table-shown = 显示行数：
table-reset = 全部显示
figure-share = 分享
figure-link = 本图链接
figure-embed = 嵌入代码
copy = 复制
copied = 已复制
paragraph-address = 本段链接
number-address = 此数字的链接
figure-page = 本图单独页面
figure-from = 出自

### Countries, organisations, authors
entities = 国家与组织
entity-kind = 国家或组织
entity-texts = 文中所述
entity-figures = 数据
member-of = 所属组织
members = 成员
author = 作者
related-texts = 相关文章
places-like-this = 类似的地方

### The accessibility statement

accessibility-statement = 无障碍声明
accessibility-finding = 每个人都应当能够阅读本出版物。本页说明为此做了什么、如何检查，以及遇到问题时可以告诉谁。
accessibility-conformance = 符合的标准
accessibility-pages = 网页按照《网页内容无障碍指南》（WCAG）2.2 的 AA 级制作。
accessibility-pdfs = PDF 文件带有标签，遵循 PDF/UA-1 和 PDF/A。
accessibility-books = 电子书遵循 EPUB Accessibility 1.1。
accessibility-measures = 您可以期待什么
accessibility-keyboard = 一切内容都可以用键盘到达；阅读不需要 JavaScript。
accessibility-pictures = 图表和图片都有文字说明；每幅图表下都有列出数值的表格。
accessibility-structure = 标题、列表、表格和语言的变换都有标记，屏幕阅读器可以读出并在其间跳转。
accessibility-view = 网页遵从您对字号、深浅色、对比度和动态效果的设置；放大到 400% 时，只有较宽的表格需要左右滚动。
accessibility-tests = 如何检查
accessibility-refused = 制作这些网页的程序会拒绝没有说明的图片、跳级的标题、没有表头的表格、没有文字的链接以及对比度不足的颜色。
accessibility-tested = 其版式用校验程序并在浏览器中测试过：用键盘、在窄屏和宽屏上、在浅色和深色下。
accessibility-limits = 这些是程序能够发现的问题。本声明并非基于辅助技术使用者的测试。
accessibility-contact = 告诉我们
accessibility-write = 如果有什么妨碍您阅读，请告诉我们是哪一页、发生了什么。

### Releases and corrections

# $name: the name of a release. $date: the day on which it came out
release-notice = 您正在阅读 { $date } 发布的版本 { $name }，内容保持发布时的原貌。
release-superseded = 该版本已被更新的版本取代。
release-current = 阅读本页的当前内容
release-home = 前往当前的出版物
releases = 发布记录
releases-introduction = 后续发布的内容与时间，以及保留当时文本和数据的以往版本，各有自己的网址。
releases-coming = 即将发布
release-calendar = 发布日程订阅（iCalendar）
releases-past = 以往版本
release-withheld = ［已不再提供］
# $moment: the date and time at which the text comes out
before-release = { $moment } 之前保密：仅供指定读者阅读，请勿传播
corrections = 更正
corrections-introduction = 发布之后的改动，最新的在前。此列表中的内容从不删除。
corrections-latest = 最新更正
correction-update = 更新
correction-correction = 更正
correction-retraction = 撤稿
