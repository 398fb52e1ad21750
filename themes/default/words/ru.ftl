# Слова интерфейса на русском языке. Шаблоны находят их по имени.

### Все страницы

skip-link = К тексту
main-navigation = Основная навигация
reports = Доклады
briefs = Записки
report = Доклад
brief = Записка
sources = Источники
topics = Темы
languages = Языки
licence = Лицензия
published-by = Издатель
draft = Черновик: не для публикации
feed = Новые тексты в ленте (Atom)
# The first step of the way from the front page
home = Главная
# Names the line of links from the front page to this one, for those who hear it
breadcrumbs = Расположение страницы

### Лицензия

licence-terms = Вы можете распространять и перерабатывать эту работу на условиях лицензии, указав её авторов.

### Начало документа

finding = Вывод
key-messages = Главное
authors = Авторы
published-on = Опубликовано
updated-on = Обновлено
about-text = Об этом тексте
list-of-figures = Рисунки
list-of-tables = Таблицы
version = Версия
acknowledgements = Благодарности
funding = Финансирование
disclaimer = Отказ от ответственности
what-is-new = Новое
edition = Издание
edition-for = Издание для
edition-of = Издание: { $audience }
not-translated = Этот текст ещё не переведён. Вы читаете оригинал ({ $language }).
language = Язык
download = Скачать
topics-of-document = Темы
reading-time =
    { $minutes ->
        [one] { $minutes } минута
        [few] { $minutes } минуты
       *[other] { $minutes } минут
    }
word-count =
    { $words ->
        [one] { $words } слово
        [few] { $words } слова
       *[other] { $words } слов
    }
page-count =
    { $pages ->
        [one] { $pages } страница
        [few] { $pages } страницы
       *[other] { $pages } страниц
    }
file-size = { $pages }, { $size }

### Текст документа

contents = Содержание
contents-of-report = В этом докладе
table = Таблица
page = Страница
note = Примечание
drawing = Рисунок
chart-table = Показать таблицу
code = Код
back-to-text = Назад к тексту
figure-note = Примечание:
figure-source = Источник:
figure-data = Данные:
task-done = Сделано
task-open = Не сделано
sources-differ = Источники расходятся
callout-note = Примечание
callout-tip = Совет
callout-important = Важно
callout-warning = Внимание
callout-caution = Осторожно
label-figure = Рисунок { $number }
label-table = Таблица { $number }
reference-figure = рис. { $number }
reference-table = табл. { $number }
reference-equation = формула { $number }
reference-section = разд. { $number }
reference-chapter = гл. { $number }
reference-appendix = приложение { $number }
reference-figures = рис. { $numbers }
reference-tables = табл. { $numbers }
reference-equations = формулы { $numbers }
reference-sections = разд. { $numbers }
reference-chapters = гл. { $numbers }
reference-appendices = приложения { $numbers }
reference-page = стр. { $number }
reference-note = прим. { $number }

### На чём основаны числа

number-source = источник
number-expression = Вычислено как
number-cells = Ячейки
number-unit = Единица
dataset-source = Источник
dataset-as-of = По состоянию на
dataset-licence = Лицензия
dataset-notes = Примечания
dataset-numbers = Числа
number-remarks = Замечания
number-inferred = выведено, ни один источник этого не указывает
number-closed = по неопубликованным данным
number-left-out =
    { $count ->
        [one] { $count } отсутствующее значение не учтено
        [few] { $count } отсутствующих значения не учтены
       *[other] { $count } отсутствующих значений не учтено
    }
status-value = { $value } ({ $status })
status-provisional = предварительно
status-estimated = оценка
status-revised = пересмотрено
status-forecast = прогноз
status-break = разрыв ряда
status-confidential = конфиденциально
status-not-applicable = неприменимо
status-low-reliability = низкая надёжность
status-definition-differs = иное определение
status-imputed = досчитано
column-status = { $column }, статус
status-inferred = выведено
dataset-review-by = Проверить до
dataset-inferred = Выведено
dataset-transformations = Внесённые изменения
dataset-caveats = Оговорки
dataset-discrepancies = Известные расхождения
dataset-discrepancy = { $reason } ({ $cells })
data-notes = Примечания к данным
sources-of-figures = Источники чисел
sources-of-figures-text = Данные, на которых основаны числа этого текста, по наборам данных.
numbers-file = Все числа с ячейками, в JSON

