//! Slips in templates that Tera finds only at the end of the file, or without saying what was meant.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::fields;
use crate::base::diagnostic::did_you_mean;

/// The filters that Tera has, and those of the program.
const FILTERS: &str = "abs capitalize date default escape escape_html escape_xml first float get group_by hashed \
    indent int join json keys last length lower newlines_to_br nth number pairs pluralize replace reverse round safe \
    sort split str title trim trim_end trim_start truncate unique upper values wordcount";

/// The tests that Tera has, which stand behind `is`.
const TESTS: &str = "array bool containing defined divisible_by ending_with even float integer iterable map none \
    number odd starting_with string undefined";

/// The functions that Tera has.
const FUNCTIONS: &str = "range throw super";

/// The words that tags begin with.
const TAGS: &str = "block break component continue elif else endblock endcomponent endfilter endfor endif endset \
    extends filter for if include raw endraw set set_global";

/// The tags that need an end.
const OPENING: [&str; 5] = ["block", "component", "filter", "for", "if"];

/// A tag, with its first word and what stands behind that.
static TAG: LazyLock<Regex> = LazyLock::new(|| {
    ours(
        r"(?s)\{#.*?#\}|\{%-?\s*raw\s*-?%\}.*?\{%-?\s*endraw\s*-?%\}|\{%-?\s*(\w+)\s*(.*?)\s*-?%\}",
    )
});

fn ours(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is ours")
}

/// What opens a component or a block, and its name.
static DEFINED: LazyLock<Regex> = LazyLock::new(|| ours(r"\{%-?\s*(component|block)\s+(\w+)"));

/// The names that templates give to each other.
#[derive(Debug, Default)]
pub(super) struct GivenNames {
    templates: Vec<String>,
    components: Vec<String>,
    blocks: Vec<String>,
}

impl GivenNames {
    /// Gathers them from templates, by their paths and texts.
    pub(super) fn of<'t>(templates: impl Iterator<Item = (&'t str, &'t str)>) -> Self {
        let mut given = Self::default();
        for (path, text) in templates {
            given.templates.extend(named(path).map(str::to_owned));
            for found in DEFINED.captures_iter(text) {
                let names = match &found[1] {
                    "block" => &mut given.blocks,
                    _ => &mut given.components,
                };
                names.push(found[2].to_owned());
            }
        }
        given
    }
}

/// A slip: its place, what is wrong, and what to write.
pub(super) type Slip = (Range<usize>, String, String);

/// Returns the first tag of a template that lacks its end or its beginning, or that Tera does not have.
pub(super) fn in_tags(text: &str) -> Option<Slip> {
    let mut open: Vec<(&str, Range<usize>)> = Vec::new();
    for found in TAG.captures_iter(text) {
        let (Some(whole), Some(word)) = (found.get(0), found.get(1)) else { continue };
        let (word, place) = (word.as_str(), whole.range());
        let rest = found.get(2).map_or("", |rest| rest.as_str());
        let is_body = matches!(word, "set" | "set_global") && !rest.contains('=');
        if OPENING.contains(&word) || is_body {
            open.push((if is_body { "set" } else { word }, place));
        } else if let Some(ended) = word.strip_prefix("end") {
            if !OPENING.contains(&ended) && ended != "set" {
                return Some(unknown(word, place));
            }
            match open.pop() {
                Some((opened, _)) if opened == ended => {}
                Some((opened, at)) if open.iter().any(|(outer, _)| *outer == ended) => {
                    return Some(unclosed(opened, at));
                }
                Some((opened, _)) => {
                    let message =
                        format!("`{{% {word} %}}` stands where `{{% {opened} %}}` is open");
                    return Some((place, message, format!("write `{{% end{opened} %}}`")));
                }
                None => {
                    let message = format!("`{{% {word} %}}` closes nothing");
                    return Some((place, message, "delete it".to_owned()));
                }
            }
        } else if !TAGS.split_whitespace().any(|known| known == word) {
            return Some(unknown(word, place));
        }
    }
    open.pop().map(|(opened, at)| unclosed(opened, at))
}

fn unclosed(opened: &str, at: Range<usize>) -> Slip {
    let message = format!("this `{{% {opened} %}}` is not closed");
    (at, message, format!("write `{{% end{opened} %}}` where it ends"))
}

fn unknown(word: &str, place: Range<usize>) -> Slip {
    let hint = nearest(word, TAGS.split_whitespace())
        .unwrap_or_else(|| format!("the tags are {}", listed(TAGS)));
    (place, format!("there is no tag `{word}`"), hint)
}

