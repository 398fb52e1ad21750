//! Editions: originals that stand in for translations, and what an edition leaves out.

use std::fs;

use crate::support::{Publication, brief};

const NOT_TRANSLATED: &str = "Este texto aún no está traducido";

fn half_translated(policy: &str) -> Publication {
    let publication = Publication::empty();
    let settings = "title: Ports\nlanguages: [en, es-419]\nbase_url: https://example.org\n";
    publication.put("quipu.yaml", format!("{settings}translations: {policy}\n"));
    publication.put("content/briefs/port.md", brief("A port", "Text of the brief."));
    publication.put("content/pages/about.md", brief("About us", "Text of the page."));
    publication
}

#[test]
fn an_original_that_stands_in_says_so() {
    let publication = half_translated("fallback");
    publication.build(&[] as &[&str]);
    let page = |path| fs::read_to_string(publication.public().join(path)).unwrap();
    let text = page("es-419/briefs/port/index.html");
    for expected in [
        "<html lang=\"es-419\"",
        NOT_TRANSLATED,
        "<h1><span lang=\"en\">A port</span></h1>",
        "<div class=\"prose\" lang=\"en\">",
        "<link rel=\"canonical\" href=\"https://example.org/briefs/port/\">",
        "href=\"../../../briefs/port/port.pdf\"",
    ] {
        assert!(text.contains(expected), "the page lacks `{expected}`:\n{text}");
    }
    assert!(!page("briefs/port/index.html").contains("hreflang=\"es-419\" href=\"http"));
    assert!(!publication.public().join("es-419/briefs/port/port.pdf").exists());
    let home = page("es-419/index.html");
    assert!(
        home.contains(
            "<span lang=\"en\">A port</span> <small class=\"foreign\" lang=\"en\">English</small>"
        ),
        "{home}"
    );
    assert!(home.contains("es-419/about/\" lang=\"en\">About us</a>"), "{home}");
}

#[test]
fn missing_translations_fail_where_the_settings_want_them() {
    for (policy, code) in [("complete", 1), ("partial", 0), ("fallback", 0)] {
        half_translated(policy).run(&["translations"]).expect(code);
        half_translated(policy).run(&["check", "--no-pdf"]).expect(code);
    }
}