### Открытые данные

data = Данные
datasets = Наборы данных
data-introduction = Все наборы данных и реестры этой публикации с источниками и условиями. Всё можно прочитать здесь и скачать; один файл описывает их для программ.
dataset-id = Имя в публикации
dataset-rows = Данные
dataset-columns = Столбцы
dataset-used-in = Используется в
column-name = Имя
column-title = Название
column-type = Тип
column-type-text = текст
column-type-number = число
column-type-year = год
column-type-date = дата
column-type-boolean = да или нет
column-type-entity = название
column-type-source = источник
row-count =
    { $rows ->
        [one] { $rows } строка
        [few] { $rows } строки
       *[other] { $rows } строк
    }
column-count =
    { $columns ->
        [one] { $columns } столбец
        [few] { $columns } столбца
       *[other] { $columns } столбцов
    }
rows-cut = Показаны первые строки ({ $shown } из { $rows }). В файлах есть все.

### Конец документа

term-with-abbreviation = { $term } ({ $abbreviation })
glossary = Глоссарий
bibliography = Литература
how-to-cite = Как цитировать
part-of-report = Часть доклада
previous-brief = Предыдущая записка
next-brief = Следующая записка
read-as-brief = Каждая глава — также отдельная записка
address = Адрес
summary = Краткое изложение (PDF)
imprint = Выходные данные
accessibility = Доступность
# In books for e-readers
epub-accessibility = Весь текст можно прочитать глазами или на слух. У изображений и графиков есть заменяющие их тексты, у графиков — также таблица значений; к заголовкам, содержанию, примечаниям и литературе ведут ссылки.

### Списки

cited-in = Цитируется в
sources-introduction = Все работы, которые цитирует эта публикация, и где именно.
topic-kind = Тема

### The search

search = Поиск
search-label = Искомые слова
search-kind = Вид
search-year = Год
search-all = Все
# Stands before a count
search-results = Результаты
search-pages = Страницы
search-without-script = Для поиска нужен JavaScript. Без него ниже стоит список всего, и браузер может искать в нём слова.

### Страница для несуществующего адреса

not-found-title = Такой страницы нет
not-found-text = Возможно, в адресе опечатка или страница перемещена. Есть такие доклады:
not-found-home = На главную страницу

### Числа, связанные с данными

number-percent = { $number } %
number-percentage-points = { $number } п. п.
number-percentage-points-short = { $number } п. п.
number-money = { $number } { $currency }
number-thousand = { $number } тыс.
number-million = { $number } млн
number-billion = { $number } млрд
number-trillion = { $number } трлн
# On axes, where there is little room.
short-million = { $number } млн
short-billion = { $number } млрд
short-trillion = { $number } трлн
number-ordinal = { $number }-й
number-range = { $from }–{ $to }
number-range-signed = от { $from } до { $to }
number-spelled-below = 10
# Words that stay in one line with the number behind them
unbroken-before-numbers = с., стр., №, ст., гл., т., п., пп., рис., табл., таблица, таблице, Таблица, рисунок, рисунке, Рисунок, глава, главе, Глава, раздел, разделе, Раздел, статья, статье, приложение, часть, страница, строка, US$, $, €, £, ¥, USD, EUR
unit-percent = %
unit-percentage-points = п. п.
unit-thousand = тыс. { $unit }
unit-million = млн { $unit }
unit-billion = млрд { $unit }
unit-trillion = трлн { $unit }
unit-per = { $unit } на { $per }
currency-rub = руб.
currency-usd = долл. США
currency-eur = евро
currency-gbp = ф. ст.
currency-jpy = иен
currency-cny = юаней
missing-value = –
# Beside the name of a series without any value
no-data = нет данных
# Under a map: whose outlines of countries it shows.
map-shapes = Контуры: { $source }.
yes = да
no = нет
number-word-0 = ноль
number-word-1 = один
number-word-2 = два
number-word-3 = три
number-word-4 = четыре
number-word-5 = пять
number-word-6 = шесть
number-word-7 = семь
number-word-8 = восемь
number-word-9 = девять
number-word-10 = десять
number-word-11 = одиннадцать
number-word-12 = двенадцать
number-word-13 = тринадцать
number-word-14 = четырнадцать
number-word-15 = пятнадцать
number-word-16 = шестнадцать
number-word-17 = семнадцать
number-word-18 = восемнадцать
number-word-19 = девятнадцать
number-word-20 = двадцать

