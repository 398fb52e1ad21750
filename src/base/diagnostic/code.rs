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
    /// Whether it says that the data have no value, which a text may have words for.
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
    NoPublication "Q001" "no publication here" "Quipu looks for `quipu.yaml` in the folder that you name, or in the current one. An empty publication needs only

    title: {en: My publication}
    languages: [en]

in `quipu.yaml`, and a brief in `content/briefs/`."
    NotUtf8 "Q002" "a file is not UTF-8" "All text files of a publication are UTF-8. Files from older spreadsheet programs are often Windows-1252 or UTF-16: save them again as `CSV UTF-8`, or convert them with `iconv -f WINDOWS-1252 -t UTF-8`."
    LeadsOutside "Q003" "a path leads out of the publication" "A publication contains all that it is made of, so that it builds the same on every machine. Symbolic links and paths with `..` may not leave its folder. Copy the file into `content/`."
    TooLarge "Q004" "a file is too large" "Text files may have up to 1 GiB. Split the dataset, or publish the full file elsewhere and bind an extract."
    ForeignOutput "Q005" "the output folder holds files that are not ours" "Quipu replaces its output folder as a whole, so it refuses a folder that it did not make, or into which somebody put further files: they would be lost. Name another folder with `--out`, or move the files away. Files that belong to the site go to `content/static/`."
    UnexpectedFile "Q006" "a file that nothing reads" "Quipu knows what each folder of `content/` is for. A file elsewhere, or with another extension, would be ignored, which is rarely what its author wants. Move it to the folder that the hint names, or delete it."
    NoContent "Q007" "nothing to publish" "A publication needs a brief in `content/briefs/`, a report or a page. `quipu new brief NAME` makes one; it begins as a draft, which `quipu build --drafts` shows."

    UnusableName "Q009" "a file's name that no address can hold" "Names of files become addresses of pages. Control characters are cut there, and names that are no UTF-8 cannot be told apart: links to such a file would lead nowhere. Rename it."

    Unreadable "Q010" "a file that cannot be read" "The system refuses to open a file or a folder of the publication, or it vanished while the publication was read. Look at its owner and its permissions; build again if another program was writing it."

    // Q1xx: YAML
    YamlSyntax "Q101" "the YAML cannot be read" "The file breaks the rules of YAML at the place shown: often a missing space after a colon, a tab for indentation, an unclosed quote or bracket, or a text that begins with a character that YAML reserves (`@`, `` ` ``, `%`, `*`, `&`). Quote the text if in doubt."
    DuplicateKey "Q102" "a key stands twice" "A mapping may hold each key once; the second would hide the first. Delete one of them."
    UnknownKey "Q103" "an unknown key" "Each file kind has a fixed set of keys, so that a misspelt one cannot be ignored in silence. The hint names the closest key there is; `docs/writing.md` lists them all."
    MissingKey "Q104" "a required key is missing" "The mapping lacks a key that Quipu cannot do without. Add it at the place shown."
    WrongType "Q105" "a value of the wrong type" "The key takes another kind of value: a text, a number, a list, a mapping, `true` or `false`. Write lists as `[a, b]` and texts with special characters in quotes."
    BadDate "Q106" "not a date" "Dates are written `YYYY-MM-DD`, such as `2026-11-20`, and must exist in the calendar. Vintages may leave out the day or the month: `2018-03`, `2018`."
    TooComplex "Q107" "the YAML expands without bound" "Anchors and aliases that refer to each other can make a small file expand to gigabytes. Quipu stops such files early. Write the repeated part out, or use fewer aliases."
    BadValue "Q108" "a value that is not allowed" "The key takes one of a few values, or a value of a certain form; the hint lists them."
    BadLanguage "Q109" "not a usable language tag" "Languages are BCP 47 tags, such as `en`, `es-419`, `pt-BR`, `zh-Hans`. A tag must settle how numbers are written: bare `es` does not, since Colombia writes 1.234,5 and Mexico 1,234.5. Write `es-419`, `es-CO`, `es-MX`, …"
    MissingTranslation "Q110" "a text lacks a language" "A text that readers see must exist in each language of the publication. Add the language: `{en: …, es-419: …}`."
    BadIdentifier "Q111" "not an identifier" "A DOI, ISBN, ISSN, ORCID or ROR is copied from the registry that gave it, with or without the address in front. All but DOIs end in digits that are computed from the others, so a slip of the pen is found; the hint names the digits that would follow. Compare it with its source."

    // Q2xx: Markdown
    RawHtml "Q201" "raw HTML" "HTML tags reach the web page and cannot reach the PDF, so the two would differ. Use Markdown, an attribute (`[text]{.class}`) or a fenced div. A publication that makes no PDF of the text can allow it with `raw_html: true` in `quipu.yaml`. A less-than sign in prose is written `\\<`."
    UnclosedDiv "Q202" "a fenced div is not closed" "A div that is opened with `::: {…}` ends with a line of colons, `:::`. Outer divs need more colons than the ones inside them only for the eye; each opening needs one closing."
    StrayDivEnd "Q203" "a fenced div ends that did not begin" "A line of colons without braces closes a div, and no div is open here. Delete the line, or open a div with `::: {…}` above."
    UnknownDiv "Q204" "an unknown kind of div, span or attribute" "A div's class says what it is: `callout-note`, `sources-differ`, `claim`, `key-figure`, or a class that the theme declares under `classes:` in `theme.yaml`. Attributes are `audience`, `not-audience`, `title`, `alt`."
    MissingAlt "Q205" "an image or chart has no alternative text" "Those who do not see an image or chart hear its alternative text; the PDF standard requires it as well. Write what the image shows: `![Caption](port.jpg){alt=\"Cranes over the port of Chancay\"}`. A decorative image does not belong in a brief. The text of a chart, `alt:` in its block, says what can be seen in it, such as the trend and the exception; the hint drafts one from the data."
    BadAttributes "Q206" "attributes that cannot be read" "Attributes are written `{#id .class key=\"value\"}`, with spaces between them and straight quotes."
    LevelOneHeading "Q207" "a level-one heading in a brief" "The title of a brief stands in its front matter and is its level-one heading. Sections begin with `##`."
    SkippedLevel "Q208" "a heading skips a level" "A section of level four inside one of level two confuses readers of screen readers and is refused by PDF/UA. Use the next level down."
    NoFrontMatter "Q209" "a file without front matter" "A brief begins with a block of YAML between two lines of three dashes that holds at least `title`, `finding` and `date`."
    EmptyHeading "Q211" "a heading without text" "A heading names its section in the table of contents and in the PDF's bookmarks. Write its text, or delete it."
    StrayAttributes "Q213" "attributes where nothing reads them" "Attributes stand right behind a bracket, `[words]{audience=\"council\"}`, a heading or an image, in a line `::: {audience=\"council\"}`, or behind the caption of a table. Behind code, stress, a list's item, a paragraph or a listing, after a space or in a text of a YAML file they would mark nothing: the words before them would reach all readers, and the attributes would be printed. Put the words between brackets, or the block between `::: {…}` and `:::`. A brace that readers should see is written `\\{`; attributes are shown in a listing of the language `markdown`."
    UnclosedListing "Q214" "a listing is not closed" "A listing between lines of backticks or tildes ends with a line of as many as it began with. Without it, all that follows would be part of the listing and printed as it stands, divs for some readers included."
    TooDeep "Q212" "blocks or stress nested too deeply" "Lists, quotations, divs and notes may stand in each other, up to eight deep; stress and links up to sixteen. Readers lose their way before that, and no page is wide enough. Take the inner part out, or make it a section of its own."

    BeyondLimit "Q215" "more than a page or a print can hold" "Texts, tables, charts and pictures have limits, far beyond what readers can use; `docs/limits.md` lists them. Divide the text, print the rows that matter and let readers have the others as data, or make the picture smaller."

    Unapproved "Q216" "a text that is not approved as it is" "The text has `status: approved` and waits for its time, and nobody has signed it as it is now: an edit after an approval takes the approval away. It does not come out. Read it again, then sign it with `quipu approve FILE --by NAME`."

    BadCitation "Q221" "a citation that cannot be read" "A citation names works by their keys: `[@xu-2019, p. 138]`, several with semicolons between them, `[see @xu-2019; @zhu-2016]`. Behind a comma stands the place in the work. Anything else between the brackets would be printed as it is."
    ControlCharacter "Q222" "a control character" "Characters without a sign of their own, such as NUL or a vertical tab, come along when text is copied from other programs. No font has them, and pages may not hold them. Delete the character."
    MisplacedNumber "Q223" "a bound number where none can stand" "Bound numbers stand in text. In the address of a link or an image, or in HTML, their braces would reach the reader. Write the address out. Where the braces themselves are meant, write `\\{{`, or put them between backticks."
    ForeignSyntax "Q224" "a construct of another program" "Many programs add constructs of their own to Markdown: admonitions, tabs, roles, shortcodes, tags of Liquid, names of emoji, commands of LaTeX. Quipu reads CommonMark, GFM and what `docs/writing.md` lists; anything else would reach the reader as it is typed. The hint has Quipu's word for it, or says how the signs themselves are written. `quipu import` translates whole projects."
    EmptyLink "Q225" "a link without text" "Readers follow a link by its text, and those who listen hear nothing else of it. Write between the brackets where it leads: `[the report](report.md)`. An image in a link has its alternative text."
    HeadlessTable "Q226" "a table without a head" "The first line of a table says what its columns hold; without it, a cell means nothing to those who cannot see the whole, and on a telephone to nobody. Write a head for each column. What needs none is a list."
    BadFormula "Q227" "a formula that cannot be read" "Formulas are written in TeX, as LaTeX and amsmath have it: `$x^2$` in the line, `$$…$$` in a paragraph of its own, with `{#eq-name}` behind it for a number. Commands that only arrange pages, colours, labels and macros of other packages are not known. A dollar that is money stands as it is; where it would be taken for a formula, write `\\$`."
    LongRow "Q220" "a row with more cells than the head" "The head of a table says how many columns it has. Markdown leaves further cells of a row out without a word, and with them what they say. Add a column to the head and to the line of dashes below it, or write a bar that is text as `\\|`."

    // Q3xx: data
    UnknownDataset "Q301" "an unknown dataset" "The name before the bracket is the file name of a dataset in `content/data/`, without its extension."
    UnknownRow "Q302" "an unknown row" "The first name in the brackets is a value of the dataset's key column. Names with a comma or a bracket stand in double quotes."
    UnknownColumn "Q303" "an unknown column" "The second name in the brackets is a column of the dataset, as its `columns:` list it."
    UnknownFunction "Q304" "an unknown function or format" "The functions are `sum`, `mean`, `median`, `min`, `max`, `count`, `change`, `growth`, `difference`, `share`, `ratio`, `index`, `rank`, `ranked`, `top`, `names`, `range`, `convert`, `choose`; the formats `round N`, `tn`, `bn`, `mn`, `plain`, `short`, `words`, `spelled`, `ordinal`, `sign`, `abs`, `year`, and of names `form NAME`, `capital`, and for what is missing `otherwise \"words\"`."
    ExpressionSyntax "Q305" "an expression that cannot be read" "A bound number is written `{{ dataset[row, column] }}`, with functions and arithmetic around it and formats after bars: `{{ sum(ofdi[@alliance, 2016]) | bn }}`."
    UnitMisuse "Q306" "units that do not go together" "Only like can be added, subtracted or compared: US dollars with US dollars, a flow with a flow. Divide to get a ratio (`share`, `ratio`), or convert explicitly: `convert(amount, rates[2016, usd])` takes a cell whose column says what it converts (`measure: {from: {unit: CNY}, to: {unit: USD}}`) and whose dataset names its source."
    TypeMisuse "Q307" "a value that is no number, or too many of them" "Arithmetic takes single numbers; `sum`, `mean`, `min`, `max`, `count` and `change` take ranges. A text cell can be printed, not computed with."
    MissingCell "Q308" "a missing value is used" "The dataset has no value in that cell (`~`, or an empty field in CSV). A missing value is never read as zero. Choose another cell, say in words that the value is not known, or leave it out on purpose: `sum(ofdi[@alliance, 2016], ignore missing)`, and the output says how many values are left out."
    DivisionByZero "Q309" "a division by zero" "The divisor of a share, a ratio or a change is zero, so there is no result to print."
    BadCell "Q310" "a cell that does not fit its column" "The value in the row is not of the column's type: a number with a unit or a thousands separator, a year with a fraction, an entity that `entities.yaml` does not have. Numbers are written with a decimal point and nothing else."
    DuplicateRow "Q311" "two rows with one key" "A key names one row. Change the key of one of them, or choose another key column."
    UnknownEntity "Q312" "an unknown entity" "The name after `@`, a member or a value of an entity column is none of `content/entities.yaml`."
    Overflow "Q313" "a number is too large" "Numbers may have 28 significant digits. The expression leaves that range."

    BadFormat "Q340" "a format that does not fit the number" "Formats change how a number looks and never what it says. Millions of per cent, a sum of money as a year, an amount in words without its unit, or a rounding that turns a number into zero would say something else. Without `| round` a number has as many decimals as it needs not to look like zero."
    TwoEntities "Q341" "two entities with one name" "Selectors and cells may name an entity by its id or by any of its names, so each must lead to one entity. Write the longer name: `Georgia (country)`."
    MemberCycle "Q342" "an entity is a member of itself" "The members of a bloc are selected with `@`; one that is a member of its own members has no end. Delete one of the memberships."
    FalseStatement "Q343" "words that the data no longer say" "The words stand on a statement, `[less than nothing]{holds=\"sum(ofdi[@alliance, 2015]) < 0\"}` or `{text: …, holds: …}`, which the data make false. The report names the values that are compared and the cells that they come from. Change the words and the statement with them, or correct the data."
    UnknownValue "Q344" "an unknown value" "A name without brackets is a value of `content/values.yaml`, and there is none with this name. Cells are written with brackets: `ofdi[peru, 2016]`."
    ValueCircle "Q345" "a value is computed from itself" "The values of `content/values.yaml` may name one another, but no value may lead back to itself. Compute one of them from cells."
    NoProfile "Q346" "`@this` in a text that is one for all" "`@this` is the entity that a profile is of. A text has one profile for each entity that its front matter names by `for:`, such as `for: \"@alliance\"` or `for: [peru, chile]`; in all other texts nothing says which entity is meant."
    NotOfThis "Q347" "a dataset without the entity of a profile" "The text is written for several entities, and the dataset has no row for some of them, or no column. The report names them once. Hide what stands on the dataset where it has nothing, `::: {when=\"known(ofdi[@this, 2016])\"}`, or leave the entities out: `except: [cuba]`."
    SameTitles "Q348" "profiles of one title" "A text that is written for several entities has an edition for each, and readers tell them apart by their titles. Name the entity in the title: `title: \"{{ @this }} and China\"`."
    MixedProfiles "Q349" "a chapter of profiles in a report for all" "The brief has an edition for each of several entities, and the report that lists it is one for all, so nothing says which of them is its chapter. Give the report profiles as well, by `for:` in its front matter; its chapters are then those of the same entity."
    MissingForm "Q350" "a form of a name that there is not" "`{{ @this | form adjective }}` prints a form of an entity's name that `content/entities.yaml` gives in each language: `peru: {name: {en: Peru, es: Perú}, forms: {the: {en: Peru, es: el Perú}, adjective: {en: Peruvian, es: peruano}}}`. Forms have the names that you give them. Add the one that is missing, or choose another."
    ConstantCondition "Q351" "a condition that decides nothing" "A block with `{when=\"…\"}` is told in those profiles of which its condition holds. If it holds of none, nobody reads the block; if it holds of all, the condition says nothing. Change the condition, or delete it, or the block."
    RawFile "Q352" "a raw file that is not what was fetched" "The `source:` of a dataset says where its raw file was fetched, and its hash. The file beside the dataset is another, or is not there: somebody edited it, or replaced it without saying so. `quipu data update NAME` fetches it anew and shows what differs."
    Disclosed "Q353" "a confidential value that can be computed" "A cell is marked as confidential, and the dataset tells its total and all the other parts, so that anybody can subtract them. Statisticians mark a second part as well, or leave the total out. The sums are those of `checks:`, and of blocs that have a row with their members."
    FailedCheck "Q314" "a check of the data fails" "The dataset's own `checks:` say what must hold: parts that add up to a total, values between two bounds, values that stand once, columns without gaps. Correct the cell; if the source itself is at fault, record that: a sum may have a `tolerance:` with its `reason:`, which readers see."
    StaleData "Q315" "data past their review" "The dataset's `review_by:` has passed. Today is the day of `--today` or `SOURCE_DATE_EPOCH`, or else the newest day that a text of the publication is of, since no clock is read. Look for newer data and write the day of the next review. `--deny stale` makes it an error."
    LooseCheck "Q320" "a tolerance that nothing needs" "The check of a sum has a `tolerance:` with a reason, and nothing differs. Left behind, it could hide a mistake later: delete both."

    BadEntryId "Q316" "an id that cannot be part of an address" "The id of a register's entry becomes part of its page's address and of cross-references to it: letters of the English alphabet, digits and dashes, such as `rec-list-bonds`."
    NameTaken "Q317" "a register and a dataset of one name" "Bound numbers and tables read registers as datasets, so the names of `content/registers/` and `content/data/` must differ. Rename one of the files, or delete the one that the other replaces."
    BadChart "Q319" "a chart that cannot be drawn" "The data do not suit the form of the chart: a slope has two positions, a stacked area no negative values, all values of a chart one measure, a timeline dates. The message says which; choose another form, other rows or other columns."
    DuplicatePrefix "Q318" "two registers with one prefix" "The `prefix:` of a register begins the names of its entries in cross-references, such as `@rec-list-bonds`. Two registers with one prefix could not be told apart."

    // Q4xx: references, citations, links
    UnknownSource "Q401" "an unknown source" "The key after the `@` is none of `content/sources.yaml`."
    UnknownReference "Q402" "a cross-reference to nothing" "`@sec-…`, `@fig-…` and `@tbl-…` point to an id that the same edition has: `## Finance {#sec-finance}`, `id: tbl-partners` in a table block. An id in another brief can be linked with `[text](other.md#sec-finance)`."
    DuplicateId "Q403" "an id stands twice" "An id names one place of an edition. A report joins the briefs that it lists, so their ids must differ as well. Rename one."
    BrokenLink "Q404" "a broken link" "The link points to a file, or to a section of a file, that the publication does not have. Links between briefs name the Markdown file, relative to the file that holds the link: `[trade](../alliance/trade.md#sec-origin)`."
    MissingImage "Q405" "an image that is not there" "The path of an image is relative to the Markdown file that shows it, and the image lies below `content/`."
    UnknownFootnote "Q406" "a footnote without text" "`[^name]` calls a footnote that needs a definition in the same file, on a line of its own: `[^name]: Text.`"
    UnusedFootnote "Q407" "a footnote that nothing calls" "The text of the footnote is defined and never called, so no reader would see it. Call it with `[^name]` or delete it."
    BadSource "Q408" "a source that cannot be read" "`content/sources.yaml` is Hayagriva's format: a mapping from keys to entries, each with at least `type` and `title`."
    UnknownAudience "Q409" "an unknown audience" "Audiences are the files of `content/audiences/`, by their names without extension."
    UnknownBrief "Q410" "an unknown brief" "A report lists its briefs by id: the path below `content/briefs/` without `.md`, such as `china/money`."
    DraftChapter "Q418" "a report without one of its chapters" "The report is published and one of the briefs that it lists is a draft, so readers get the report without that chapter. Publish the brief, or take it out of the list until it is ready."
    BadAlias "Q419" "an old address that leads nowhere, or in a circle" "`aliases:` names the addresses that a text had: paths below the root of the site, such as `reports/old-name/`. Each becomes a page that sends its readers to the text, so no other page may stand there, no other text may claim it, and it is not the text's own address."
    HiddenReference "Q411" "a reference to what its reader does not get" "The block or text that the reference, link or evidence points to is meant for other audiences, so in this edition it would lead nowhere. Move the reference into a block for the same audiences. A register says the same to all, so its evidence is what all may read."
    UnknownRegister "Q416" "an unknown register" "Registers are the files of `content/registers/`, by their names without extension."
    UnknownEntry "Q417" "an unknown entry" "The name is none of the entries of the publication's registers. An entry is named by its id after the prefix of its register: `@rec-list-bonds` is the entry `list-bonds`, or `rec-list-bonds`, of the register with `prefix: rec`."
    UnknownTerm "Q450" "an unknown term" "A span with the attribute `term` marks a term of the glossary, by its id in `content/glossary.yaml`: `[FDI]{term=fdi}`. It holds plain text, since its first use may be written out."
    UnclearRestriction "Q453" "a restriction that is not clear" "`audience`, `not-audience`, `draft`, `publish` and an audience's `reports`, `chapters` and `sections` keep something from readers. With nothing behind them, with names that contradict each other, or with other words in one language's file than in another's, they could be read as \"for all\" as well as \"for few\"; Quipu does not guess. Write the value, or delete the key."
    LanguagesDisagree "Q454" "languages of a text that disagree" "The file in the first language says what a text is made of: its day, its chapters, its divs, what its charts and tables draw. A translation gives the words and takes the rest from there; what it repeats must be the same. Delete it in the translation, or change it in the original. What only some languages have says so: `only: en` in a chart, a table or the front matter, `only=\"en\"` on a div or an image."
    Leak "Q451" "what an audience does not get stands in its files" "Before files are written, Quipu looks in each of them for texts that their audience does not get: divs and spans for others, briefs for others, drafts, comments. These are taken away first, so what is found was written by a template, or by a file of `content/static/` or `templates/`. Take it out there. What is also said openly is no finding; `docs/audiences.md` says what is found and what cannot be."
    Interference "Q459" "an edition that changes with what its audience may not have" "`quipu check --confidential` replaces all that an audience may not have by other words, takes it away, and renders the publication anew. A file of that audience's edition that differs then tells something of it, if only that it is there. Compare the file of two builds, one with the restricted texts and one without; please report the case, since Quipu is built so that there is none."
    NumbersDisagree "Q452" "editions disagree on a number" "Editions of one text may select and shorten, but where two of them say the same sentence, they give the same numbers. A sentence with `[{{ a }}]{audience=\"x\"}[{{ b }}]{audience=\"y\"}` tells two groups of readers two things. Give both the same number, or say why it differs: `[…]{differs=\"counted by fiscal year\"}`, or `differs` on a div."
    DuplicateAddress "Q412" "two files for one address" "Two files of the publication make the same file of the site, or one of them makes a file that Quipu makes itself: the front page, `/sources/`, a page in `/topics/`, `404.html`, the style sheet. Files of `content/static/` are copied to the root of the site and replace nothing. `about.html` and `about/index.html` are one address, since web servers answer `/about` with either. Rename one of the two; to change a page that Quipu makes, override its template (`quipu templates doc`)."

    BadPicture "Q430" "a picture that cannot be shown" "The file that an image names is there, and is no picture, is cut off, or is of another format than its name says. Pictures are PNG, JPEG, GIF, WebP or SVG. Export it again, or rename it."

    OverBudget "Q413" "an edition is longer than its audience allows" "The audience's file sets `budgets:` for its briefs and reports: `max_words`, `max_pages`. Shorten the text, put what this audience can do without into `::: {not-audience=\"…\"}`, or raise the budget."

    StaleTranslation "Q414" "a translation is out of date" "The original changed after it was translated, so the two say different things. The hint shows what changed. Bring the translation up to date, then record it with `quipu translations --accept FILE`."
    TranslationDiffers "Q415" "a translation differs from its original" "A translation binds the same numbers, cites the same works and refers to the same places as its original, as often. Add what is missing, or delete what is too much."

    // Q5xx: themes and templates
    TemplateSyntax "Q501" "a template that cannot be read" "The Tera template breaks Tera's rules at the place shown."
    TemplateError "Q502" "a template that cannot be rendered" "The Tera template uses a variable, filter or function that does not exist here. `docs/templates.md` lists what each template gets."
    TypstError "Q503" "the PDF cannot be made" "Typst refused the document. If the place is in a `.typ` file, the template is at fault; if it is in a Markdown file, the content is."
    TooWide "Q508" "text that does not fit in the PDF" "On the pages as they are laid out, a text leaves its box or the page, or lies over another, though its words were broken and its table was turned and split. No PDF is made that hides what it says. Shorten the text; in a template, give it more room."
    MissingGlyph "Q509" "a character that no font has" "A PDF holds the shapes of all its characters, so a font must have each. Quipu takes the fonts of the theme, those of `fonts/`, its own, and then the Noto families of the machine, in the order that `docs/templates.md` lists. Install the fonts that the hint names, put one that has the character into `fonts/`, or write something else."
    UnknownTheme "Q504" "an unknown theme" "Themes are the folders of `themes/`, and `default`, which is part of the program."
    BadWords "Q505" "interface words that cannot be read" "The file breaks the rules of Fluent at the place shown: `key = text`, one a line."
    MissingWord "Q506" "an interface word is missing" "The theme's words for this language lack a message that the pages need. An English word in another language's page is no substitute. Add it to `words/<language>.ftl`."
    BadToken "Q507" "a token that cannot be used" "Tokens are the theme's colours, families and sizes. Colours are written `#rrggbb`."

    UnusedTemplate "Q510" "a template that nothing uses" "A file of `templates/` or `themes/` replaces the built-in file of the same name, so its name must be one of those, or another template must include it. A misspelt name would be ignored. `quipu templates` lists the names."
    NoEffect "Q511" "a definition that has no effect" "A part is made by the function of its file: `parts/cover.typ` defines `cover`. What else a Typst file defines must be used in it, since nothing else looks there, and rules at its top hold in that file alone. Put the definition where it is used, or delete it."
    MissingText "Q512" "a template that leaves out the text" "The page or the PDF of a text must hold the text. A template of pages prints `{{ document.body }}`, a function of `theme.typ` the `body` that it is given, and a report `chapter.body` for each of `edition.chapters`."
    UnknownField "Q513" "a field that templates do not get" "Templates get the fields that `docs/templates.md` lists. A name that is none of them would count as false in `{% if %}`, and as missing before `default`."
    BadStyle "Q514" "a style sheet or template that leads nowhere" "Style sheets and templates of the publication name tokens (`var(--q-colour-accent)`) that a `theme.yaml` has, and files (`url(…)`, `src`) that a `static/` folder has. An `img` says in `alt` what it shows, or `alt=\"\"` if it only decorates."
    UnknownFont "Q515" "a font that there is not" "A PDF is set in the first family that a token lists, so that family must be in `fonts/` of the theme, of the publication or of the program."

    // Q6xx: the audit
    UnboundNumber "Q601" "a number that nobody can trace" "The prose has a number that is neither bound to a cell of a dataset (`{{ ofdi[peru, 2016] }}`) nor in a sentence that cites a work. Bind it, so that it cannot go stale; cite its source in the sentence; or, if it is no figure at all (a name such as \"1+3+6\"), waive it in `content/audit.yaml` with a reason. `docs/audit.md` says what counts as a number."
    UncitedSource "Q602" "a source that nothing cites" "No edition of the publication cites the source, and no number that it prints rests on it. Cite it, delete it from `content/sources.yaml`, or waive it in `content/audit.yaml` (`- source: key`) with a reason."
    UnusedDataset "Q603" "a dataset that nothing uses" "No edition prints a number, a table or a chart from the dataset. Use it, delete it, or waive it in `content/audit.yaml` (`- dataset: name`) with a reason."
    UnusedWaiver "Q604" "a waiver that waives nothing" "The audit finds nothing that the waiver in `content/audit.yaml` would waive. Left behind, it could hide a mistake later: delete it."
    LooseAudit "Q605" "more findings are allowed than there are" "`allowed:` in `content/audit.yaml` is a count that can only go down. Write the number of findings that are left."
    UnheldClaim "Q606" "a claim that nothing checks" "The words claim a direction, an order, a majority, a first or a last, and neither a statement (`[rose]{holds=\"…\"}`) nor a citation in the sentence bears them out. When the data change, such words stay. `claims:` in `content/audit.yaml` says how many are allowed; without it they are counted and do not fail."
    RepeatedValue "Q607" "a computation that is written out again and again" "The texts of one language compute the same value in at least three places. Give it a name in `content/values.yaml`, with what it says, and write that name: a change is then made once."
    TypedResult "Q608" "a dataset that says it is computed, and is typed" "The notes of the dataset say that its values are sums, shares or counts of others, and its rows are typed, so they stay when the others change. Derive them: `derive: {from: …}` or `derive: {each: […]}`, with a `value:` for each column."
}
