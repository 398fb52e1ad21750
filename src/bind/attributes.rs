//! Checking attributes: none is silently lost.

use icu::locale::Locale;

use super::{Binder, elsewhere};
use crate::base::diagnostic::{Code, Diagnostic, did_you_mean};
use crate::base::span::Span;
use crate::markup::Attributes;
use crate::publication::audience::Condition;
use crate::publication::settings::DIV_CLASSES;

/// The attributes that there are.
pub(super) const ATTRIBUTES: [&str; 19] = [
    "audience",
    "not-audience",
    "title",
    "alt",
    "width",
    "term",
    "holds",
    "differs",
    "lang",
    "dir",
    "when",
    "only",
    "layout-ncol",
    "header-rows",
    "header-cols",
    "aligns",
    "colspan",
    "rowspan",
    "comment",
];

/// What attributes belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Owner {
    /// A div that prints no title.
    Div,
    /// A callout, or a block of differing sources.
    TitledDiv,
    /// A table that is written as a list.
    ListTable,
    /// Text.
    Span,
    /// An image.
    Image,
    /// The caption of a table.
    Table,
    /// A formula.
    Formula,
}

impl Owner {
    fn name(self) -> &'static str {
        match self {
            Self::Div | Self::TitledDiv => "this div",
            Self::Span => "a span",
            Self::Image => "an image",
            Self::Table | Self::ListTable => "a table",
            Self::Formula => "a formula",
        }
    }

    fn allows(self, name: &str) -> bool {
        match name {
            "audience" | "not-audience" | "lang" | "dir" | "when" => {
                matches!(self, Self::Div | Self::TitledDiv | Self::ListTable | Self::Span)
            }
            "differs" => matches!(
                self,
                Self::Div | Self::TitledDiv | Self::ListTable | Self::Table | Self::Span
            ),
            "only" => matches!(
                self,
                Self::Div | Self::TitledDiv | Self::Image | Self::Table | Self::ListTable
            ),
            "title" => matches!(self, Self::TitledDiv | Self::Span),
            "layout-ncol" => self == Self::Div,
            "header-rows" | "header-cols" | "aligns" => self == Self::ListTable,
            "alt" => matches!(self, Self::Image | Self::Formula),
            "width" => self == Self::Image,
            "term" | "holds" | "comment" => self == Self::Span,
            _ => false,
        }
    }
}

impl Binder<'_, '_> {
    /// Checks named values and classes; returns whether this audience sees what has them.
    pub(super) fn check_attributes(&mut self, attributes: &Attributes, owner: Owner) -> bool {
        // What other programs give their classes means nothing without them.
        let is_foreign =
            attributes.classes.iter().any(|class| elsewhere::class(&class.value).is_some());
        for (name, value) in &attributes.values {
            if !owner.allows(&name.value) {
                if is_foreign && name.value != "audience" {
                    continue;
                }
                self.refuse(name.span, misplaced(&name.value, owner));
            } else if let Some(fault) = fault(&name.value, &value.value) {
                self.refuse(value.span, fault);
            }
        }
        match owner {
            Owner::Div | Owner::TitledDiv | Owner::ListTable | Owner::Span => {
                self.check_classes(attributes);
            }
            Owner::Image | Owner::Table | Owner::Formula => {
                for class in &attributes.classes {
                    let message = format!("{} cannot have a class", owner.name());
                    let hint = "put it between `::: {.class}` and `:::`, or delete the class";
                    self.refuse(class.span, (message, hint.to_owned()));
                }
            }
        }
        Condition::of_attributes(attributes).admits(&self.edition.site.audience.id)
            && self.collected.meets(attributes)
    }

    /// Reports an id on what nothing can refer to.
    pub(super) fn refuse_id(&mut self, attributes: &Attributes, owner: Owner) {
        let Some(id) = &attributes.id else { return };
        let (message, hint) = match owner {
            Owner::Image => (
                "an image within a line cannot have an id",
                "give the image a paragraph of its own, or delete the id",
            ),
            Owner::Formula => (
                "a formula within a line cannot have an id",
                "give the formula a paragraph of its own, or delete the id",
            ),
            _ => (
                "text within a line cannot have an id",
                "put the id on a heading, an image, a table or a div",
            ),
        };
        self.problems
            .push(Diagnostic::error(Code::BadAttributes, id.span, message).with_hint(hint));
    }

    fn check_classes(&mut self, attributes: &Attributes) {
        for class in &attributes.classes {
            let name = class.value.as_str();
            if DIV_CLASSES.contains(&name) || self.resources.theme.classes.contains(name) {
                continue;
            }
            let known = DIV_CLASSES.iter().copied();
            let known = known.chain(self.resources.theme.classes.iter().map(String::as_str));
            let blocks = &self.resources.publication.settings.blocks;
            let known = known.chain(blocks.iter().map(|block| block.name.value.as_str()));
            let hint = elsewhere::class(name).map(str::to_owned);
            let hint = hint.or_else(|| did_you_mean(name, known)).unwrap_or_else(|| {
                format!(
                    "declare a block in `quipu.yaml`, `blocks: {{{name}: {{}}}}`, or add `{name}` to `classes:` in the theme's `theme.yaml`"
                )
            });
            self.refuse(class.span, (format!("no class is named `{name}`"), hint));
        }
    }