/// Returns what may have been meant by a name of which Tera says that it does not know it; none if that is not what it
/// says.
pub(super) fn meant(message: &str, given: &GivenNames) -> Option<String> {
    if message.contains("which `date` takes") {
        return Some("write `.iso` before it for the day, as in `document.date.iso | date`, or print `.text`".to_owned());
    }
    if message.contains("takes no arguments") {
        return Some(
            "delete the arguments: it prints as the language of the edition does".to_owned(),
        );
    }
    if message.contains("variable that is undefined") {
        return Some(
            "`quipu templates doc` lists what each template can use; a list may have no such item"
                .to_owned(),
        );
    }
    let mut parts = message.split('`');
    let (says, name) = (parts.next()?.trim().to_lowercase(), parts.next()?);
    let of = |names: &str| {
        nearest(name, names.split_whitespace())
            .unwrap_or_else(|| format!("there are {}", listed(names)))
    };
    let among = |names: &[String]| nearest(name, names.iter().map(String::as_str));
    Some(match says.as_str() {
        "unknown filter" => of(FILTERS),
        "unknown test" => of(TESTS),
        "unknown function" => of(FUNCTIONS),
        "unknown component" => among(&given.components)
            .unwrap_or_else(|| "define it with `{% component … %}`".to_owned()),
        "unknown template" => template(name, given),
        "block" => among(&given.blocks).unwrap_or_else(|| {
            "`quipu templates eject` copies the template below, whose blocks can be replaced"
                .to_owned()
        }),
        "variable" => among(&fields::names().into_iter().collect::<Vec<_>>())
            .unwrap_or_else(|| "`quipu templates doc` lists what each template can use".to_owned()),
        _ => return None,
    })
}

/// Returns which template may have been meant; of those of a folder, only the last names differ.
fn template(name: &str, given: &GivenNames) -> String {
    let folder = name.rfind('/').map_or("", |slash| &name[..=slash]);
    let last =
        |name: &str| name.rsplit('/').next().unwrap_or(name).trim_end_matches(".html").to_owned();
    let names: Vec<_> = given
        .templates
        .iter()
        .filter(|other| other.starts_with(folder))
        .map(|it| last(it.as_str()))
        .collect();
    let near = nearest(&last(name), names.iter().map(String::as_str));
    near.map_or_else(
        || "`quipu templates` lists the names".to_owned(),
        |hint| hint.replacen('`', &format!("`{folder}"), 1).replace("`?", ".html`?"),
    )
}

/// Returns the hint "did you mean …?", for short names with letters in the wrong order too.
fn nearest<'n>(name: &str, names: impl Iterator<Item = &'n str> + Clone) -> Option<String> {
    did_you_mean(name, names.clone()).or_else(|| {
        let mut near = names.filter(|other| strsim::damerau_levenshtein(name, other) == 1);
        near.next().map(|near| format!("did you mean `{near}`?"))
    })
}

/// Returns what to write where Tera cannot read on.
pub(super) fn of_syntax(message: &str) -> Option<&'static str> {
    let says = |part: &str| message.contains(part);
    if says("This content would be ignored") {
        Some("put it into a block; to add to a part, write `include` in place of `extends`")
    } else if says("but expected }}") {
        Some("write `}}` where the expression ends")
    } else if says("but expected %}") {
        Some("write `%}` where the tag ends")
    } else if says("already contains a block") {
        Some("write what both say in one block")
    } else if says("Closing comment tag") {
        Some("write `#}` where the comment ends")
    } else if says("is missing its closing") {
        Some("add the quotation mark that closes the text")
    } else {
        None
    }
}

/// Returns the name by which templates include one: `parts/cover.html`, or that of a page.
fn named(path: &str) -> Option<&str> {
    path.find("parts/").or_else(|| path.find("blocks/")).map(|at| &path[at..])
}

fn listed(names: &str) -> String {
    let names: Vec<_> = names.split_whitespace().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_without_their_other() {
        #[track_caller]
        fn test(text: &str, expected: Option<(&str, &str)>) {
            let found = in_tags(text);
            let found =
                found.as_ref().map(|(at, message, _)| (&text[at.clone()], message.as_str()));
            assert_eq!(found, expected, "for {text:?}");
        }

        test("{% if a %}{% for b in c %}{{ b }}{% endfor %}{% else %}{% endif %}", None);
        test("{% set a = 1 %}{% set b %}x{% endset %}{% raw %}{% if %}{% endraw %}", None);
        test("{% if a %}<p>x</p>", Some(("{% if a %}", "this `{% if %}` is not closed")));
        test(
            "{% for a in b %}{% if a %}x{% endfor %}",
            Some(("{% if a %}", "this `{% if %}` is not closed")),
        );
        test("x{% endif %}", Some(("{% endif %}", "`{% endif %}` closes nothing")));
        test("{% iff a %}", Some(("{% iff a %}", "there is no tag `iff`")));
    }
}
