# The words of the interface in English. Templates look them up by id:
# words["key-messages"]. Those with an argument are composed by the program.

### Every page

skip-link = Skip to the text
main-navigation = Main
home = Home
reports = Reports
briefs = Briefs
report = Report
brief = Brief
sources = Sources
topics = Topics
about = About
languages = Languages
licence = Licence
published-by = Published by
draft = Draft: not for publication
all-rights-reserved = All rights reserved

### Licence lines
# $licence: the name of the licence, such as CC BY 4.0
licensed-under = Text and figures: { $licence }
licence-terms = You may share and adapt this work under the terms of the licence, if you name its authors.

### The head of a document

finding = Finding
key-messages = Key messages
authors = Authors
published-on = Published
updated-on = Updated
edition = Edition
edition-for = Edition for
edition-of = Edition: { $audience }
language = Language
files = Files
download = Download
topics-of-document = Topics
# $minutes: a whole number of minutes
reading-time =
    { $minutes ->
        [one] { $minutes } minute
       *[other] { $minutes } minutes
    }
reading-time-label = Reading time
# $words: a whole number of words
word-count =
    { $words ->
        [one] { $words } word
       *[other] { $words } words
    }
# $pages: a whole number of pages
page-count =
    { $pages ->
        [one] { $pages } page
       *[other] { $pages } pages
    }
# $pages: a text such as "24 pages"; $size: a text such as "612 kB"
file-size = { $pages }, { $size }

### The text of a document

contents = Contents
contents-of-report = In this report
chapter = Chapter
section = Section
figure = Figure
table = Table
page = Page
note = Note
notes = Notes
code = Code
back-to-text = Back to the text
figure-note = Note:
figure-source = Source:
figure-sources = Sources:
task-done = Done
task-open = Open
sources-differ = The sources differ
callout-note = Note
callout-tip = Tip
callout-important = Important
callout-warning = Warning
callout-caution = Caution

# Labels of numbered figures and tables; $number: the number as printed
label-figure = Figure { $number }
label-table = Table { $number }

# References to numbered parts of a document; $number: the number as printed
reference-figure = Figure { $number }
reference-table = Table { $number }
reference-section = Section { $number }
reference-chapter = Chapter { $number }
reference-page = page { $number }
reference-note = note { $number }

### What numbers rest on

# The name of the button that lies over a number, for those who hear it
number-source = source
number-expression = Computed as
number-cells = Cells
number-unit = Unit
dataset-source = Source
dataset-as-of = As of
dataset-licence = Licence
dataset-notes = Notes
dataset-numbers = Numbers
number-remarks = Remarks
number-inferred = inferred, stated by no source
# $count: how many values a computation leaves out
number-left-out =
    { $count ->
        [one] { $count } missing value left out
       *[other] { $count } missing values left out
    }
# $value: a value that no source states
inferred-value = { $value } (inferred)
dataset-review-by = To be reviewed by
dataset-inferred = Inferred
dataset-transformations = Changes made
dataset-caveats = Caveats
dataset-discrepancies = Known discrepancies
# $reason: why a difference is let stand; $cells: where it is, and how large
dataset-discrepancy = { $reason } ({ $cells })
data-notes = Notes on the data
sources-of-figures = Sources of figures
sources-of-figures-text = The data behind the numbers of this text, dataset by dataset.
numbers-file = All of them with their cells, as JSON

### The end of a document

bibliography = References
how-to-cite = How to cite
part-of-report = Part of the report
# $number: the number of a chapter; $total: how many there are
chapter-of = Chapter { $number } of { $total }
previous-brief = Previous brief
next-brief = Next brief
read-as-brief = Each chapter is also a brief of its own
address = Address

### Lists

cited-in = Cited in
sources-introduction = Every work that this publication cites, and where.
# $topic: a subject
on-topic = On { $topic }
topic-kind = Topic
# $count: how many
chapter-count =
    { $count ->
        [one] { $count } chapter
       *[other] { $count } chapters
    }
document-count =
    { $count ->
        [one] { $count } document
       *[other] { $count } documents
    }

### The page for an address that is none

not-found-title = This page does not exist
not-found-text = The address may be mistyped, or the page may have moved. These reports do exist:
not-found-home = Go to the front page

### The PDF

# $number: the number of the page; $total: how many there are
page-of = { $number } of { $total }
draft-watermark = Draft
continued = continued
this-edition = This edition
# $address: an address on the web
online-at = Read online: { $address }

### Numbers that are bound to data
# $number: the digits; $currency: the sign of a currency; $unit: a unit

number-percent = { $number }%
number-percentage-points = { $number } percentage points
number-money = { $currency }{ $number }
number-thousand = { $number } thousand
number-million = { $number } million
number-billion = { $number } billion
unit-percent = %
unit-percentage-points = percentage points
unit-thousand = { $unit } thousand
unit-million = { $unit } million
unit-billion = { $unit } billion
currency-usd = US$
currency-eur = €
currency-gbp = £
currency-jpy = JP¥
currency-cny = CN¥
missing-value = –
yes = yes
no = no
number-word-0 = zero
number-word-1 = one
number-word-2 = two
number-word-3 = three
number-word-4 = four
number-word-5 = five
number-word-6 = six
number-word-7 = seven
number-word-8 = eight
number-word-9 = nine
number-word-10 = ten
number-word-11 = eleven
number-word-12 = twelve
number-word-13 = thirteen
number-word-14 = fourteen
number-word-15 = fifteen
number-word-16 = sixteen
number-word-17 = seventeen
number-word-18 = eighteen
number-word-19 = nineteen
number-word-20 = twenty

### Registers

registers = Registers
registers-introduction = Lists of the things that the reports speak of, each entry with its sources. They can be read, linked to and downloaded.
# $noun: what an entry is called, such as Recommendation; $number: its number as printed
reference-entry = { $noun } { $number }
evidence-for = Evidence for
evidence-against = Evidence against
entry-history = History
entry-sources = Sources
entry-not-stated = not stated
mentioned-in = Mentioned in
previous-entry = Previous entry
next-entry = Next entry
all-entries = All entries
# $entries: how many
entry-count =
    { $entries ->
        [one] { $entries } entry
       *[other] { $entries } entries
    }

### The audit
# Lists with commas between their items; numbers from zero to twenty stand above.

# Further words and phrases that say how many
audit-number-words = thirty, forty, fifty, sixty, seventy, eighty, ninety, hundred, hundreds, thousand, thousands, million, millions, billion, billions, trillion, trillions, dozen, dozens, half of, half the, a third of, a quarter of, two thirds, three quarters, twice, doubled, tripled, quadrupled, halved, tenfold
# Words and phrases that hold a number word and say no number
audit-no-numbers = one, zero, two-way, one-way, the two, these two, those two, their two, the other two, between two, on two fronts, second half of the, first half of the, half of the year, twice a year, once or twice, one or two
# Words before the numbers of parts, pages, articles and standards
audit-labels = sections, chapters, figures, tables, pages, p, pp, notes, line, lines, paragraph, paragraphs, para, article, articles, annex, appendix, part, parts, volume, vol, number, no, nos, issue, step, phase, level, goal, iso, iec, act, law, resolution, decree, protocol
# What ends an ordinal
audit-ordinals = st, nd, rd, th, s

language-name = English
