# كلمات الواجهة بالعربية. تبحث عنها القوالب بمعرّفاتها.

### كل الصفحات

skip-link = إلى النص
main-navigation = التنقل الرئيسي
reports = التقارير
briefs = الموجزات
report = تقرير
brief = موجز
sources = المصادر
topics = المواضيع
languages = اللغات
licence = الترخيص
published-by = الناشر
draft = مسودة: ليست للنشر
feed = النصوص الجديدة عبر خلاصة Atom
# The first step of the way from the front page
home = الرئيسية
# Names the line of links from the front page to this one, for those who hear it
breadcrumbs = موضع هذه الصفحة

### الترخيص

licence-terms = يجوز لكم مشاركة هذا العمل وتعديله وفق شروط الترخيص، بشرط ذكر مؤلفيه.

### بداية الوثيقة

finding = الخلاصة
key-messages = الرسائل الرئيسية
authors = المؤلفون
published-on = تاريخ النشر
updated-on = تاريخ التحديث
about-text = عن هذا النص
list-of-figures = الأشكال
list-of-tables = الجداول
version = الإصدار
acknowledgements = شكر وتقدير
funding = التمويل
disclaimer = إخلاء مسؤولية
what-is-new = الجديد
edition = الطبعة
edition-for = طبعة خاصة بـ
edition-of = الطبعة: { $audience }
not-translated = لم يُترجم هذا النص بعد. تقرأون النص الأصلي ({ $language }).
language = اللغة
download = تنزيل
topics-of-document = المواضيع
reading-time =
    { $minutes ->
        [zero] أقل من دقيقة
        [one] دقيقة واحدة
        [two] دقيقتان
        [few] { $minutes } دقائق
        [many] { $minutes } دقيقة
       *[other] { $minutes } دقيقة
    }
word-count =
    { $words ->
        [zero] لا كلمات
        [one] كلمة واحدة
        [two] كلمتان
        [few] { $words } كلمات
        [many] { $words } كلمة
       *[other] { $words } كلمة
    }
page-count =
    { $pages ->
        [zero] لا صفحات
        [one] صفحة واحدة
        [two] صفحتان
        [few] { $pages } صفحات
        [many] { $pages } صفحة
       *[other] { $pages } صفحة
    }
file-size = { $pages }، { $size }

### نص الوثيقة

contents = المحتويات
contents-of-report = في هذا التقرير
table = جدول
page = صفحة
note = حاشية
drawing = رسم
chart-table = عرض الجدول
code = شفرة
back-to-text = العودة إلى النص
figure-note = ملاحظة:
figure-source = المصدر:
figure-data = البيانات:
task-done = أُنجز
task-open = لم يُنجز
sources-differ = المصادر متباينة
callout-note = ملاحظة
callout-tip = نصيحة
callout-important = مهم
callout-warning = تحذير
callout-caution = احتراس
label-figure = الشكل { $number }
label-table = الجدول { $number }
reference-figure = الشكل { $number }
reference-table = الجدول { $number }
reference-equation = المعادلة { $number }
reference-section = القسم { $number }
reference-chapter = الفصل { $number }
reference-appendix = الملحق { $number }
reference-figures = الأشكال { $numbers }
reference-tables = الجداول { $numbers }
reference-equations = المعادلات { $numbers }
reference-sections = الأقسام { $numbers }
reference-chapters = الفصول { $numbers }
reference-appendices = الملاحق { $numbers }
reference-page = الصفحة { $number }
reference-note = الحاشية { $number }

### ما تستند إليه الأرقام

number-source = المصدر
number-expression = طريقة الحساب
number-cells = الخلايا
number-unit = الوحدة
dataset-source = المصدر
dataset-as-of = حتى تاريخ
dataset-licence = الترخيص
dataset-notes = ملاحظات
dataset-numbers = الأرقام
number-remarks = ملاحظات
number-inferred = مستنتج، لا يذكره أي مصدر
number-closed = من بيانات غير منشورة
number-left-out =
    { $count ->
        [zero] لم تُستبعد أي قيمة
        [one] استُبعدت قيمة ناقصة واحدة
        [two] استُبعدت قيمتان ناقصتان
        [few] استُبعدت { $count } قيم ناقصة
        [many] استُبعدت { $count } قيمة ناقصة
       *[other] استُبعدت { $count } قيمة ناقصة
    }