### Реестры

registers = Реестры
registers-introduction = Перечни того, о чём говорят доклады; у каждой записи есть источники. Их можно читать, ссылаться на них и скачивать.
reference-entry = { $noun } { $number }
entry-sources = Источники
entry-not-stated = не указано
mentioned-in = Упоминается в
previous-entry = Предыдущая запись
next-entry = Следующая запись
all-entries = Все записи
profiles = Профили
previous-profile = Предыдущий профиль
next-profile = Следующий профиль
all-profiles = Все профили
compare-chosen = Показать только выбранные строки
video = Видео
transcript = Расшифровка
# $name: what the row is of, such as Peru
choose-row = Выбрать: { $name }
entry-count =
    { $entries ->
        [one] { $entries } запись
        [few] { $entries } записи
       *[other] { $entries } записей
    }

### Проверка

audit-number-words = тридцать, сорок, пятьдесят, шестьдесят, семьдесят, восемьдесят, девяносто, сто, сотня, сотни, сотен, тысяча, тысячи, тысяч, миллион, миллиона, миллионов, миллиард, миллиарда, миллиардов, десяток, десятки, десятков, дюжина, половина, половины, треть, четверть, две трети, три четверти, вдвое, втрое, вчетверо, удвоился, утроился
audit-no-numbers = один, одна, одно, ноль, эти два, оба, обе, один или два
audit-labels = разделы, главы, рисунки, таблицы, страницы, с, стр, примечания, строка, строки, абзац, абзацы, статья, статьи, ст, пункт, пункты, п, приложение, приложения, часть, части, том, т, номер, выпуск, шаг, этап, уровень, цель, гост, iso, iec, закон, указ, постановление, резолюция, протокол, версия, версии, форма, вопрос, вопросы, комната, ряд, столбец, столбцы, вариант, правило, принцип, критерий, упражнение, урок, модуль, волна, раунд, директива, рекомендация
audit-ordinals = й, я, е, го, му, м, первый, первая, второй, вторая, третий, третья, четвёртый, пятый, шестой, седьмой, восьмой, девятый
audit-parts = из, от, из каждых
audit-measures = на, процент, процента, процентов, раз, раза, третей, четвертей, пятых, десятых, тысяч, миллионов, миллиардов, триллионов
audit-claims = вырос, выросла, выросло, выросли, растёт, растут, упал, упала, упало, упали, падает, увеличился, увеличилась, увеличились, снизился, снизилась, снизились, сократился, сократилась, сократились, удвоился, утроился, выше чем, ниже чем, больше чем, меньше чем, больше половины, меньше половины, большинство, самый большой, самая большая, самый малый, крупнейший, крупнейшая, наибольший, наименьший, первый из, последний из, единственный, почти все, почти никто
audit-no-claims = прежде всего, по большей части
# Words that point to a table of the same text
audit-tables = в таблице ниже, в таблице выше, таблица ниже, таблица выше, следующая таблица, следующей таблице, приведённая ниже таблица, в этой таблице, эта таблица
# Words that point to a chart, a map or a picture of the same text
audit-figures = на графике ниже, на графике выше, график ниже, следующий график, на рисунке ниже, рисунок ниже, на карте ниже, карта ниже, следующая карта, на этом графике, этот график
# Words that point to a list of the same text
audit-lists = в списке ниже, список ниже, следующий список, в следующем списке, перечислены ниже, перечисленные ниже
# Words that point to another text of the same report
audit-texts = в последней главе, в следующей главе, в предыдущей главе, последняя глава, следующая глава, предыдущая глава, другие главы

### Книги с данными

workbook-cover = Титульный лист
workbook-sheet = Лист
workbook-mark = Знак
workbook-meaning = Значение
workbook-one-table = На этом листе одна таблица.
# [x]
mark-not-available = нет данных: значение неизвестно

