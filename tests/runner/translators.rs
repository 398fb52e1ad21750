//! Files for translators go out and come back.

use std::path::Path;

use quipu::review::Copy;
use quipu::translation::Format;
use tempfile::TempDir;

/// The tests of this file, by name.
pub(crate) const TESTS: &[(&str, fn())] = &[
    ("own_translations_come_back_as_they_are", own_translations_come_back_as_they_are),
    ("a_new_language_begins", a_new_language_begins),
    ("changed_blocks_are_renewed", changed_blocks_are_renewed),
    ("blocks_that_changed_are_refused", blocks_that_changed_are_refused),
    ("what_is_restricted_stays_here", what_is_restricted_stays_here),
];

const BRIEF: &str = "\
---
title: A port
finding: \"The port grew: fast.\"
date: 2026-01-02
---

The port handled {{ 2 + 2 }} ships.

## What follows {#sec-follows}

The end is near.
";

const TRANSLATION: &str = "\
---
title: Un puerto
finding: \"El puerto creció.\"
date: 2026-01-02
---

El puerto atendió {{ 2 + 2 }} barcos.

## Lo que sigue {#sec-follows}

El fin está cerca.
";

fn publication() -> TempDir {
    let folder = TempDir::new().unwrap();
    put(
        folder.path(),
        "quipu.yaml",
        "title: {en: Ports, es-419: Puertos}\nlanguages: [en, es-419]\ntranslations: partial\n",
    );
    put(folder.path(), "content/briefs/port.md", BRIEF);
    folder
}

fn put(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

/// Returns the only file for translators, as text.
fn send(root: &Path, format: Format) -> (String, String) {
    let made = quipu::export_translations(root, (Some("es-419"), None), format).unwrap();
    let [(name, bytes)] = made.as_slice() else { panic!("one file is made") };
    (name.clone(), String::from_utf8(bytes.to_vec()).unwrap())
}

fn take(root: &Path, name: &str, text: &str) -> quipu::Taken {
    let copy = Copy { name: name.to_owned(), bytes: text.as_bytes().to_vec() };
    quipu::import_translations(root, &[copy]).unwrap()
}

fn own_translations_come_back_as_they_are() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for format in [Format::Xliff, Format::Po, Format::Docx] {
        let made = quipu::export_translations(root, (Some("es-419"), None), format).unwrap();
        let [(name, bytes)] = made.as_slice() else { panic!("one file is made") };
        let copy = Copy { name: name.clone(), bytes: bytes.to_vec() };
        let taken = quipu::import_translations(root, &[copy]).unwrap();
        assert!(taken.written.is_empty(), "{name}: {:?}", taken.written.keys());
        assert!(taken.warnings.is_empty(), "{name}: {:?}", taken.warnings);
    }
}

fn a_new_language_begins() {
    let folder = publication();
    let (name, text) = send(folder.path(), Format::Xliff);
    assert!(text.contains("<ph id=\"1\">{{ 2 + 2 }}</ph>"), "{text}");
    let empty = "<target state=\"needs-translation\"></target>";
    let targets = [
        "Un puerto",
        "El puerto creció: rápido.",
        "El puerto atendió <ph id=\"1\"/> barcos.",
        "## Lo que sigue <ph id=\"1\"/>",
    ];
    let mut translated = text;
    for target in targets {
        translated = translated.replacen(empty, &format!("<target>{target}</target>"), 1);
    }
    let taken = take(folder.path(), &name, &translated);
    assert!(taken.written.is_empty(), "one block is missing");
    assert_eq!(taken.warnings.len(), 1, "{:?}", taken.warnings);
    let translated = translated.replacen(empty, "<target>El fin está cerca.</target>", 1);
    let taken = take(folder.path(), &name, &translated);
    let expected = TRANSLATION.replace("creció.", "creció: rápido.");
    assert_eq!(taken.written["content/briefs/port.es-419.md"], expected);
}

