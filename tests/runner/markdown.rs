//! Random Markdown: what the parser hides from the Markdown parser comes back, and code is
//! printed as it was typed.

use proptest::prelude::*;
use quipu::diagnostic::Problems;
use quipu::files::Files;
use quipu::parts::Language;
use quipu::parts::Span;
use quipu::parts::markup::{self, Body, Options, RawHtml};

use crate::expressions::runner;

/// The tests, by name.
pub(crate) const TESTS: &[(&str, fn())] = &[
    ("hidden_parts_come_back", hidden_parts_come_back),
    ("code_is_printed_as_typed", code_is_printed_as_typed),
    ("chinese_is_read_without_spaces", chinese_is_read_without_spaces),
];

/// What random documents are made of: marks of Quipu's, of Markdown's, and words.
const TOKENS: &[&str] = &[
    "{{",
    "}}",
    "{{ d[a, b] | bn }}",
    "{#a}",
    "{.b}",
    "{c=\"d\"}",
    "{",
    "}",
    "\\",
    "`",
    "``",
    "[",
    "]",
    "](",
    "(",
    ")",
    "<",
    ">",
    "<b>",
    "<!--",
    "-->",
    "![",
    "[^1]",
    "[^1]: ",
    "[r]: ",
    "\"",
    "|",
    "|-|",
    "*",
    "**",
    "_",
    "~",
    "^",
    "$",
    "@key",
    "https://e.org/",
    "#",
    "## ",
    "- ",
    "> ",
    ": ",
    ":::",
    "::: {.b}",
    "```",
    "\n",
    "\n\n",
    "\n    ",
    "word",
    " ",
    "é",
    "。",
];

/// The bytes that hidden parts are overwritten with: one that Unicode keeps for programs, and what
/// no token holds.
const HIDDEN: &[&str] = &["\u{FDD0}", "fdd0", "xx", "\\u{2}"];

fn documents() -> impl Strategy<Value = String> {
    let token = prop::sample::select(TOKENS);
    prop::collection::vec(token, 0..40).prop_map(|tokens| tokens.concat())
}

/// Parses `text`, and returns what was wrong with it as it is printed.
pub(crate) fn parse(text: &str) -> (Body, Vec<String>) {
    let language: Language = "en".parse().unwrap();
    let options = Options {
        quotes: &language.quotes,
        raw_html: RawHtml::Allowed,
        prefixes: &[],
        original: None,
        files: None,
    };
    let file = Files::default().add("text.md", text.to_owned());
    let mut problems = Problems::default();
    let body = markup::body(text, Span::new(file, 0, text.len()), &options, &mut problems);
    let problems = problems.into_sorted();
    let printed = problems.iter().map(|problem| format!("{problem:?}"));
    (body, printed.collect())
}

fn hidden_parts_come_back() {
    let outcome = runner(4096).run(&documents(), |text| {
        let (body, problems) = parse(&text);
        let found = format!("{body:?} {problems:?}");
        for hidden in HIDDEN {
            prop_assert!(!found.contains(hidden), "{found}");
        }
        Ok(())
    });
    outcome.unwrap();
}

fn code_is_printed_as_typed() {
    let code = prop::sample::select(&["{{", "}}", "{{ a }}", "{#a}", "[b]", "@k", ":::", "c"][..]);
    let code = prop::collection::vec(code, 1..6).prop_map(|parts| parts.join(" "));
    let texts = (documents(), code.clone(), documents(), code);
    let outcome = runner(2048).run(&texts, |(before, span, between, block)| {
        let [before, between] = [before, between].map(|text| text.replace("```", ""));
        let (tick, fence) = ("`````", "``````");
        let text = format!("{before} {tick}{span}{tick} {between}\n\n{fence}\n{block}\n{fence}\n");
        let (body, problems) = parse(&text);
        let found = format!("{body:?}");
        // Comments are not printed, and HTML is nobody's code.
        let is_read = problems.is_empty() && !found.contains("RawHtml") && !text.contains("<!--");
        for typed in [span, block] {
            let typed = format!("{typed:?}");
            prop_assert!(!is_read || found.contains(typed.trim_matches('"')), "{found}");
        }
        Ok(())
    });
    outcome.unwrap();
}

fn chinese_is_read_without_spaces() {
    #[track_caller]
    fn test(text: &str, html: &str) {
        let (body, problems) = parse(text);
        assert_eq!(crate::commonmark::rendered(&body), format!("<p>{html}</p>\n"), "{problems:?}");
    }

    test("**100元。**之后", "<strong>100元。</strong>之后");
    test("*说明：*如下", "<em>说明：</em>如下");
    test("之前**“引用”**后", "之前<strong>“引用”</strong>后");
    test("代码`**码。**后`", "代码<code>**码。**后</code>");
    test("a **b.**c", "a **b.**c");
    test(
        "见https://example.org/路。之后",
        "见<a href=\"https://example.org/\">https://example.org/</a>路。之后",
    );
    let cited = |text| format!("{:?}", parse(text).0);
    assert!(cited("见@xu-2019的研究").contains("value: \"xu-2019\""));
    assert!(cited("见@sec-end之后").contains("\"sec-end\""));
}
