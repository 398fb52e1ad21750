//! Styles without the parts that the publication's own works never need.
//!
//! A style asks of a work what kind it is and what is known of it, some hundred times for one
//! reference, and asks again at each level of its groups. Of the publication's works the answers are
//! known beforehand, so conditions are decided once, and what prints nothing is taken out. What is left
//! formats the same references in a fraction of the time.

use std::collections::BTreeMap;

use hayagriva::citationberg::taxonomy::{
    DateVariable, Kind, NameVariable, NumberOrPageVariable, NumberVariable, StandardVariable,
    Variable,
};
use hayagriva::citationberg::{
    Choose, ChooseBranch, ChooseMatch, ElseBranch, IndependentStyle,
    LayoutRenderingElement as Element, NamesChild, TextTarget,
};
use hayagriva::{Entry, types::EntryType};

/// The properties of a work that decide how a style formats it.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a question of styles, and independent of the others"
)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Shape {
    is_report: bool,
    has_title: bool,
    has_authors: bool,
    has_date: bool,
    has_publisher: bool,
    has_address: bool,
    has_doi: bool,
}

impl Shape {
    /// Examines a work that `super::style::entry` made.
    pub(super) fn of(entry: &Entry) -> Self {
        Self {
            is_report: *entry.entry_type() == EntryType::Report,
            has_title: entry.title().is_some_and(|title| !title.to_string().trim().is_empty()),
            has_authors: entry.authors().is_some_and(|authors| !authors.is_empty()),
            has_date: entry.date().is_some(),
            has_publisher: entry.publisher().is_some(),
            has_address: entry.url().is_some(),
            has_doi: entry.doi().is_some(),
        }
    }

    fn is(self, kind: Kind) -> bool {
        kind == if self.is_report { Kind::Report } else { Kind::Webpage }
    }

    /// Whether a variable has a value; none if that depends on the style's state.
    fn has(self, variable: Variable) -> Option<bool> {
        match variable {
            Variable::Standard(variable) => match variable {
                StandardVariable::Title => Some(self.has_title),
                StandardVariable::Publisher => Some(self.has_publisher),
                StandardVariable::URL => Some(self.has_address),
                StandardVariable::DOI => Some(self.has_doi),
                StandardVariable::TitleShort
                | StandardVariable::CitationKey
                | StandardVariable::CitationLabel
                | StandardVariable::YearSuffix => None,
                _ => Some(false),
            },
            Variable::Number(variable) => match variable {
                NumberVariable::CitationNumber
                | NumberVariable::FirstReferenceNoteNumber
                | NumberVariable::Locator => None,
                _ => Some(false),
            },
            Variable::Date(variable) => Some(variable == DateVariable::Issued && self.has_date),
            Variable::Name(variable) => Some(variable == NameVariable::Author && self.has_authors),
            Variable::Page(_) => Some(false),
        }
    }

    fn lacks(self, variable: impl Into<Variable>) -> bool {
        self.has(variable.into()) == Some(false)
    }
}

/// Removes from a style what no bibliography entry of a work of this shape needs.
pub(super) fn narrow(mut style: IndependentStyle, shape: Shape) -> IndependentStyle {
    // Only the bibliography is printed.
    style.citation.layout.elements.clear();
    style.citation.sort = None;
    for part in &mut style.macros {
        decide(&mut part.children, shape);
    }
    let macros = style.macros.iter().map(|part| (part.name.clone(), part.children.clone()));
    let mut silence = Silence { shape, macros: macros.collect(), silent: BTreeMap::new() };
    for part in &mut style.macros {
        silence.take_out(&mut part.children);
    }
    if let Some(bibliography) = &mut style.bibliography {
        bibliography.sort = None;
        decide(&mut bibliography.layout.elements, shape);
        silence.take_out(&mut bibliography.layout.elements);
    }
    style
}

/// Resolves the conditions in `elements`.
fn decide(elements: &mut [Element], shape: Shape) {
    for element in elements {
        match element {
            Element::Choose(choice) => decide_choice(choice, shape),
            Element::Group(group) => decide(&mut group.children, shape),
            Element::Names(names) => {
                let is_known = names.variable.iter().any(|name| !shape.lacks(*name));
                if is_known {
                    names.children.retain(|child| !matches!(child, NamesChild::Substitute(_)));
                }
                for child in &mut names.children {
                    if let NamesChild::Substitute(substitute) = child {
                        decide(&mut substitute.children, shape);
                    }
                }
            }
            Element::Text(_) | Element::Date(_) | Element::Number(_) | Element::Label(_) => {}
        }
    }
}

fn decide_choice(choice: &mut Choose, shape: Shape) {
    let first = std::mem::replace(&mut choice.if_, never());
    let mut left = Vec::new();
    for branch in std::iter::once(first).chain(choice.else_if.drain(..)) {
        match outcome(&branch, shape) {
            Some(true) => {
                choice.otherwise = Some(ElseBranch { children: branch.children });
                break;
            }
            Some(false) => {}
            None => left.push(branch),
        }
    }
    for branch in &mut left {
        decide(&mut branch.children, shape);
    }
    if let Some(otherwise) = &mut choice.otherwise {
        decide(&mut otherwise.children, shape);
    }
    let mut left = left.into_iter();
    choice.if_ = left.next().unwrap_or_else(never);
    choice.else_if = left.collect();
}

/// Returns a condition that is never true.
fn never() -> ChooseBranch {
    ChooseBranch {
        disambiguate: None,
        is_numeric: None,
        is_uncertain_date: None,
        locator: None,
        position: None,
        type_: None,
        variable: None,
        match_: ChooseMatch::Any,
        children: Vec::new(),
    }
}