status-value = { $value } ({ $status })
status-provisional = أولي
status-estimated = تقديري
status-revised = منقح
status-forecast = توقع
status-break = انقطاع في السلسلة
status-confidential = سري
status-not-applicable = لا ينطبق
status-low-reliability = قليل الموثوقية
status-definition-differs = تعريف مختلف
status-imputed = محتسب
column-status = { $column }، الحالة
status-inferred = مستنتج
dataset-review-by = يُراجع قبل
dataset-inferred = مستنتج
dataset-transformations = التعديلات
dataset-caveats = تحفظات
dataset-discrepancies = فروق معروفة
dataset-discrepancy = { $reason } ({ $cells })
data-notes = ملاحظات على البيانات
sources-of-figures = مصادر الأرقام
sources-of-figures-text = البيانات التي تستند إليها أرقام هذا النص، مجموعة بعد مجموعة.
numbers-file = جميعها مع خلاياها، بصيغة JSON

### البيانات المفتوحة

data = البيانات
datasets = مجموعات البيانات
data-introduction = كل مجموعات البيانات والسجلات التي تقوم عليها هذه المنشورات، مع مصادرها وشروطها. يمكن قراءتها هنا وتنزيلها، وثمة ملف يصفها للبرامج.
dataset-id = الاسم في المنشور
dataset-rows = البيانات
dataset-columns = الأعمدة
dataset-used-in = مستخدمة في
column-name = الاسم
column-title = العنوان
column-type = النوع
column-type-text = نص
column-type-number = عدد
column-type-year = سنة
column-type-date = تاريخ
column-type-boolean = نعم أو لا
column-type-entity = اسم
column-type-source = مصدر
row-count =
    { $rows ->
        [zero] لا صفوف
        [one] صف واحد
        [two] صفان
        [few] { $rows } صفوف
        [many] { $rows } صفًا
       *[other] { $rows } صف
    }
column-count =
    { $columns ->
        [zero] لا أعمدة
        [one] عمود واحد
        [two] عمودان
        [few] { $columns } أعمدة
        [many] { $columns } عمودًا
       *[other] { $columns } عمود
    }
rows-cut = هذه الصفوف الأولى ({ $shown } من { $rows }). تحتوي الملفات على جميعها.

### نهاية الوثيقة

term-with-abbreviation = { $term } ({ $abbreviation })
glossary = مسرد المصطلحات
bibliography = المراجع
how-to-cite = طريقة الاقتباس
part-of-report = جزء من التقرير
previous-brief = الموجز السابق
next-brief = الموجز التالي
read-as-brief = كل فصل هو أيضًا موجز قائم بذاته
address = العنوان
summary = ملخص (PDF)
imprint = بيانات النشر
accessibility = إمكانية الوصول
# In books for e-readers
epub-accessibility = يمكن قراءة النص كاملًا بالعين أو بالأذن. للصور والرسوم البيانية نصوص بديلة، وللرسوم البيانية قيمها في جدول؛ ويمكن الوصول إلى العناوين والمحتويات والحواشي والمراجع عبر الروابط.

### القوائم

cited-in = مذكور في
sources-introduction = كل الأعمال التي تستشهد بها هذه المنشورات، ومواضع الاستشهاد.
topic-kind = موضوع

### The search

search = بحث
search-label = كلمات البحث
search-kind = النوع
search-year = السنة
search-all = الكل
# Stands before a count
search-results = النتائج
search-pages = الصفحات
search-without-script = يحتاج البحث إلى JavaScript. من دونه تجد أدناه قائمة بكل شيء، ويمكن للمتصفح أن يبحث فيها عن الكلمات.