    pub(super) fn refuse(&mut self, span: Span, (message, hint): (String, String)) {
        self.problems.push(Diagnostic::error(Code::UnknownDiv, span, message).with_hint(hint));
    }
}

/// Reads a width in per cent of the column, 1 to 100.
pub(super) fn percent(value: &str) -> Option<u8> {
    value.strip_suffix('%')?.parse().ok().filter(|percent| (1..=100).contains(percent))
}

/// Returns what is wrong with the value of an attribute, and what to write.
fn fault(name: &str, value: &str) -> Option<(String, String)> {
    const CURLY: [char; 5] = ['“', '”', '„', '‘', '’'];
    if value.starts_with(CURLY) && matches!(name, "lang" | "dir" | "width" | "layout-ncol") {
        let message = format!("the quotation marks around the value of `{name}` are curly");
        return Some((
            message,
            format!("write straight ones: `{name}=\"{}\"`", value.trim_matches(CURLY)),
        ));
    }
    let is_tag = || Locale::try_from_str(value).is_ok_and(|locale| !locale.id.is_unknown());
    let hint = match name {
        "lang" if !is_tag() => "write the tag of a language, such as `es` or `zh-Hans`",
        "dir" if !matches!(value, "ltr" | "rtl") => {
            "write `rtl` for text from right to left, `ltr` for text from left to right"
        }
        "layout-ncol" if !matches!(value, "1" | "2" | "3" | "4") => {
            "write how many to place side by side, from 1 to 4: `layout-ncol=2`"
        }
        "header-rows" if !matches!(value, "1" | "2" | "3") => {
            "write how many rows are heads, from 1 to 3: `header-rows=1`"
        }
        "header-cols" if !matches!(value, "0" | "1") => {
            "write `header-cols=1` if the first column names the rows"
        }
        "aligns" if !value.split(',').all(|side| matches!(side, "l" | "c" | "r")) => {
            "write a letter for each column, left, centre or right: `aligns=l,c,r`"
        }
        "comment" if value.trim().is_empty() => "write what there is to say, or delete it",
        "width" if percent(value).is_none() => {
            "write how much of the column it fills, such as `width=50%`"
        }
        _ => return None,
    };
    Some((format!("`{value}` is not a value of `{name}`"), hint.to_owned()))
}

/// Returns what is wrong with an attribute, and what to write.
fn misplaced(name: &str, owner: Owner) -> (String, String) {
    if matches!(name, "layout" | "ncol" | "layout-nrow") {
        let message = format!("no attribute is named `{name}`");
        let hint = "put pictures beside each other between `::: {layout-ncol=2}` and `:::`";
        return (message, hint.to_owned());
    }
    if !ATTRIBUTES.contains(&name) {
        let hint = elsewhere::attribute(name).map(str::to_owned);
        let hint = hint.or_else(|| did_you_mean(name, ATTRIBUTES)).unwrap_or_else(|| {
            let names = ATTRIBUTES.map(|name| format!("`{name}`"));
            format!("use one of {}", names.join(", "))
        });
        return (format!("no attribute is named `{name}`"), hint);
    }
    let (message, hint) = match name {
        "title" => (
            format!("{} cannot have a title", owner.name()),
            "`title` belongs to a callout, `details`, `video`, `sources-differ` or an abbreviation",
        ),
        "alt" => {
            ("`alt` belongs to an image".to_owned(), "write `![Caption](file.png){alt=\"…\"}`")
        }
        "holds" => (
            "`holds` belongs to words".to_owned(),
            "mark the words that depend on it: `[less than nothing]{holds=\"a[x, y] < 0\"}`",
        ),
        "comment" => (
            "`comment` belongs to words".to_owned(),
            "mark the words that it is about: `[grew]{comment=\"since when?\"}`",
        ),
        "width" => (
            "`width` belongs to an image".to_owned(),
            "write `![Caption](file.png){width=50% alt=\"…\"}`",
        ),
        "layout-ncol" => (
            "`layout-ncol` belongs to a div of pictures".to_owned(),
            "put the pictures between `::: {layout-ncol=2}` and `:::`",
        ),
        "header-rows" | "header-cols" | "aligns" => (
            format!("`{name}` belongs to a table that is written as a list"),
            "write it there: `::: {.list-table header-rows=1}`",
        ),
        "colspan" | "rowspan" => (
            format!("`{name}` belongs to a cell of a table that is written as a list"),
            "begin the cell with it: `- []{colspan=2} Text`",
        ),
        "term" => ("`term` belongs to a span".to_owned(), "mark the words: `[FDI]{term=fdi}`"),
        "when" => (
            "`when` belongs to a div or a span".to_owned(),
            "put this between `::: {when=\"…\"}` and `:::`",
        ),
        _ => (
            format!("`{name}` belongs to a div or a span"),
            "put this between `::: {audience=\"…\"}` and `:::`",
        ),
    };
    (message, hint.to_owned())
}