/// Returns whether a branch is taken; none if that is unknown.
fn outcome(branch: &ChooseBranch, shape: Shape) -> Option<bool> {
    let kinds = branch.type_.iter().flatten().map(|kind| Some(shape.is(*kind)));
    let variables = branch.variable.iter().flatten().map(|variable| shape.has(*variable));
    let known: Vec<_> = kinds.chain(variables).collect();
    // In a bibliography, positions are irrelevant.
    let is_open = branch.disambiguate.is_some()
        || branch.is_numeric.is_some()
        || branch.is_uncertain_date.is_some()
        || branch.locator.is_some()
        || known.contains(&None);
    let (has_true, has_false) = (known.contains(&Some(true)), known.contains(&Some(false)));
    match branch.match_ {
        ChooseMatch::All if has_false => Some(false),
        ChooseMatch::Any if has_true => Some(true),
        ChooseMatch::None if has_true => Some(false),
        _ if is_open => None,
        ChooseMatch::All | ChooseMatch::None => Some(true),
        ChooseMatch::Any => Some(false),
    }
}

/// Finds elements that print nothing.
struct Silence {
    shape: Shape,
    macros: BTreeMap<String, Vec<Element>>,
    /// Whether macros print nothing, for those that were asked about.
    silent: BTreeMap<String, bool>,
}

impl Silence {
    /// Takes out what prints nothing; of several such elements the smallest part of one stays, since a
    /// group whose variables are all empty prints nothing of its own either.
    fn take_out(&mut self, elements: &mut Vec<Element>) {
        let mut left = Vec::with_capacity(elements.len());
        let mut mark = None;
        for mut element in elements.drain(..) {
            if self.is_silent(&element) {
                mark = mark.or_else(|| self.empty_variable(&element));
                continue;
            }
            match &mut element {
                Element::Group(group) => self.take_out(&mut group.children),
                Element::Choose(choice) => {
                    self.take_out(&mut choice.if_.children);
                    choice
                        .else_if
                        .iter_mut()
                        .for_each(|branch| self.take_out(&mut branch.children));
                    if let Some(otherwise) = &mut choice.otherwise {
                        self.take_out(&mut otherwise.children);
                    }
                }
                Element::Text(_)
                | Element::Date(_)
                | Element::Number(_)
                | Element::Names(_)
                | Element::Label(_) => {}
            }
            left.push(element);
        }
        left.extend(mark);
        *elements = left;
    }

    /// Whether an element names variables, all of which are empty.
    fn is_silent(&mut self, element: &Element) -> bool {
        let shape = self.shape;
        match element {
            Element::Text(text) => match &text.target {
                TextTarget::Variable { var, .. } => shape.lacks(*var),
                TextTarget::Macro { name } => self.is_silent_macro(name),
                TextTarget::Term { .. } | TextTarget::Value { .. } => false,
            },
            Element::Date(date) => date.variable.is_some_and(|variable| shape.lacks(variable)),
            Element::Number(number) => shape.lacks(variable(number.variable)),
            Element::Names(names) => {
                names.variable.iter().all(|name| shape.lacks(*name))
                    && names.children.iter().all(|child| match child {
                        NamesChild::Substitute(substitute) => {
                            substitute.children.iter().all(|child| self.is_silent(child))
                        }
                        _ => true,
                    })
            }
            Element::Label(label) => shape.lacks(variable(label.variable)),
            Element::Group(group) => self.are_silent(&group.children),
            Element::Choose(choice) => {
                let is_decided = choice.if_ == never() && choice.else_if.is_empty();
                let taken = choice.otherwise.as_ref().filter(|_| is_decided);
                // A choice without branches names no variable.
                taken.is_some_and(|taken| {
                    !taken.children.is_empty()
                        && taken.children.iter().all(|child| self.is_silent(child))
                })
            }
        }
    }

    fn is_silent_macro(&mut self, name: &str) -> bool {
        if let Some(is_silent) = self.silent.get(name) {
            return *is_silent;
        }
        let children = self.macros.get(name).cloned().unwrap_or_default();
        let is_silent = self.are_silent(&children);
        self.silent.insert(name.to_owned(), is_silent);
        is_silent
    }

    /// Whether a group of these elements prints nothing: besides empty variables it has at most words.
    fn are_silent(&mut self, elements: &[Element]) -> bool {
        let mut names_variables = false;
        for element in elements {
            let is_silent = self.is_silent(element);
            let is_word = matches!(element, Element::Text(text)
                if matches!(text.target, TextTarget::Term { .. } | TextTarget::Value { .. }));
            if !is_silent && !is_word {
                return false;
            }
            names_variables |= is_silent;
        }
        names_variables
    }

    /// Returns an empty variable that a silent element names.
    fn empty_variable(&self, element: &Element) -> Option<Element> {
        let of =
            |elements: &[Element]| elements.iter().find_map(|child| self.empty_variable(child));
        match element {
            Element::Text(text) => match &text.target {
                TextTarget::Variable { .. } => Some(element.clone()),
                TextTarget::Macro { name } => of(self.macros.get(name)?),
                TextTarget::Term { .. } | TextTarget::Value { .. } => None,
            },
            Element::Date(_) | Element::Number(_) | Element::Names(_) | Element::Label(_) => {
                Some(element.clone())
            }
            Element::Group(group) => of(&group.children),
            Element::Choose(choice) => of(&choice.otherwise.as_ref()?.children),
        }
    }
}

fn variable(variable: NumberOrPageVariable) -> Variable {
    match variable {
        NumberOrPageVariable::Number(number) => Variable::Number(number),
        NumberOrPageVariable::Page(page) => Variable::Page(page),
    }
}