### صفحة العنوان غير الموجود

not-found-title = هذه الصفحة غير موجودة
not-found-text = قد يكون العنوان مكتوبًا خطأً، أو نُقلت الصفحة. هذه التقارير موجودة:
not-found-home = إلى الصفحة الرئيسية

### الأرقام المرتبطة بالبيانات

number-percent = { $number }%
number-percentage-points =
    { $form ->
        [few] { $number } نقاط مئوية
       *[other] { $number } نقطة مئوية
    }
number-percentage-points-short = { $number } ن.م
number-money = { $number } { $currency }
number-thousand =
    { $form ->
        [few] { $number } آلاف
       *[other] { $number } ألف
    }
number-million =
    { $form ->
        [few] { $number } ملايين
       *[other] { $number } مليون
    }
number-billion =
    { $form ->
        [few] { $number } مليارات
       *[other] { $number } مليار
    }
number-trillion =
    { $form ->
        [few] { $number } تريليونات
       *[other] { $number } تريليون
    }
# On axes, where there is little room.
short-million = { $number } مليون
short-billion = { $number } مليار
short-trillion = { $number } تريليون
number-ordinal = رقم { $number }
number-range = { $from }–{ $to }
number-range-signed = من { $from } إلى { $to }
number-spelled-below = 11
# Words that stay in one line with the number behind them
unbroken-before-numbers = ص., رقم, المادة, الجدول, الجداول, الشكل, الأشكال, الخريطة, الفصل, القسم, الملحق, الصفحة, السطر, US$, $, €, £, ¥
unit-percent = %
unit-percentage-points = نقطة مئوية
unit-thousand = ألف { $unit }
unit-million = مليون { $unit }
unit-billion = مليار { $unit }
unit-trillion = تريليون { $unit }
unit-per = { $unit } لكل { $per }
currency-usd = دولار أمريكي
currency-eur = يورو
currency-gbp = جنيه إسترليني
currency-jpy = ين
currency-cny = يوان
missing-value = –
# Beside the name of a series without any value
no-data = لا بيانات
# Under a map: whose outlines of countries it shows.
map-shapes = الحدود: { $source }.
yes = نعم
no = لا
number-word-0 = صفر
number-word-1 = واحد
number-word-2 = اثنان
number-word-3 = ثلاثة
number-word-4 = أربعة
number-word-5 = خمسة
number-word-6 = ستة
number-word-7 = سبعة
number-word-8 = ثمانية
number-word-9 = تسعة
number-word-10 = عشرة
number-word-11 = أحد عشر
number-word-12 = اثنا عشر
number-word-13 = ثلاثة عشر
number-word-14 = أربعة عشر
number-word-15 = خمسة عشر
number-word-16 = ستة عشر
number-word-17 = سبعة عشر
number-word-18 = ثمانية عشر
number-word-19 = تسعة عشر
number-word-20 = عشرون

### السجلات

registers = السجلات
registers-introduction = قوائم بما تتناوله التقارير، لكل مدخل مصادره. يمكن قراءتها والإحالة إليها وتنزيلها.
reference-entry = { $noun } { $number }
entry-sources = المصادر
entry-not-stated = غير مذكور
mentioned-in = مذكور في
previous-entry = المدخل السابق
next-entry = المدخل التالي
all-entries = كل المداخل
profiles = ملفات
previous-profile = الملف السابق
next-profile = الملف التالي
all-profiles = كل الملفات
compare-chosen = إظهار الصفوف المختارة فقط
video = فيديو
transcript = النص المكتوب
# $name: what the row is of, such as Peru
choose-row = اختيار { $name }
entry-count =
    { $entries ->
        [zero] لا مداخل
        [one] مدخل واحد
        [two] مدخلان
        [few] { $entries } مداخل
        [many] { $entries } مدخلاً
       *[other] { $entries } مدخل
    }

### التدقيق