### Документы для рецензентов

review-title = На отзыв
# $version; $date
review-version = Версия { $version } от { $date }.
review-numbers = Числа, ссылки на источники и перекрёстные ссылки защищены от правки: они взяты из данных и источников. Если что-то неверно, напишите об этом в примечании.
review-how = Меняйте слова как угодно, с отслеживанием исправлений или без него, и верните файл как есть: правки сами найдут своё место.

language-name = Русский

### Таблицы и рисунки, с которыми работают

table-filter = Отобрать строки
table-all = Все
table-sort = Сортировать
table-as-published = Как опубликовано
table-columns = Столбцы
table-shown = Показано строк:
table-reset = Показать всё
figure-share = Поделиться
figure-link = Ссылка на этот рисунок
figure-embed = Код для вставки
copy = Копировать
copied = Скопировано
paragraph-address = Ссылка на этот абзац
number-address = Ссылка на это число
figure-page = Рисунок на отдельной странице
figure-from = Из текста

### Countries, organisations, authors
entities = Страны и организации
entity-kind = Страна или организация
entity-texts = В текстах
entity-figures = В данных
member-of = Входит в
members = Участники
author = Автор
related-texts = Похожие тексты
places-like-this = Похожие места

### The accessibility statement

accessibility-statement = Доступность
accessibility-finding = Эту публикацию должны иметь возможность читать все. Здесь сказано, что для этого сделано, как это проверено и кому сообщить, если что-то не работает.
accessibility-conformance = Соответствие
accessibility-pages = Страницы сделаны так, чтобы соответствовать Руководству по доступности веб-контента (WCAG) 2.2 на уровне AA.
accessibility-pdfs = Файлы PDF размечены и следуют PDF/UA-1 и PDF/A.
accessibility-books = Книги для электронных читалок следуют EPUB Accessibility 1.1.
accessibility-measures = На что можно рассчитывать
accessibility-keyboard = Всё доступно с клавиатуры, и для чтения не нужен JavaScript.
accessibility-pictures = У диаграмм и изображений есть описание. Под каждой диаграммой стоит таблица с её значениями.
accessibility-structure = Заголовки, списки, таблицы и смена языка размечены, чтобы программы экранного доступа объявляли их и переходили между ними.
accessibility-view = Страницы следуют вашим настройкам размера, светлых или тёмных цветов, контраста и движения. При увеличении 400 % вбок прокручиваются только широкие таблицы.
accessibility-tests = Как это проверено
accessibility-refused = Программа, которая делает эти страницы, не принимает изображений без описания, заголовков через уровень, таблиц без шапки, ссылок без текста и цветов без контраста.
accessibility-tested = Её оформление проверено валидаторами и в браузере: с клавиатуры, на узких и широких экранах, в светлых и тёмных цветах.
accessibility-limits = Это то, что могут найти программы. Заявление не опирается на испытания с людьми, которые пользуются вспомогательными технологиями.
accessibility-contact = Сообщите нам
accessibility-write = Если что-то мешает вам читать, сообщите, на какой странице и что произошло.

### Releases and corrections

# $name: the name of a release. $date: the day on which it came out
release-notice = Вы читаете выпуск { $name } от { $date }, сохранённый без изменений.
release-superseded = Его заменил более новый выпуск.
release-current = Открыть эту страницу в нынешнем виде
release-home = Перейти к нынешней публикации
releases = Выпуски
releases-introduction = Что и когда выйдет, и прежние выпуски с текстом и данными того времени, каждый по собственному адресу.
releases-coming = Предстоящие выпуски
release-calendar = Даты выхода в виде календаря (iCalendar)
releases-past = Прежние выпуски
release-withheld = [больше недоступно]
# $moment: the date and time at which the text comes out
before-release = Конфиденциально до { $moment }: только для названных читателей, не для публикации
corrections = Исправления
corrections-introduction = Что изменено после публикации, сначала последнее. Из этого списка ничего не удаляется.
corrections-latest = Последние исправления
correction-update = Обновление
correction-correction = Исправление
correction-retraction = Отзыв
