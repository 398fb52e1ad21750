//! The kinds of problem, and what `quipu explain` says of each.

use std::fmt;

/// Declares [`Code`] and its table from one list: variant, printed code, title, explanation.
macro_rules! codes {
    ($($variant:ident $id:literal $title:literal $explanation:literal)*) => {
        /// A kind of problem.
        ///
        /// The printed code is stable: scripts and bookmarks may rely on it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(
                #[doc = $title]
                $variant,
            )*
        }

        impl Code {
            /// All codes, in the order of their numbers.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// Returns the code as printed, such as `Q101`.
            pub fn id(self) -> &'static str {
                match self { $(Self::$variant => $id),* }
            }

            /// Returns the kind of problem in a few words.
            pub fn title(self) -> &'static str {
                match self { $(Self::$variant => $title),* }
            }

            /// Returns what the code means and what to do, with an example.
            pub fn explanation(self) -> &'static str {
                match self { $(Self::$variant => $explanation),* }
            }
        }
    };
}

impl Code {
    /// Returns the code that is printed as `id`, in either case.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.id().eq_ignore_ascii_case(id))
    }
}

impl Code {
    /// Whether it says that the data have no value, which a text may replace with words.
    pub fn is_of_missing(self) -> bool {
        matches!(self, Self::MissingCell | Self::NotOfThis)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.id())
    }
}