audit-number-words = ثلاثون, ثلاثين, أربعون, أربعين, خمسون, خمسين, ستون, ستين, سبعون, سبعين, ثمانون, ثمانين, تسعون, تسعين, مئة, مائة, مئات, ألف, آلاف, مليون, ملايين, مليار, مليارات, نصف, ثلث, ربع, ثلثا, ضعف, ضعفا, عشرات
audit-no-numbers = واحد, واحدة, صفر, الاثنان, كلا, كلتا
audit-labels = الأقسام, الفصول, الأشكال, الجداول, الصفحات, ص, الحواشي, سطر, أسطر, فقرة, فقرات, مادة, مواد, المادة, ملحق, مرفق, جزء, أجزاء, مجلد, رقم, العدد, خطوة, مرحلة, مستوى, هدف, iso, iec, قانون, مرسوم, قرار, بروتوكول, إصدار, الإصدار, نموذج, سؤال, غرفة, صف, عمود, خيار, قاعدة, مبدأ, معيار, تمرين, درس, وحدة, جولة, توجيه, توصية
audit-ordinals = الأول, الأولى, الثاني, الثانية, الثالث, الثالثة, الرابع, الخامس, السادس, السابع, الثامن, التاسع
audit-parts = من, من أصل, في كل
audit-measures = لكل, في المئة, بالمئة, مرة, مرات, أثلاث, أرباع, أخماس, أعشار, ألف, مليون, مليار, تريليون
audit-claims = ارتفع, ارتفعت, ارتفاع, انخفض, انخفضت, انخفاض, نما, نمت, زاد, زادت, تراجع, تراجعت, تضاعف, تضاعفت, تقلص, تقلصت, أكبر من, أصغر من, أعلى من, أدنى من, أكثر من النصف, أقل من النصف, معظم, أغلب, غالبية, الأكبر, الأصغر, الأعلى, الأدنى, أول من, آخر من, الوحيد, الوحيدة, كل تقريبًا
audit-no-claims = أولاً وقبل كل شيء, على الأكثر
# Words that point to a table of the same text
audit-tables = الجدول أدناه, الجدول أعلاه, الجدول التالي, الجدول السابق, هذا الجدول, الجداول أدناه
# Words that point to a chart, a map or a picture of the same text
audit-figures = الرسم البياني أدناه, الرسم البياني أعلاه, الرسم البياني التالي, الشكل أدناه, الشكل أعلاه, الشكل التالي, الخريطة أدناه, الخريطة أعلاه, الخريطة التالية, هذا الرسم
# Words that point to a list of the same text
audit-lists = القائمة أدناه, القائمة أعلاه, القائمة التالية, المذكورة أدناه
# Words that point to another text of the same report
audit-texts = الفصل الأخير, الفصل التالي, الفصل السابق, المذكرة التالية, المذكرة السابقة, الفصول الأخرى

### مصنفات البيانات

workbook-cover = الغلاف
workbook-sheet = ورقة
workbook-mark = علامة
workbook-meaning = المعنى
workbook-one-table = في هذه الورقة جدول واحد.
# [x]
mark-not-available = غير متاح: لا قيمة معروفة

### وثائق للمراجعين

review-title = للمراجعة
# $version; $date
review-version = النسخة { $version } بتاريخ { $date }.
review-numbers = الأرقام والاستشهادات والإحالات مقفلة لأنها مأخوذة من البيانات والمصادر. إن كان أحدها خاطئًا فاذكر ذلك في تعليق.
review-how = غيّر الكلمات كما تشاء، مع تعقّب التغييرات أو بدونه، وأعد الملف كما هو: تجد التغييرات موضعها بنفسها.

language-name = العربية

### جداول وأشكال يعمل بها القارئ

table-filter = تصفية الصفوف
table-all = الكل
table-sort = الترتيب حسب
table-as-published = كما نُشر
table-columns = الأعمدة
table-shown = الصفوف المعروضة:
table-reset = إظهار الكل
figure-share = مشاركة
figure-link = رابط هذا الشكل
figure-embed = شيفرة التضمين
copy = نسخ
copied = تم النسخ
paragraph-address = رابط هذه الفقرة
number-address = رابط هذا الرقم
figure-page = الشكل في صفحة مستقلة
figure-from = من

