//! The second line: a template or a file that says by itself what is not for its readers.
//!
//! Each row of the table is a way to say it. Those of [`FOUND`] are refused; `docs/audiences.md`
//! says what cannot be found, and [`LOST`] holds it to that.

use std::io::{Cursor, Write};

use crate::support::Publication;

/// What only the council reads, in two languages and in a script without spaces.
const SECRET: &str = "The closed committee will sell the north reservoir to a bank in spring.";
const SPANISH: &str = "El comité cerrado venderá el embalse del norte a un banco en primavera.";
const CHINESE: &str = "委员会将在春天把北方水库卖给一家银行。";

/// Changes the secret as a way of saying it does.
type Saying = fn(&str) -> String;

/// Where a row says it.
enum Place {
    /// In the template of briefs.
    Template,
    /// In a file of `content/static/`.
    Static(&'static str),
    /// Inside an archive of `content/static/`, in the file of that name.
    Archive(&'static str),
    /// In the metadata of a picture.
    Picture,
}
use Place::{Archive, Picture, Static, Template};

const FOUND: &[(&str, Place, Saying)] = &[
    ("as it is", Template, str::to_owned),
    ("capitals", Template, str::to_uppercase),
    ("small letters", Template, str::to_lowercase),
    ("line breaks", Template, |text| text.replace(' ', "\n")),
    ("two spaces", Template, |text| text.replace(' ', "  ")),
    ("no-break spaces", Template, |text| text.replace(' ', "\u{a0}")),
    ("references of spaces", Template, |text| text.replace(' ', "&nbsp;")),
    ("soft hyphens", Template, |text| text.replace("mm", "m\u{ad}m")),
    ("references of soft hyphens", Template, |text| text.replace("mm", "m&shy;m")),
    ("a tag inside a word", Template, |text| text.replace("closed", "clo<b>sed</b>")),
    ("spans", Template, |text| format!("<i>{}</i>", text.replace(' ', "</i> <i>"))),
    ("half of it", Template, |text| text[..40].to_owned()),
    ("a word more", Template, |text| text.replace("closed", "closed secret")),
    ("other punctuation", Template, |text| {
        text.replace(" will", ", will").replace("bank", "“bank”")
    }),
    ("decimal references", Template, |text| {
        text.chars()
            .flat_map(|c| ["&#".to_owned(), (c as u32).to_string(), ";".to_owned()])
            .collect()
    }),
    ("hexadecimal references", Template, |text| {
        text.chars().flat_map(|c| ["&#x".to_owned(), format!("{:x};", c as u32)]).collect()
    }),
    ("letters of full width", Template, |text| text.chars().map(wide).collect()),
    ("accents", Template, |text| text.replace('e', "é")),
    ("a short sentence", Template, |_| "Sell it all now.".to_owned()),
    ("emphasis in the text", Template, |_| "The very old mill is worth nothing today.".to_owned()),
    ("what stands beside a bound number", Template, |_| "dollars falls on all renters".to_owned()),
    ("a sentence with its number", Template, |_| {
        "The levy of 731,977 dollars falls on all renters.".to_owned()
    }),
    ("words between numbers", Template, |_| {
        "They cost 731,977 or 842,066 each in the first year.".to_owned()
    }),
    ("a long number", Template, |_| "It is 5,318,008 now.".to_owned()),
    ("a number of a row for some", Template, |_| "It is 9 164 437 now.".replace(' ', "\u{202f}")),
    ("an attribute of an own block", Template, |_| {
        "https://example.org/the/secret/address".to_owned()
    }),
    ("a comment", Template, |_| "A note of the editor who knows of the affair.".to_owned()),
    ("in a comment", Template, |text| format!("<!-- {text} -->")),
    ("in an attribute", Template, |text| format!("<p title=\"{text}\">x</p>")),
    ("in a script", Template, |text| {
        format!("<script>'{}'</script>", text.replace('e', "\\u0065"))
    }),
    ("in a style", Template, |text| format!("<style>p::after{{content:'{text}'}}</style>")),
    ("the title of a draft", Template, |_| "A plan to close the old harbour".to_owned()),
    ("a sentence of a draft", Template, |_| "The harbour closes for good in autumn.".to_owned()),
    ("another language", Template, |_| SPANISH.to_owned()),
    ("without its accents", Template, |_| SPANISH.replace('é', "e").replace('á', "a")),
    ("a script without spaces", Template, |_| CHINESE.to_owned()),
    ("half of that", Template, |_| CHINESE.chars().take(14).collect()),
    ("a term for some", Template, |_| "The bank that buys what nobody wants.".to_owned()),
    ("a row for some", Template, |_| "The hidden valley of the seven springs".to_owned()),
    ("a row of a file before its time", Template, |_| {
        "The ninth quay of the eleven dry docks".to_owned()
    }),
    ("a number of a row of a file before its time", Template, |_| {
        "It is 8,402,913 now.".to_owned()
    }),
    ("a cell of a column for some", Template, |_| "It was dug by seven tired miners".to_owned()),
    ("a cell of a column for some in a file", Template, |_| {
        "It was sunk by three blind captains".to_owned()
    }),
    ("text", Static("x.txt"), str::to_owned),
    ("UTF-16", Static("x.txt"), |text| text.chars().flat_map(|c| [c, '\0']).collect()),
    ("a page", Static("x.html"), |text| text.replace(' ', "</i> <i>")),
    ("CSS", Static("x.css"), |text| {
        format!("p::after{{content:\"{}\"}}", text.replace('c', "\\63 "))
    }),
    ("a drawing", Static("x.svg"), |text| {
        let text = text.replace(' ', "</text><text>");
        format!("<svg xmlns='http://www.w3.org/2000/svg'><text>{text}</text></svg>")
    }),
    ("JSON", Static("x.json"), |_| format!("{{\"a\": \"{}\"}}", SPANISH.replace('é', "\\u00e9"))),
    ("CSV", Static("x.csv"), |text| format!("a;b\n1;{text}\n")),
    ("a script", Static("x.js"), |text| format!("const a = '{text}';")),
    (
        "the name of a file",
        Static("the-closed-committee-will-sell-the-north-reservoir.txt"),
        |_| String::new(),
    ),
    ("a ZIP archive", Archive("notes.txt"), str::to_owned),
    ("a Word document", Archive("word/document.xml"), |text| {
        format!("<w:t>{}</w:t></w:r><w:r><w:t>{}</w:t>", &text[..21], &text[21..])
    }),
    ("a workbook", Archive("xl/sharedStrings.xml"), |text| format!("<si><t>{text}</t></si>")),
    ("the metadata of a picture", Picture, str::to_owned),
];

const LOST: &[(&str, Saying)] = &[
    ("other words", |_| "The committee that is closed wants to be rid of the lake.".to_owned()),
    ("single words", |_| "committee, reservoir, bank".to_owned()),
    ("letters that look alike", |text| text.replace('e', "\u{435}")),
    ("another encoding", |text| text.chars().rev().collect()),
];

fn wide(character: char) -> char {
    match character {
        '!'..='~' => char::from_u32(character as u32 + 0xfee0).unwrap(),
        other => other,
    }
}

fn publication() -> Publication {
    let publication = Publication::empty();
    publication.put(
        "quipu.yaml",
        "title: Reservoirs\nlanguages: [en, es-419]\ndefault_audience: public\ntranslations: partial\n\
         blocks: {appeal: {attributes: {link: url}}}\n",
    );
    publication.put("content/audiences/council.yaml", "name: {en: Council, es-419: Concejo}\n");
    publication.put("content/audiences/public.yaml", "name: {en: Public, es-419: Público}\n");
    publication.put(
        "content/data/levies.yaml",
        "title: Levies\nkey: k\ncolumns: {k: text, n: number}\nrows:\n  - {k: a, n: 731977}\n  - {k: b, n: 842066}\n  \
         - {k: The hidden valley of the seven springs, n: 9164437, audience: council}\n",
    );
    publication.put(
        "content/data/docks.yaml",
        "title: Docks\nkey: k\ncolumns: {k: text, n: number}\nrows: docks.csv\n",
    );
    publication
        .put("content/data/docks.csv", "k,n\nThe ninth quay of the eleven dry docks,8402913\n");
    publication
        .put("content/bundles.yaml", "later: {publish_at: 2099-12-01T09:00:00Z, data: [docks]}\n");
    publication.put(
        "content/data/mines.yaml",
        "title: Mines\nkey: k\npublish: true\ncolumns: {k: text, who: {type: text, audience: council}}\n\
         rows: [{k: a, who: It was dug by seven tired miners}]\n",
    );
    publication.put(
        "content/data/wrecks.yaml",
        "title: Wrecks\nkey: k\npublish: true\ncolumns: {k: text, who: {type: text, from: By, audience: council}}\n\
         rows: wrecks.csv\n",
    );
    publication.put("content/data/wrecks.csv", "k,By\na,It was sunk by three blind captains\n");
    publication.put(
        "content/glossary.yaml",
        "bad: {term: Bad bank, definition: The bank that buys what nobody wants., audience: council}\n",
    );
    let brief = |language: &str, text: &str| {
        let finding = if language == "en" { "What was found" } else { "El hallazgo" };
        format!(
            "---\ntitle: A\nfinding: {finding}.\ndate: 2026-01-02\n---\n\nOpen.\n\n::: {{audience=\"council\"}}\n{text}\n:::\n"
        )
    };
    let english = format!(
        "{SECRET} They cost {{{{ levies[a, n] }}}} or {{{{ levies[b, n] }}}} each in the first year. Of 5,318,008.\n\n::: {{.appeal link=\"https://example.org/the/secret/address\"}}\nGo.\n:::\n\nSell it all now. The *very* old mill is worth nothing today. The levy of \
         {{{{ levies[a, n] }}}} dollars falls on all renters.\n\n{CHINESE}"
    );
    publication
        .put("templates/blocks/appeal.html", "<div class=\"appeal\">{{ node.body }}</div>\n");
    publication.put("templates/blocks/appeal.typ", "#let appeal(node) = node.body\n");
    let comment = "\n<!-- A note of the editor who knows of the affair. -->\n";
    publication.put("content/briefs/a.md", brief("en", &english) + comment);
    publication.put("content/briefs/a.es-419.md", brief("es-419", SPANISH));
    publication.put(
        "content/briefs/draft.md",
        "---\ntitle: A plan to close the old harbour\nfinding: Nobody knows of it.\ndate: 2026-01-02\ndraft: true\n---\n\n\
         The harbour closes for good in autumn.\n",
    );
    publication
}

/// Says a text at a place; returns the path to take away afterwards.
fn say(publication: &Publication, place: &Place, text: &str) -> String {
    match place {
        Template => {
            let path = "templates/html/brief.html";
            publication.put(
                path,
                format!(
                    "{{% extends \"themes/default/html/brief.html\" %}}\n{{% block related %}}{text}{{% endblock related %}}\n"
                ),
            );
            path.to_owned()
        }
        Static(name) => {
            let path = format!("content/static/{name}");
            publication.put(&path, text);
            path
        }
        Archive(name) => {
            let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
            archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            archive.write_all(text.as_bytes()).unwrap();
            let path = "content/static/archive.zip";
            publication.put(path, archive.finish().unwrap().into_inner());
            path.to_owned()
        }
        Picture => {
            let path = "content/images/a.svg";
            publication.put(
                path,
                format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><title>{text}</title></svg>"),
            );
            publication.put(
                "content/pages/picture.md",
                "---\ntitle: P\nfinding: P.\ndate: 2026-01-02\n---\n\n![A](../images/a.svg){alt=\"A\"}\n",
            );
            path.to_owned()
        }
    }
}

fn is_found(publication: &Publication, place: &Place, text: &str) -> bool {
    let path = say(publication, place, text);
    let run = publication.run(&["check", "--no-pdf"]);
    publication.delete(&path);
    if matches!(place, Picture) {
        publication.delete("content/pages/picture.md");
    }
    run.code == Some(1) && run.stderr.contains("Q451")
}

#[test]
fn what_is_said_in_other_ways_is_found() {
    let publication = publication();
    publication.run(&["check", "--no-pdf"]).expect(0);
    let is_lost = |(_, place, saying): &&(&str, Place, Saying)| {
        !is_found(&publication, place, &saying(SECRET))
    };
    let lost: Vec<_> = FOUND.iter().filter(is_lost).map(|(name, ..)| *name).collect();
    assert!(lost.is_empty(), "not found: {lost:?}, of {}", FOUND.len());
}

#[test]
fn what_cannot_be_found_is_known() {
    let publication = publication();
    let found =
        LOST.iter().filter(|(_, saying)| is_found(&publication, &Template, &saying(SECRET)));
    let found: Vec<_> = found.map(|(name, _)| *name).collect();
    assert!(found.is_empty(), "found after all, so say so in docs/audiences.md: {found:?}");
}