codes! {
    // Q0xx: files and folders
    NoPublication "Q001" "no publication here" "Quipu looks for `quipu.yaml` in the folder you name, or else in the current one. The smallest publication has

    title: {en: My publication}
    languages: [en]

in `quipu.yaml`, and one brief in `content/briefs/`."
    NotUtf8 "Q002" "a file that is not UTF-8" "All text files of a publication must be UTF-8. Files from older spreadsheet programs are often Windows-1252 or UTF-16: save them again as `CSV UTF-8`, or convert them with `iconv -f WINDOWS-1252 -t UTF-8`."
    LeadsOutside "Q003" "a path leads out of the publication" "A publication contains everything it is made of, so that it builds the same way on every machine. Symbolic links and paths with `..` may not lead out of its folder. Copy the file into `content/`."
    TooLarge "Q004" "a file that is too large" "Text files may be up to 1 GiB. Split the dataset, or publish the full file elsewhere and use an extract of it here."
    ForeignOutput "Q005" "an output folder with other files in it" "Quipu replaces its output folder as a whole. It therefore refuses a folder that it did not create, or to which someone has added files: they would be lost. Name another folder with `--out`, or move the files away. Files that belong to the site go into `content/static/`."
    UnexpectedFile "Q006" "a file that nothing reads" "Each folder of `content/` holds one kind of file. A file elsewhere, or with another extension, would be ignored, which is rarely what its author wants. Move it to the folder that the hint names, or delete it. So is what is no file at all, such as a pipe, or a folder with the name of a text."
    NoContent "Q007" "nothing to publish" "A publication needs at least one brief in `content/briefs/`, one report or one page. `quipu new brief NAME` creates a brief; it starts as a draft, which `quipu build --drafts` includes."

    UnusableName "Q009" "a file name that cannot be used in an address" "File names become the addresses of pages. Browsers drop control characters from addresses, and names that are not UTF-8 cannot be told apart, so links to such a file would lead nowhere. On Windows, names such as `con` and `nul` are those of devices. Rename the file."

    Unreadable "Q010" "a file that cannot be read" "The system refuses to open a file or folder of the publication, or it vanished while the publication was being read. Check its owner and permissions; if another program was writing it, build again."
    UselessStore "Q011" "results that cannot be kept" "Quipu keeps what it makes in `.quipu/store`, so that later builds make only what changed. The system refuses to write there: the disk is full, the folder belongs to another user, or something else has its name. The build itself is complete. Make room, delete `.quipu/store`, or build with `--fresh`, which keeps nothing."

    BrokenRelease "Q012" "a release that cannot be shown" "Earlier releases are made again by each build from `releases/`, which `quipu release` wrote: text and data as they were, templates and themes as they are. A file of the release is missing or was changed, or it uses something that no longer exists, such as a theme. Restore `releases/` from version control, or what the release uses. To take a release off the site for good, delete its file `releases/NAME.yaml`."

    BadRelease "Q013" "a release that cannot be made" "`quipu release NAME` freezes what is published now under a name that stays: as a folder of the site, in addresses that others cite. So each name is used once, and consists of letters, digits, dashes, underscores and dots."

    ChangedCorrection "Q014" "a correction that was changed" "`content/corrections.yaml` tells readers what was changed in texts after they came out, and they rely on it: nothing that a release has of it may change or disappear. Restore the entry; if it was wrong itself, add another one that says so."

    LostFigure "Q015" "a headline figure that is gone" "A key figure with an id, `::: {.key-figure #losses}`, is a headline figure: others link to it, and follow it from one release to the next by its id, however it is worded and computed. The last release has this id, and the text no longer does. Restore the id; if you took the figure out, say so in `content/corrections.yaml`. The next release forgets it."

    // Q1xx: YAML
    YamlSyntax "Q101" "YAML that cannot be read" "The file breaks the rules of YAML at the place shown. Common causes are a missing space after a colon, a tab used for indentation, an unclosed quote or bracket, and text that begins with a character YAML reserves (`@`, `` ` ``, `%`, `*`, `&`). When in doubt, put the text in quotes."
    DuplicateKey "Q102" "a duplicate key" "A key may appear only once in a mapping; the second would hide the first. Delete one of them."
    UnknownKey "Q103" "an unknown key" "Each kind of file has a fixed set of keys, so that a misspelt one is never silently ignored. The hint names the closest known key; `docs/writing.md` lists them all."
    MissingKey "Q104" "a missing key" "The mapping lacks a key that is required. Add it at the place shown."
    WrongType "Q105" "a value of the wrong type" "The key takes a different kind of value: a text, a number, a list, a mapping, `true` or `false`. Write lists as `[a, b]`, and put texts with special characters in quotes."
    BadDate "Q106" "not a date" "Dates are written `YYYY-MM-DD`, such as `2026-11-20`, and must exist in the calendar. Vintages may omit the day or the month: `2018-03`, `2018`."
    TooComplex "Q107" "YAML that expands without limit" "Anchors and aliases that refer to one another can make a small file expand to gigabytes. Quipu stops reading such files early. Write the repeated part out, or use fewer aliases. Lists and mappings that stand more than 64 levels deep in each other are refused as well."
    BadValue "Q108" "a value that is not allowed" "The key takes one of a few values, or a value of a certain form; the hint says which."
    BadLanguage "Q109" "an unusable language tag" "Languages are BCP 47 tags, such as `en`, `es-419`, `pt-BR`, `zh-Hans`. A tag must determine how numbers are written. `es` alone does not, since Colombia writes 1.234,5 and Mexico 1,234.5: write `es-419`, `es-CO`, `es-MX`, …"
    MissingTranslation "Q110" "a text lacks a language" "Any text that readers see must exist in every language of the publication. Add the missing one: `{en: …, es-419: …}`."
    BadIdentifier "Q111" "an invalid identifier" "A DOI, ISBN, ISSN, ORCID or ROR is copied from the registry that issued it, with or without the address in front. All except DOIs end in check digits, which reveal a typing error; the hint names the digits that would match the rest. Compare the identifier with its source."

    // Q2xx: Markdown
    FutureDate "Q112" "a date in the future" "The date says that something has happened, but it is still to come: that a text was published (`date`) or changed (`updated`, a correction), that data were so (`as_of`) or fetched (`retrieved`), that an address was opened. Correct it; a text can be held back with `publish_at`. Without `--today`, the day of the build counts, and one more, since it is already tomorrow somewhere."
    RawHtml "Q201" "raw HTML" "HTML tags would reach the web page but not the PDF, so the two would differ. Use Markdown, an attribute (`[text]{.class}`) or a fenced div. A publication that makes no PDFs can allow HTML with `raw_html: true` in `quipu.yaml`. Write a less-than sign in prose as `\\<`."
    UnclosedDiv "Q202" "an unclosed div" "A div that is opened with `::: {…}` ends with a line of colons, `:::`. Each opening line needs a closing one. Giving outer divs more colons than inner ones helps the eye, but is not required."
    StrayDivEnd "Q203" "the end of a div that was never opened" "A line of colons without braces closes a div, and no div is open here. Delete the line, or open a div with `::: {…}` above it."
    UnknownDiv "Q204" "an unknown kind of div, span or attribute" "The class of a div says what it is: `callout-note`, `sources-differ`, `claim`, `key-figure`, or a class that the theme declares under `classes:` in `theme.yaml`. The attributes are `audience`, `not-audience`, `title`, `alt`."
    MissingAlt "Q205" "an image or chart without alternative text" "Readers who cannot see an image or chart hear its alternative text; the PDF standard requires it as well. Write what the image shows: `![Caption](port.jpg){alt=\"Cranes over the port of Chancay\"}`. A decorative image does not belong in a brief. For a chart, `alt:` in its block says what can be seen in it, such as the trend and the exception; the hint drafts a text from the data."
    BadAttributes "Q206" "attributes that cannot be read" "Attributes are written `{#id .class key=\"value\"}`, with spaces between them and straight quotes."
    LevelOneHeading "Q207" "a level-one heading in a brief" "The title in the front matter of a brief is its level-one heading. Sections begin with `##`."
    SkippedLevel "Q208" "a heading that skips a level" "A level-four section directly inside a level-two section confuses people who use screen readers, and PDF/UA forbids it. Use the next level down."
    NoFrontMatter "Q209" "a file without front matter" "A brief begins with a block of YAML between two lines of three dashes. It holds at least `title`, `finding` and `date`."
    EmptyHeading "Q211" "a heading without text" "A heading names its section in the table of contents and in the PDF's bookmarks. Write its text, or delete it."
    StrayAttributes "Q213" "attributes that apply to nothing" "Attributes stand directly after a bracket (`[words]{audience=\"council\"}`), a heading or an image, in an opening line `::: {audience=\"council\"}`, or after the caption of a table. After code, emphasis, a list item, a paragraph or a listing, after a space, or in a text of a YAML file they would apply to nothing: the words before them would reach all readers, and the attributes would be printed. Put the words in brackets, or the block between `::: {…}` and `:::`. Write a brace that readers should see as `\\{`; to show attributes, use a listing of the language `markdown`."
    UnclosedListing "Q214" "an unclosed listing or comment" "A comment ends with `-->`. A listing that begins with a line of backticks or tildes ends with a line of at least as many. Without it, everything that follows would be printed as part of the listing, including divs meant for some readers only."
    TooDeep "Q212" "blocks or emphasis nested too deeply" "Lists, quotations, divs and notes may be nested up to eight deep; emphasis and links up to sixteen. Readers lose their way before that, and no page is wide enough. Take the inner part out, or make it a section of its own."

    BeyondLimit "Q215" "more than a page or a PDF can hold" "Texts, tables, charts and pictures have limits, far beyond what readers can use; `docs/limits.md` lists them. Divide the text, print only the rows that matter and offer the others as data, or make the picture smaller."

    Unapproved "Q216" "a text that was changed after its approval" "The text has `status: approved` and is waiting for its publication time, but nobody has signed it as it now stands: editing an approved text withdraws the approval. It will not be published. Read it again, then sign it with `quipu approve FILE --by NAME`."

    BlockedBundle "Q217" "a bundle that waits for a text" "The texts and data of a bundle in `content/bundles.yaml` come out together, or none does. One of the texts is still a draft, in review, or not approved as it is now, so nothing of the bundle comes out although its time has come. Finish and approve the text, or take it out of the bundle."

    BadBundle "Q218" "a bundle that cannot come out" "`content/bundles.yaml` names texts and data that come out together, at one time. A text can be in one bundle only, and has no `publish_at` of its own then. `before:` names restricted audiences, which get the bundle before, in their own outputs."

    BadCitation "Q221" "a citation that cannot be read" "A citation names works by their keys, several of them separated by semicolons: `[see @xu-2019; @zhu-2016]`. The place in the work follows a comma: `[@xu-2019, p. 138]`. Anything else between the brackets would be printed as it is."
    ControlCharacter "Q222" "a control character" "Invisible control characters, such as NUL or a vertical tab, come along when text is copied from other programs. No font has them, and pages may not contain them. Delete the character."
    MisplacedNumber "Q223" "a bound number where none is possible" "Bound numbers belong in text. In the address of a link or an image, or in HTML, readers would see the braces. Write the address out. If you mean the braces themselves, write `\\{{`, or put them between backticks."
    ForeignSyntax "Q224" "syntax of another program" "Many programs add their own syntax to Markdown: admonitions, tabs, roles, shortcodes, Liquid tags, emoji names, LaTeX commands. Quipu reads CommonMark, GFM and the additions listed in `docs/writing.md`; anything else would be printed as it was typed. The hint names Quipu's equivalent, or shows how to write the characters themselves. `quipu import` converts whole projects."
    EmptyLink "Q225" "a link without text" "Readers follow a link by its text, and people who use a screen reader hear nothing else of it. Write between the brackets where it leads: `[the report](report.md)`. An image inside a link is described by its alternative text."
    HeadlessTable "Q226" "a table without a header row" "The first line of a table says what its columns hold. Without it, a cell means nothing to people who cannot see the whole table, or to anyone on a phone. Write a heading for each column. If the cells need none, use a list."
    BadFormula "Q227" "a formula that cannot be read" "Formulas are written in TeX, as in LaTeX with amsmath: `$x^2$` within a line, `$$…$$` in a paragraph of its own, followed by `{#eq-name}` if it is to be numbered. Commands that only affect layout or colour, labels, and macros of other packages are not supported. A dollar sign before an amount of money stands as it is; where it would be taken for a formula, write `\\$`."
    Inclusion "Q228" "a text that cannot be included" "A line `{{< include ../includes/method.md >}}`, in a paragraph of its own, stands for the text of a Markdown file in `content/includes/`, named from the folder of the file that has the line. A translation takes `method.es-419.md`. What is included has no front matter, cannot include itself, and is included somewhere."
    Unwritten "Q229" "a text that nobody has written" "The text is published, but has lines that `quipu new` wrote as a beginning, or, as a translation, paragraphs in the words of its original. Write over them, or keep the text back with `draft: true`. Quotations (lines with `>`), tables and code may be the same in all languages."
    RaggedRow "Q220" "a row with more or fewer cells than the header" "The header of a table determines how many columns it has. Markdown silently drops any further cells of a row, and leaves those empty that a row lacks. Add a column to the header and to the line of dashes below it, or write a bar that is part of the text as `\\|`."

    // Q3xx: data
    UnknownDataset "Q301" "an unknown dataset" "The name before the bracket is the file name of a dataset in `content/data/`, without its extension."
    UnknownRow "Q302" "an unknown row" "The first name in the brackets is a value of the dataset's key column. Put names that contain a comma or a bracket in double quotes."
    UnknownColumn "Q303" "an unknown column" "The second name in the brackets is a column of the dataset, as listed under its `columns:`."
    UnknownFunction "Q304" "an unknown function or format" "The functions are `sum`, `mean`, `median`, `min`, `max`, `count`, `change`, `growth`, `difference`, `share`, `ratio`, `index`, `rank`, `ranked`, `top`, `names`, `range`, `convert`, `choose`. The formats are `round N`, `tn`, `bn`, `mn`, `plain`, `short`, `words`, `spelled`, `ordinal`, `sign`, `abs`, `year`; for names, `form NAME` and `capital`; for missing values, `otherwise \"words\"`."
    ExpressionSyntax "Q305" "an expression that cannot be read" "A bound number is written `{{ dataset[row, column] }}`, with functions and arithmetic around it and formats after a bar: `{{ sum(ofdi[@alliance, 2016]) | bn }}`."
    UnitMisuse "Q306" "units that do not go together" "Only like quantities can be added, subtracted or compared: US dollars with US dollars, a flow with a flow. Divide to get a ratio (`share`, `ratio`), or convert explicitly: `convert(amount, rates[2016, usd])` takes a cell whose column says what it converts (`measure: {from: {unit: CNY}, to: {unit: USD}}`) and whose dataset names its source."
    TypeMisuse "Q307" "a value that is not a number, or too many of them" "Arithmetic takes single numbers; `sum`, `mean`, `min`, `max`, `count` and `change` take ranges. A cell of text can be printed but not used in a computation."
    MissingCell "Q308" "a missing value" "The dataset has no value in that cell (`~`, or an empty field in CSV). A missing value is never read as zero. Choose another cell, say in words that the value is not known, or leave it out on purpose: `sum(ofdi[@alliance, 2016], ignore missing)`, and the output says how many values are left out."
    DivisionByZero "Q309" "a division by zero" "The divisor of a share, a ratio or a change is zero, so there is no result to print."
    BadCell "Q310" "a cell that does not fit its column" "The value in the row is not of the column's type: a number with a unit or a thousands separator, a year with a fraction, an entity that is not in `entities.yaml`. Write numbers with digits and a decimal point only."
    DuplicateRow "Q311" "two rows with the same key" "A key identifies one row. Change the key of one of them, or choose another key column."
    UnknownEntity "Q312" "an unknown entity" "The name after `@`, a member, or a value of an entity column is not in `content/entities.yaml`."
    Overflow "Q313" "a number that is too large" "Numbers may have up to 28 significant digits. The result of the expression has more."

    BadFormat "Q340" "a format that does not fit the number" "Formats change how a number looks, never what it says. Millions of per cent, a sum of money as a year, an amount in words without its unit, or a rounding that turns a number into zero would say something else. Without `| round`, a number gets as many decimals as it needs not to look like zero."
    TwoEntities "Q341" "two entities with the same name" "Selectors and cells may refer to an entity by its id or by any of its names, so a name must not fit two entities. Write the longer name: `Georgia (country)`."
    MemberCycle "Q342" "an entity that is a member of itself" "`@` selects the members of a bloc. If a bloc is among its own members, directly or through others, the selection never ends. Delete one of the memberships."
    FalseStatement "Q343" "words that the data no longer support" "The words depend on a statement, `[less than nothing]{holds=\"sum(ofdi[@alliance, 2015]) < 0\"}` or `{text: …, holds: …}`, and the data make it false. The report names the values compared and the cells they come from. Change the words together with the statement, or correct the data."
    UnknownValue "Q344" "an unknown value" "A name without brackets refers to a value of `content/values.yaml`, which has none of this name. To refer to a cell, use brackets: `ofdi[peru, 2016]`."
    ValueCircle "Q345" "a value that is computed from itself" "Values of `content/values.yaml` may use one another, but not in a circle. Compute one of them from cells."
    NoProfile "Q346" "`@this` in a text that has no profiles" "`@this` stands for the entity of a profile. A text has one profile for each entity that `for:` in its front matter names, such as `for: \"@alliance\"` or `for: [peru, chile]`. In any other text, nothing says which entity is meant."
    NotOfThis "Q347" "a dataset that lacks the entity of a profile" "The text is written for several entities, and the dataset has no row, or no column, for some of them. The report lists them together. Hide what depends on the dataset where it has nothing, `::: {when=\"known(ofdi[@this, 2016])\"}`, or leave the entities out: `except: [cuba]`."
    SameTitles "Q348" "profiles with the same title" "A text that is written for several entities has an edition for each, and readers tell them apart by their titles. Name the entity in the title: `title: \"{{ @this }} and China\"`."
    MixedProfiles "Q349" "a brief with profiles in a report without" "The brief has an edition for each of several entities, but the report that lists it has only one, so nothing says which of them is its chapter. Give the report profiles as well, with `for:` in its front matter; the chapters of each are then those of the same entity."
    MissingForm "Q350" "a form that a name does not have" "`{{ @this | form adjective }}` prints a form of an entity's name, which `content/entities.yaml` gives in each language: `peru: {name: {en: Peru, es: Perú}, forms: {the: {en: Peru, es: el Perú}, adjective: {en: Peruvian, es: peruano}}}`. You choose the names of the forms. Add the missing one, or use another."
    ConstantCondition "Q351" "a condition that decides nothing" "A block with `{when=\"…\"}` appears only in the profiles for which its condition holds. If it holds for none, nobody reads the block; if it holds for all, the condition is superfluous. Change the condition, or delete it or the block."
    RawFile "Q352" "a raw file that differs from what was fetched" "The `source:` of a dataset says where its raw file was fetched, and gives its hash. The file beside the dataset is missing or different: someone edited or replaced it without recording it. `quipu data update NAME` fetches it again and shows what differs."
    Disclosed "Q353" "a confidential value that can be computed" "A cell is marked as confidential, but the dataset gives its total and all the other parts, so anyone can subtract them. Statisticians mark a second part as confidential too, or leave the total out. The totals considered are those of `checks:`, and those of blocs that have a row alongside their members."
    FailedCheck "Q314" "a failed check of the data" "The dataset's own `checks:` say what must hold: parts that add up to a total, values within bounds, values that appear only once, columns without gaps. Correct the cell. If the source itself is at fault, record that: a sum may have a `tolerance:` with a `reason:`, which readers see."
    StaleData "Q315" "data that are due for review" "The dataset's `review_by:` date has passed. Today is the date given by `--today` or `SOURCE_DATE_EPOCH`, or else the date of the newest text of the publication: Quipu does not read the clock. Look for newer data, and write the date of the next review. `--deny stale` makes this an error."
    LooseCheck "Q320" "an unnecessary tolerance" "The check of a sum has a `tolerance:` with a reason, but nothing differs. If it stayed, it could hide a mistake later: delete both."

    BadEntryId "Q316" "an id that cannot be part of an address" "The id of an entry of a register becomes part of the address of its page and of cross-references to it. Use unaccented letters, digits and dashes, such as `rec-list-bonds`."
    NameTaken "Q317" "a register and a dataset with the same name" "Bound numbers and tables read registers as datasets, so names in `content/registers/` and `content/data/` must differ. Rename one of the files, or delete the one that the other replaces."
    BadChart "Q319" "a chart that cannot be drawn" "The data do not suit the form of the chart: a slope chart has two positions, a stacked area no negative values, a timeline dates, and all values of a chart share one measure. The message says which rule is broken; choose another form, other rows or other columns."
    DuplicatePrefix "Q318" "two registers with the same prefix" "The `prefix:` of a register begins the names of its entries in cross-references, such as `@rec-list-bonds`. With the same prefix, entries of two registers could not be told apart."

    // Q4xx: references, citations, links
    UnknownSource "Q401" "an unknown source" "The key after the `@` is not in `content/sources.yaml`."
    UnknownReference "Q402" "a cross-reference to nothing" "`@sec-…`, `@fig-…` and `@tbl-…` refer to an id in the same edition: `## Finance {#sec-finance}`, or `id: tbl-partners` in a table block. To refer to an id in another brief, use a link: `[text](other.md#sec-finance)`."
    DuplicateId "Q403" "a duplicate id" "An id names one place in an edition. A report joins the briefs that it lists, so their ids must differ as well. Rename one of them."
    DoubledWord "Q420" "a word or sign that is printed twice" "A cross-reference prints its own word (`@sec-finance` is `Section 2`), and a bound number its own unit (`US$20 million`, `12%`): delete what is typed beside it. `[-@sec-finance]` prints the number alone, `{{ … | plain }}` the digits."
    BrokenLink "Q404" "a broken link" "The link points to a file, or a section of a file, that the publication does not have. Links between briefs give the path of the Markdown file, relative to the file that contains the link: `[trade](../alliance/trade.md#sec-origin)`. Links to other sites, also those of sources and settings, begin with `https:`, `http:`, `mailto:` or `tel:`; others could run a program in the browser of a reader."
    MissingImage "Q405" "a missing image" "The path of an image is relative to the Markdown file that shows it, and the image lies in `content/`."
    UnknownFootnote "Q406" "a footnote without text" "`[^name]` refers to a footnote, whose text must be given in the same file, on a line of its own: `[^name]: Text.`"
    UnusedFootnote "Q407" "a footnote without a reference" "The text of the footnote is given but nothing refers to it, so no reader would see it. Refer to it with `[^name]`, or delete it."
    BadSource "Q408" "a source that cannot be read" "`content/sources.yaml` is written in Hayagriva's format: a mapping from keys to entries, each with at least `type` and `title`."
    UnknownAudience "Q409" "an unknown audience" "Audiences are the files of `content/audiences/`, named without the extension."
    UnknownBrief "Q410" "an unknown brief" "A report lists its briefs by id: the path in `content/briefs/` without `.md`, such as `china/money`."
    DraftChapter "Q418" "a report without one of its chapters" "The report is published, but one of the briefs that it lists is a draft, so readers get the report without that chapter. Publish the brief, or take it off the list until it is ready."
    BadAlias "Q419" "an old address that leads nowhere, or in a circle" "`aliases:` lists former addresses of a text, as paths from the root of the site, such as `reports/old-name/`. Each becomes a page that redirects readers to the text. So no other page may have that address, no other text may claim it, and it may not be the text's own address."
    HiddenReference "Q411" "a reference to something the reader does not get" "The block or text that the reference, link or evidence points to is meant for other audiences, so in this edition it would lead nowhere. Move the reference into a block for the same audiences. A register is the same for all readers, so its evidence must be something that all may read."
    UnknownRegister "Q416" "an unknown register" "Registers are the files of `content/registers/`, named without the extension."
    UnknownEntry "Q417" "an unknown entry" "No register of the publication has an entry of this name. An entry is named by its id after the prefix of its register: `@rec-list-bonds` is the entry `list-bonds`, or `rec-list-bonds`, of the register with `prefix: rec`."
    UnknownTerm "Q450" "an unknown term" "A span with the attribute `term` marks a term of the glossary by its id in `content/glossary.yaml`: `[FDI]{term=fdi}`. It may hold only plain text, since its first use may be written out in full."
    UnclearRestriction "Q453" "an ambiguous restriction" "`audience`, `not-audience`, `draft`, `publish`, and `reports`, `chapters` and `sections` of an audience keep something from readers. If one of them is empty, contradicts itself, or differs between the files of two languages, it could mean \"for all\" as well as \"for few\", and Quipu does not guess. Write the value, or delete the key."
    LanguagesDisagree "Q454" "languages of a text that disagree" "The file in the first language determines what a text consists of: its date, its chapters, its divs, what its charts and tables show, the ids of its headings, the rows and numbers of typed tables. A translation gives the words and takes the rest from there; anything it repeats must be the same. Delete it in the translation, or change it in the original. Mark what only some languages have: `only: en` in a chart, a table or the front matter, `only=\"en\"` on a div or an image."
    Leak "Q451" "restricted text in an audience's files" "Before files are written, Quipu searches each of them for text that its audience may not get: divs and spans for others, briefs for others, drafts, comments. Quipu removes these itself, so anything found comes from a template, or from a file in `content/static/` or `templates/`. Remove it there. Text that is also public elsewhere is not reported; `docs/audiences.md` explains what is found and what cannot be. As a warning, it names a passage that became restricted after it was released: the release still shows it."
    Interference "Q459" "an edition that depends on what its audience may not get" "`quipu check --confidential` replaces everything an audience may not get with other words, then removes it, and renders the publication again each time. If a file of that audience's edition differs, it reveals something, if only that restricted text exists. Compare the file in two builds, with and without the restricted texts. Please report the case: Quipu is built so that there are none."
    OutputsDiffer "Q460" "files of an edition that differ" "`quipu check --outputs` reads the page, the PDF and the book of each edition back, as browsers, screen readers and e-readers do, and compares what they say: headings, paragraphs, numbers, notes, captions, cells of tables, references. What templates add is not compared. If one file has something that another lacks or says differently, a template drops or changes it."
    NumbersDisagree "Q452" "editions with different numbers" "Editions of a text may select and shorten, but where two of them contain the same sentence, they must give the same numbers. A sentence with `[{{ a }}]{audience=\"x\"}[{{ b }}]{audience=\"y\"}` tells two groups of readers two different things. Give both the same number, or explain the difference: `[…]{differs=\"counted by fiscal year\"}`, or `differs` on a div."
    DuplicateAddress "Q412" "two files with the same address" "Two files of the publication produce the same file of the site, or one of them produces a file that Quipu makes itself: the front page, `/sources/`, a page in `/topics/`, `404.html`, the style sheet. Files in `content/static/` are copied to the root of the site and cannot replace anything. `about.html` and `about/index.html` count as one address, since web servers answer `/about` with either. Names whose accents are written in two ways, as systems do, are the same name, and so are names that differ in capitals only. Rename one of the two. To change a page that Quipu makes, override its template (`quipu templates doc`)."

    BadPicture "Q430" "a picture that cannot be shown" "The file that an image names exists, but is not a picture, is incomplete, is in CMYK, the colours of printing presses, or has another format than its name says; or it is a drawing that holds more than a still picture, or that is shown within itself. Pictures are PNG, JPEG, GIF, WebP or SVG files. Export it again, or rename it."

    OverBudget "Q413" "an edition that is too long for its audience" "The audience's file sets `budgets:` for its briefs and reports: `max_words`, `max_pages`. Shorten the text, put what this audience can do without into `::: {not-audience=\"…\"}`, or raise the budget."

    StaleTranslation "Q414" "an outdated translation" "The original changed after it was translated, so the two say different things. The hint shows what changed. Update the translation, then record that with `quipu translations --accept FILE`."
    TranslationDiffers "Q415" "a translation that differs from its original" "A translation binds the same numbers, cites the same works and refers to the same places as its original, each as often. Add what is missing, or delete what is surplus."
    LostLinks "Q421" "links that PDFs cannot have" "A PDF is read far from the site, so a link in it needs the whole address. Without `base_url` in `quipu.yaml` the program does not know that, and links to other pages and files of the publication are plain text in PDFs. Links within a text and to other sites are not affected."

    // Q5xx: themes and templates
    TemplateSyntax "Q501" "a template that cannot be read" "The Tera template has a syntax error at the place shown."
    TemplateError "Q502" "a template that cannot be rendered" "The Tera template uses a variable, filter or function that does not exist, is part of itself, or never ends. `docs/templates.md` lists what each template can use."
    TypstError "Q503" "a PDF that cannot be made" "Typst rejected the document. If the place is in a `.typ` file, the template is at fault; if it is in a Markdown file, the content is."
    TooWide "Q508" "text that does not fit in the PDF" "On the finished pages, a text runs out of its box or off the page, or overlaps another, even after words were hyphenated and tables were turned and split. Quipu does not make a PDF that hides what it says. Shorten the text; in a template, give it more room."
    MissingGlyph "Q509" "a character that no font has" "A PDF contains the shapes of all its characters, so a font must have each of them. Quipu uses the fonts of the theme, those in `fonts/`, its own, and then the Noto families installed on the machine, in the order that `docs/templates.md` lists. Install the fonts that the hint names, put a font that has the character into `fonts/`, or write something else."
    UnknownTheme "Q504" "an unknown theme" "Themes are the folders of `themes/`, and `default`, which is built in."
    BadWords "Q505" "interface words that cannot be read" "The file breaks the rules of Fluent at the place shown. Write `key = text`, one to a line."
    MissingWord "Q506" "a missing interface word" "The theme has no word for something that the pages need in this language. An English word on a page in another language would be no substitute. Add it to `words/<language>.ftl`."
    BadToken "Q507" "a token that cannot be used" "Tokens are the theme's colours, families and sizes. Colours are written `#rrggbb`."

    UnusedTemplate "Q510" "a template that nothing uses" "A file in `templates/` or `themes/` replaces the built-in file of the same name, so it must have one of those names, or be included by another template. A misspelt name would be silently ignored. `quipu templates` lists the names."
    NoEffect "Q511" "a definition without effect" "Each part is made by the function named after its file: `parts/cover.typ` defines `cover`. Anything else that a Typst file defines must be used within it, since nothing outside looks for it, and rules at its top apply only within that file. Move the definition to where it is used, or delete it."
    MissingText "Q512" "a template that omits the text" "The page or PDF of a text must contain the text. A page template prints `{{ document.body }}`; a function of `theme.typ` uses the `body` it is given, and for a report the `chapter.body` of each of `edition.chapters`."
    UnknownField "Q513" "a field that does not exist" "Templates can use the fields listed in `docs/templates.md`. Any other name would count as false in `{% if %}`, and as missing before `default`."
    BadStyle "Q514" "a style sheet or template that refers to something missing" "Style sheets and templates of the publication may use only tokens (`var(--q-colour-accent)`) that a `theme.yaml` defines, and files (`url(…)`, `src`) that a `static/` folder contains. They may contain no `style` attributes and no scripts but files, because the Content-Security-Policy of pages refuses those. An `img` needs an `alt` that says what it shows, or `alt=\"\"` if it only decorates."
    UnknownFont "Q515" "a missing font" "PDFs are set in the first family that a token lists, so that family must be in the `fonts/` of the theme or of the publication, or be built in."
    TemplateMarkup "Q516" "HTML that browsers would have to repair" "An element that a template of the publication opens must be closed, on each page that is made with it, and what it closes must be open. Browsers repair a page where that is not so, each mistake in its own way, and the page then looks different from what its template says. The place shown is that of the tag."
    TemplateLink "Q517" "a link of a template that leads nowhere" "An address that a template of the publication writes must be that of a page or a file of the output, for each page that is made with it. `{{ page.root }}` is the way to the root of the output, `{{ site.home_path }}` from there to the front page of the audience and the language, `{{ site.assets_path }}` to the files of `static/`."

    // Q6xx: the audit
    UnboundNumber "Q601" "a number that cannot be traced" "The prose has a number that is neither bound to a cell of a dataset (`{{ ofdi[peru, 2016] }}`) nor in a sentence that cites a work. Bind it, so that it stays up to date; cite its source in the sentence; or, if it is not a figure at all (a name such as \"1+3+6\"), waive it in `content/audit.yaml` with a reason. `docs/audit.md` explains what counts as a number."
    UncitedSource "Q602" "a source that nothing cites" "No edition of the publication cites the source, and no printed number is based on it. Cite it, delete it from `content/sources.yaml`, or waive it in `content/audit.yaml` (`- source: key`) with a reason."
    UnusedDataset "Q603" "a dataset that nothing uses" "No edition shows a number, table or chart from the dataset. Use it, delete it, or waive it in `content/audit.yaml` (`- dataset: name`) with a reason."
    UnusedWaiver "Q604" "a waiver that waives nothing" "The audit finds nothing to which this waiver in `content/audit.yaml` applies. If it stayed, it could hide a mistake later: delete it."
    LooseAudit "Q605" "a count of allowed findings that is too high" "`allowed:` in `content/audit.yaml` can only go down. Set it to the number of findings that are left."
    UnheldClaim "Q606" "a claim that nothing checks" "The words claim a direction, an order, a majority, a first or a last, but neither a statement (`[rose]{holds=\"…\"}`) nor a citation in the sentence supports them. When the data change, such words stay as they are. `claims:` in `content/audit.yaml` sets how many are allowed; without it they are counted but never fail the audit."
    RepeatedValue "Q607" "a computation that is written out repeatedly" "The texts of one language compute the same value in three or more places. Give it a name that says what it is in `content/values.yaml`, and use that name: then a change is made once."
    TypedResult "Q608" "a dataset that is said to be computed, but is typed" "The notes of the dataset say that its values are sums, shares or counts of others, but its rows are typed by hand, so they will not follow when the others change. Derive them: `derive: {from: …}` or `derive: {each: […]}`, with a `value:` for each column."
    PinnedYear "Q609" "a year that is typed and is the last of its data" "The text names the last year of the data, or a chart or table ends at it. When newer data come, it goes on with the old ones. Write `latest`: `2007..latest`, `{{ ofdi[Peru, latest] }}`, `{{ year(latest(ofdi)) }}`. If just that year is meant, leave it."
    LacksPart "Q610" "words that point to what the edition lacks" "The text points to a table, a chart, a list or another text (\"the table below\", \"the last brief\"), but the edition named has none: what the words point to is for other audiences, or was deleted. Keep the words where that part is (`[…]{audience=\"…\"}`), give this audience the part, or write a reference such as `@tbl-name`, which is checked and has a link."
}
