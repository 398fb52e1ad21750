//! The interface words that the program asks for, in one table.

/// The type of a value that a message is given.
macro_rules! value {
    (Text $a:lifetime) => { &$a str };
    (Count $a:lifetime) => { usize };
    (Form $a:lifetime) => { &$a str };
}

/// Declares [`Word`] from one list: variant, the values that its message is given, the message's id.
macro_rules! words {
    ($($variant:ident $({ $($name:ident: $kind:ident),+ })? $id:literal;)*) => {
        /// An interface word, with the values that its message is given.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Word<'a> {
            $(
                #[doc = concat!("The message `", $id, "`.")]
                $variant $({ $(
                    #[doc = concat!("The value `$", stringify!($name), "`.")]
                    $name: value!($kind 'a),
                )+ })?,
            )*
        }

        impl<'a> Word<'a> {
            /// All words, in the order of the table.
            pub(super) const ALL: &'static [Declaration] = &[$(Declaration {
                id: $id,
                values: &[$($((stringify!($name), Kind::$kind)),+)?],
            }),*];

            /// Returns the ids of all messages, in the order of the table.
            pub fn ids() -> impl Iterator<Item = &'static str> {
                Self::ALL.iter().map(|word| word.id)
            }

            /// Returns the id of the message.
            pub fn id(self) -> &'static str {
                match self { $(Self::$variant $({ $($name: _),+ })? => $id),* }
            }

            /// Returns the values that the message is given, with their names.
            pub(super) fn values(self) -> Vec<(&'static str, Argument<'a>)> {
                match self { $(
                    Self::$variant $({ $($name),+ })? => vec![
                        $($((stringify!($name), Argument::$kind($name))),+)?
                    ],
                )* }
            }
        }
    };
}

/// A message that the program asks for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Declaration {
    /// Its id.
    pub id: &'static str,
    /// The names and kinds of the values that it is given.
    pub values: &'static [(&'static str, Kind)],
}

/// The kinds of value that a message can be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A text, which the message must print.
    Text,
    /// A count, which may choose a plural and which a plural may say in words.
    Count,
    /// The plural category of a number that is given as a text, which may choose a plural.
    Form,
}