### Countries, organisations, authors
entities = الدول والمنظمات
entity-kind = دولة أو منظمة
entity-texts = في النصوص
entity-figures = في البيانات
member-of = عضو في
members = الأعضاء
author = المؤلف
related-texts = نصوص ذات صلة
places-like-this = أماكن أخرى مشابهة

### The accessibility statement

accessibility-statement = إمكانية الوصول
accessibility-finding = ينبغي أن يتمكن الجميع من قراءة هذا المنشور. تبيّن هذه الصفحة ما جرى لأجل ذلك، وكيف جرى التحقق منه، ومن تخبر إن تعطّل شيء.
accessibility-conformance = المطابقة
accessibility-pages = صُنعت الصفحات لتستوفي إرشادات النفاذ إلى محتوى الويب (WCAG) 2.2 في المستوى AA.
accessibility-pdfs = ملفات PDF موسومة وتتبع PDF/UA-1 و PDF/A.
accessibility-books = تتبع الكتب الإلكترونية EPUB Accessibility 1.1.
accessibility-measures = ما يمكنك الاعتماد عليه
accessibility-keyboard = يمكن الوصول إلى كل شيء بلوحة المفاتيح، ولا تحتاج القراءة إلى JavaScript.
accessibility-pictures = للرسوم البيانية والصور وصف، وتحت كل رسم بياني جدول بقيمه.
accessibility-structure = العناوين والقوائم والجداول وتغيّر اللغة موسومة، فتعلنها قارئات الشاشة وتنتقل بينها.
accessibility-view = تتبع الصفحات إعداداتك للحجم والألوان الفاتحة أو الداكنة والتباين والحركة. وعند التكبير إلى 400% لا تُمرَّر جانبيًا إلا الجداول العريضة.
accessibility-tests = كيف جرى التحقق
accessibility-refused = البرنامج الذي يصنع هذه الصفحات يرفض الصور بلا وصف، والعناوين التي تتخطى مستوى، والجداول بلا رأس، والروابط بلا نص، والألوان بلا تباين.
accessibility-tested = اختُبر تصميمه ببرامج فحص وفي متصفح: بلوحة المفاتيح، وعلى شاشات ضيقة وعريضة، بالألوان الفاتحة والداكنة.
accessibility-limits = هذا ما تستطيع البرامج اكتشافه. ولا يستند هذا البيان إلى اختبارات مع أشخاص يستخدمون التقنيات المساعدة.
accessibility-contact = أخبرنا
accessibility-write = إن منعك شيء من القراءة فأخبرنا بأي صفحة كان وماذا حدث.

### Releases and corrections

# $name: the name of a release. $date: the day on which it came out
release-notice = تقرأ الإصدار { $name } بتاريخ { $date } كما كان عند نشره.
release-superseded = حلّ محلّه إصدار أحدث.
release-current = قراءة هذه الصفحة كما هي اليوم
release-home = الانتقال إلى المنشور كما هو اليوم
releases = الإصدارات
releases-introduction = ما سيصدر ومتى، والإصدارات السابقة بنصوصها وبياناتها في حينها، ولكل منها عنوانه الخاص.
releases-coming = الإصدارات القادمة
release-calendar = مواعيد الصدور كتقويم (iCalendar)
releases-past = الإصدارات السابقة
release-withheld = [لم يعد متاحًا]
# $moment: the date and time at which the text comes out
before-release = سري حتى { $moment }: لقراء محددين فقط، ليس للنشر
corrections = التصويبات
corrections-introduction = ما تغيّر بعد النشر، الأحدث أولاً. لا يُحذف شيء من هذه القائمة.
corrections-latest = أحدث التصويبات
correction-update = تحديث
correction-correction = تصويب
correction-retraction = سحب