fn changed_blocks_are_renewed() {
    let folder = publication();
    put(folder.path(), "content/briefs/port.es-419.md", TRANSLATION);
    quipu::accept_translations(folder.path(), &[]).unwrap();
    let today = BRIEF.replace("The end is near.", "The end is far.\n\nA new end.");
    put(folder.path(), "content/briefs/port.md", &today);
    let (name, text) = send(folder.path(), Format::Po);
    assert!(text.contains("msgid \"The end is far.\"\nmsgstr \"\""), "{text}");
    let text = text.replace(
        "msgid \"The end is far.\"\nmsgstr \"\"",
        "msgid \"The end is far.\"\nmsgstr \"El fin está lejos.\"",
    );
    let taken = take(folder.path(), &name, &text);
    let expected = TRANSLATION.replace(
        "{#sec-follows}\n\nEl fin está cerca.",
        "{#sec-follows}\n\nEl fin está lejos.\n\nEl fin está cerca.",
    );
    assert_eq!(taken.written["content/briefs/port.es-419.md"], expected);
}

fn blocks_that_changed_are_refused() {
    let folder = publication();
    put(folder.path(), "content/briefs/port.es-419.md", TRANSLATION);
    quipu::accept_translations(folder.path(), &[]).unwrap();
    let (name, text) = send(folder.path(), Format::Xliff);
    let text = text.replace("El fin está cerca.", "El fin está muy cerca.");
    put(folder.path(), "content/briefs/port.md", &BRIEF.replace("near", "here"));
    let taken = take(folder.path(), &name, &text);
    assert!(taken.written.is_empty(), "{:?}", taken.written);
    let [warning] = taken.warnings.as_slice() else { panic!("{:?}", taken.warnings) };
    assert!(warning.message.contains("changed since it was sent"), "{}", warning.message);
}

fn what_is_restricted_stays_here() {
    let folder = publication();
    let settings = std::fs::read_to_string(folder.path().join("quipu.yaml")).unwrap();
    put(folder.path(), "quipu.yaml", &format!("{settings}default_audience: public\n"));
    put(folder.path(), "content/audiences/public.yaml", "name: {en: All, es-419: Todos}\n");
    let cabinet = "name: {en: Cabinet, es-419: Gabinete}\nrestricted: true\n";
    put(folder.path(), "content/audiences/cabinet.yaml", cabinet);
    let text = BRIEF.replace("ships.", "[ships]{comment=\"zqone\"}<!-- zqtwo -->.[^a]").replace(
        "The end is near.",
        "The end is near[ zqthree[^b]]{audience=\"cabinet\"}.\n\n\
         ::: {audience=\"cabinet\" title=\"zqfour\"}\nNot zqfive.\n:::\n\n[^a]: Open.\n\n[^b]: Not zqsix.",
    );
    put(folder.path(), "content/briefs/port.md", &text);
    let sealed = "---\ntitle: Not zqseven\nfinding: Sealed.\ndate: 2026-01-02\naudience: cabinet\n---\n\nNot zqeight.\n";
    put(folder.path(), "content/briefs/sealed.md", sealed);
    let (name, open) = send(folder.path(), Format::Xliff);
    assert!(!open.contains("zq") && !open.contains("sealed"), "{open}");
    assert!(open.contains(" ships.[^a]"), "{open}");
    let named = (Some("es-419"), Some("cabinet"));
    let all = quipu::export_translations(folder.path(), named, Format::Po).unwrap();
    let all = String::from_utf8(all[0].1.to_vec()).unwrap();
    let found = ["zqthree", "zqfour", "zqfive", "zqsix", "zqseven", "zqeight"];
    assert!(found.iter().all(|mark| all.contains(mark)), "{all}");
    assert!(!all.contains("zqone") && !all.contains("zqtwo"), "{all}");
    // What came back as it went out changes nothing.
    put(folder.path(), "content/briefs/port.es-419.md", &text);
    quipu::accept_translations(folder.path(), &["port.es-419.md".to_owned()]).unwrap();
    let (_, open) = send(folder.path(), Format::Xliff);
    assert!(!open.contains("zq"), "{open}");
    let taken =
        take(folder.path(), &name, &open.replace(">The port grew: fast.", ">El puerto creció."));
    let written = &taken.written["content/briefs/port.es-419.md"];
    let expected = text.replacen("The port grew: fast.", "El puerto creció.", 1);
    assert_eq!(written.replace("The port grew: fast.", "El puerto creció."), expected);
}