/// A value that a message is given.
#[derive(Debug, Clone, Copy)]
pub enum Argument<'a> {
    /// A text.
    Text(&'a str),
    /// A count, which may choose a plural.
    Count(usize),
    /// The plural category of a number, by its name in CLDR.
    Form(&'a str),
}

words! {
    // Every page
    LanguageName "language-name";
    SkipLink "skip-link";
    MainNavigation "main-navigation";
    Reports "reports";
    Briefs "briefs";
    Report "report";
    Brief "brief";
    Sources "sources";
    Topics "topics";
    Languages "languages";
    Licence "licence";
    PublishedBy "published-by";
    Draft "draft";
    Feed "feed";
    Home "home";
    Breadcrumbs "breadcrumbs";

    // Licence lines
    LicenceTerms "licence-terms";

    // The head of a document
    Finding "finding";
    KeyMessages "key-messages";
    Authors "authors";
    PublishedOn "published-on";
    UpdatedOn "updated-on";
    AboutText "about-text";
    ListOfFigures "list-of-figures";
    ListOfTables "list-of-tables";
    Version "version";
    Acknowledgements "acknowledgements";
    Funding "funding";
    Disclaimer "disclaimer";
    WhatIsNew "what-is-new";
    Edition "edition";
    EditionFor "edition-for";
    EditionOf { audience: Text } "edition-of";
    NotTranslated { language: Text } "not-translated";
    Language "language";
    Download "download";
    TopicsOfDocument "topics-of-document";
    ReadingTime { minutes: Count } "reading-time";
    WordCount { words: Count } "word-count";
    PageCount { pages: Count } "page-count";
    FileSize { pages: Text, size: Text } "file-size";

    // The text of a document
    Contents "contents";
    ContentsOfReport "contents-of-report";
    Table "table";
    Page "page";
    Note "note";
    Drawing "drawing";
    ChartTable "chart-table";
    Code "code";
    BackToText "back-to-text";
    FigureNote "figure-note";
    FigureSource "figure-source";
    FigureData "figure-data";
    TaskDone "task-done";
    TaskOpen "task-open";
    SourcesDiffer "sources-differ";
    CalloutNote "callout-note";
    CalloutTip "callout-tip";
    CalloutImportant "callout-important";
    CalloutWarning "callout-warning";
    CalloutCaution "callout-caution";
    LabelFigure { number: Text } "label-figure";
    LabelTable { number: Text } "label-table";
    ReferenceFigure { number: Text } "reference-figure";
    ReferenceTable { number: Text } "reference-table";
    ReferenceEquation { number: Text } "reference-equation";
    ReferenceSection { number: Text } "reference-section";
    ReferenceChapter { number: Text } "reference-chapter";
    ReferenceAppendix { number: Text } "reference-appendix";
    ReferenceFigures { numbers: Text } "reference-figures";
    ReferenceTables { numbers: Text } "reference-tables";
    ReferenceEquations { numbers: Text } "reference-equations";
    ReferenceSections { numbers: Text } "reference-sections";
    ReferenceChapters { numbers: Text } "reference-chapters";
    ReferenceAppendices { numbers: Text } "reference-appendices";
    ReferencePage { number: Text } "reference-page";
    ReferenceNote { number: Text } "reference-note";

    // What numbers are based on
    NumberSource "number-source";
    NumberExpression "number-expression";
    NumberCells "number-cells";
    NumberUnit "number-unit";
    DatasetSource "dataset-source";
    DatasetAsOf "dataset-as-of";
    DatasetLicence "dataset-licence";
    DatasetNotes "dataset-notes";
    DatasetNumbers "dataset-numbers";
    NumberRemarks "number-remarks";
    NumberInferred "number-inferred";
    NumberClosed "number-closed";
    NumberLeftOut { count: Count } "number-left-out";
    StatusValue { value: Text, status: Text } "status-value";
    ColumnStatus { column: Text } "column-status";
    StatusInferred "status-inferred";
    StatusConfidential "status-confidential";
    StatusProvisional "status-provisional";
    StatusRevised "status-revised";
    StatusEstimated "status-estimated";
    StatusImputed "status-imputed";
    StatusForecast "status-forecast";
    StatusNotApplicable "status-not-applicable";
    StatusBreak "status-break";
    StatusLowReliability "status-low-reliability";
    StatusDefinitionDiffers "status-definition-differs";
    DatasetReviewBy "dataset-review-by";
    DatasetInferred "dataset-inferred";
    DatasetTransformations "dataset-transformations";
    DatasetCaveats "dataset-caveats";
    DatasetDiscrepancies "dataset-discrepancies";
    DatasetDiscrepancy { reason: Text, cells: Text } "dataset-discrepancy";
    DataNotes "data-notes";
    SourcesOfFigures "sources-of-figures";
    SourcesOfFiguresText "sources-of-figures-text";
    NumbersFile "numbers-file";

    // Open data
    Data "data";
    Datasets "datasets";
    DataIntroduction "data-introduction";
    DatasetId "dataset-id";
    DatasetRows "dataset-rows";
    DatasetColumns "dataset-columns";
    DatasetUsedIn "dataset-used-in";
    ColumnName "column-name";
    ColumnTitle "column-title";
    ColumnType "column-type";
    ColumnTypeText "column-type-text";
    ColumnTypeNumber "column-type-number";
    ColumnTypeYear "column-type-year";
    ColumnTypeDate "column-type-date";
    ColumnTypeBoolean "column-type-boolean";
    ColumnTypeEntity "column-type-entity";
    ColumnTypeSource "column-type-source";
    RowCount { rows: Count } "row-count";
    ColumnCount { columns: Count } "column-count";
    RowsCut { shown: Count, rows: Count } "rows-cut";

    // Workbooks of the data
    WorkbookCover "workbook-cover";
    WorkbookSheet "workbook-sheet";
    WorkbookMark "workbook-mark";
    WorkbookMeaning "workbook-meaning";
    WorkbookOneTable "workbook-one-table";
    MarkNotAvailable "mark-not-available";

    // Documents for reviewers
    ReviewTitle "review-title";
    ReviewVersion { version: Text, date: Text } "review-version";
    ReviewNumbers "review-numbers";
    ReviewHow "review-how";

    // The end of a document
    TermWithAbbreviation { term: Text, abbreviation: Text } "term-with-abbreviation";
    Glossary "glossary";
    Bibliography "bibliography";
    HowToCite "how-to-cite";
    PartOfReport "part-of-report";
    PreviousBrief "previous-brief";
    NextBrief "next-brief";
    ReadAsBrief "read-as-brief";
    Address "address";
    Summary "summary";
    Imprint "imprint";
    Accessibility "accessibility";
    EpubAccessibility "epub-accessibility";

    // Lists
    CitedIn "cited-in";
    SourcesIntroduction "sources-introduction";
    TopicKind "topic-kind";

    // Countries, organisations, authors
    Entities "entities";
    EntityKind "entity-kind";
    EntityTexts "entity-texts";
    EntityFigures "entity-figures";
    MemberOf "member-of";
    Members "members";
    Author "author";
    RelatedTexts "related-texts";
    PlacesLikeThis "places-like-this";

    // The accessibility statement
    AccessibilityStatement "accessibility-statement";
    AccessibilityFinding "accessibility-finding";
    AccessibilityConformance "accessibility-conformance";
    AccessibilityPages "accessibility-pages";
    AccessibilityPdfs "accessibility-pdfs";
    AccessibilityBooks "accessibility-books";
    AccessibilityMeasures "accessibility-measures";
    AccessibilityKeyboard "accessibility-keyboard";
    AccessibilityPictures "accessibility-pictures";
    AccessibilityStructure "accessibility-structure";
    AccessibilityView "accessibility-view";
    AccessibilityTests "accessibility-tests";
    AccessibilityRefused "accessibility-refused";
    AccessibilityTested "accessibility-tested";
    AccessibilityLimits "accessibility-limits";
    AccessibilityContact "accessibility-contact";
    AccessibilityWrite "accessibility-write";

    // The search
    Search "search";
    SearchLabel "search-label";
    SearchKind "search-kind";
    SearchYear "search-year";
    SearchAll "search-all";
    SearchResults "search-results";
    SearchPages "search-pages";
    SearchWithoutScript "search-without-script";

    // The page for an address that does not exist
    NotFoundTitle "not-found-title";
    NotFoundText "not-found-text";
    NotFoundHome "not-found-home";

    // Numbers that are bound to data
    NumberPercent { number: Text } "number-percent";
    NumberPercentagePoints { number: Text, form: Form } "number-percentage-points";
    NumberPercentagePointsShort { number: Text } "number-percentage-points-short";
    NumberOrdinal { number: Text } "number-ordinal";
    NumberRange { from: Text, to: Text } "number-range";
    NumberRangeSigned { from: Text, to: Text } "number-range-signed";
    NumberSpelledBelow "number-spelled-below";
    UnbrokenBeforeNumbers "unbroken-before-numbers";
    NumberMoney { currency: Text, number: Text } "number-money";
    NumberThousand { number: Text, form: Form } "number-thousand";
    NumberMillion { number: Text, form: Form } "number-million";
    NumberBillion { number: Text, form: Form } "number-billion";
    NumberTrillion { number: Text, form: Form } "number-trillion";
    ShortMillion { number: Text } "short-million";
    ShortBillion { number: Text } "short-billion";
    ShortTrillion { number: Text } "short-trillion";
    UnitPercent "unit-percent";
    UnitPercentagePoints "unit-percentage-points";
    UnitThousand { unit: Text } "unit-thousand";
    UnitMillion { unit: Text } "unit-million";
    UnitBillion { unit: Text } "unit-billion";
    UnitTrillion { unit: Text } "unit-trillion";
    UnitPer { unit: Text, per: Text } "unit-per";
    MissingValue "missing-value";
    NoData "no-data";
    MapShapes { source: Text } "map-shapes";
    Yes "yes";
    No "no";

    // Registers
    Registers "registers";
    RegistersIntroduction "registers-introduction";
    ReferenceEntry { noun: Text, number: Text } "reference-entry";
    EntrySources "entry-sources";
    EntryNotStated "entry-not-stated";
    MentionedIn "mentioned-in";
    PreviousEntry "previous-entry";
    NextEntry "next-entry";
    AllEntries "all-entries";
    Profiles "profiles";
    PreviousProfile "previous-profile";
    NextProfile "next-profile";
    AllProfiles "all-profiles";
    CompareChosen "compare-chosen";
    Video "video";
    Transcript "transcript";
    ChooseRow { name: Text } "choose-row";
    EntryCount { entries: Count } "entry-count";

    // Tables and figures that readers work with
    TableFilter "table-filter";
    TableAll "table-all";
    TableSort "table-sort";
    TableAsPublished "table-as-published";
    TableColumns "table-columns";
    TableShown "table-shown";
    TableReset "table-reset";
    FigureShare "figure-share";
    FigureLink "figure-link";
    FigureEmbed "figure-embed";
    Copy "copy";
    Copied "copied";
    ParagraphAddress "paragraph-address";
    NumberAddress "number-address";
    FigurePage "figure-page";
    FigureFrom "figure-from";
    ReleaseNotice { name: Text, date: Text } "release-notice";
    ReleaseSuperseded "release-superseded";
    ReleaseCurrent "release-current";
    ReleaseHome "release-home";
    Releases "releases";
    ReleasesIntroduction "releases-introduction";
    ReleasesComing "releases-coming";
    ReleaseCalendar "release-calendar";
    ReleasesPast "releases-past";
    ReleaseWithheld "release-withheld";
    BeforeRelease { moment: Text } "before-release";
    Corrections "corrections";
    CorrectionsIntroduction "corrections-introduction";
    CorrectionsLatest "corrections-latest";
    CorrectionUpdate "correction-update";
    CorrectionCorrection "correction-correction";
    CorrectionRetraction "correction-retraction";
}
