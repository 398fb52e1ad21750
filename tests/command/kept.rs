//! Texts that builds take from the store as they were made, and why they make them again.

use std::fs;

use walkdir::WalkDir;

use crate::store::{build_like_cold, cold, two_briefs};
use crate::support::{Publication, brief, files};

/// Returns which files were made again, each with what had changed.
fn made_again(run: &crate::support::Run) -> Vec<(String, String)> {
    let lines = run.stdout.lines().filter_map(|line| line.strip_prefix('/'));
    let pairs = lines.filter_map(|line| line.split_once("  "));
    pairs.map(|(file, changed)| (file.to_owned(), changed.to_owned())).collect()
}

#[test]
fn a_text_is_made_again_if_what_it_read_has_changed() {
    let publication = Publication::empty();
    publication.put("quipu.yaml", crate::support::SETTINGS);
    publication.put("content/briefs/port.md", brief("A port", "## Cranes\n\nText."));
    publication.put("content/briefs/link.md", brief("A link", "See [the cranes](port.md#cranes)."));
    publication.put("content/briefs/other.md", brief("Other", "Another text."));
    let all = publication.build(&["--explain=why"]);
    assert!(all.stdout.contains(" of 3 texts"), "{}", all.stdout);
    let build = || {
        let run = publication.build(&["--explain=why"]);
        assert!(files(&publication.public()) == cold(&publication), "other bytes: {}", run.stdout);
        made_again(&run)
    };
    // A link reads where it leads to.
    publication.put("content/briefs/port.md", brief("A port", "## Cranes\n\nText that changed."));
    let made = build();
    assert!(made.iter().all(|(_, changed)| changed == "content/briefs/port.md"), "{made:?}");
    let is_made = |made: &[(String, String)], path: &str| made.iter().any(|(file, _)| file == path);
    assert!(is_made(&made, "briefs/port/port.pdf") && is_made(&made, "briefs/link/index.html"));
    assert!(!is_made(&made, "briefs/other/index.html"), "{made:?}");
    // What all pages may say of a text counts for all.
    publication.put("content/briefs/other.md", brief("Its new name", "Another text."));
    let made = build();
    assert!(is_made(&made, "briefs/port/index.html"), "{made:?}");
    let front = "front matter of content/briefs/other.md";
    assert!(made.iter().all(|(_, changed)| changed.contains(front)), "{made:?}");
    // So does a template, and no more than that.
    publication.put("templates/parts/kind.html", "<p class=\"kind\">A kind</p>\n");
    let made = build();
    assert!(!made.is_empty(), "{made:?}");
    assert!(made.iter().all(|(_, changed)| changed == "templates/parts/kind.html"), "{made:?}");
    // A mistake is not kept.
    publication.put("content/briefs/other.md", brief("Its new name", "{{ nothing[a] }}"));
    publication.run(&["build", "--quiet"]).expect(1);
    publication.put("content/briefs/other.md", brief("Its new name", "Another text."));
    assert_eq!(build(), []);
}

/// A dataset with one row.
fn dataset(value: &str) -> String {
    format!(
        "title: {{en: Data}}
source: {{key: one}}
key: name
columns:
  name: {{type: text, title: {{en: Name}}}}
  size: {{type: number, title: {{en: Size}}}}
rows:
  - {{name: a, size: {value}}}
"
    )
}

#[test]
fn a_cell_a_source_or_a_value_counts_for_those_who_read_it() {
    let publication = Publication::empty();
    publication.put("quipu.yaml", crate::support::SETTINGS);
    let sources = |title: &str| {
        let other = "two: {type: report, title: Two, author: B, date: 2024}";
        publication.put(
            "content/sources.yaml",
            format!("one: {{type: report, title: {title}, author: A, date: 2025}}\n{other}\n"),
        );
    };
    sources("One");
    publication.put("content/data/first.yaml", dataset("1.5"));
    publication.put("content/data/second.yaml", dataset("2.5").replace("key: one", "key: two"));
    publication.put(
        "content/data/derived.yaml",
        "title: {en: Twice}\nkey: name\nderive: {from: first}\ncolumns:\n  name: {type: text, title: {en: Name}, value: name}\n  twice: {type: number, title: {en: Twice}, value: 2 * size}\n",
    );
    publication
        .put("content/values.yaml", "half: first[a, size] / 2\nthird: second[a, size] / 3\n");
    let texts = [
        ("cell", "{{ first[a, size] }}"),
        ("other", "{{ second[a, size] }}"),
        ("value", "{{ half }}"),
        ("derived", "{{ derived[a, twice] }}"),
        ("cites", "As is known [@one]."),
        ("cites-two", "As is known [@two]."),
    ];
    for (name, text) in texts {
        publication.put(&format!("content/briefs/{name}.md"), brief(name, text));
    }
    publication.build(&["--quiet"]);
    let build = || {
        let run = publication.build(&["--explain=why"]);
        assert!(files(&publication.public()) == cold(&publication), "other bytes: {}", run.stdout);
        let made = made_again(&run);
        let texts = made.iter().filter_map(|(file, why)| {
            Some((
                file.strip_prefix("briefs/")?.strip_suffix("/index.html")?.to_owned(),
                why.clone(),
            ))
        });
        texts.filter(|(name, _)| !name.contains('/')).collect::<Vec<_>>()
    };
    let of = |names: &[&str], why: &str| -> Vec<_> {
        names.iter().map(|name| ((*name).to_owned(), why.to_owned())).collect()
    };
    publication.put("content/data/first.yaml", dataset("1.6"));
    assert_eq!(build(), of(&["cell", "derived", "value"], "content/data/first.yaml"));
    sources("One and more");
    // Numbers name the sources of their cells.
    assert_eq!(build(), of(&["cell", "cites", "derived", "value"], "source one"));
    publication
        .put("content/values.yaml", "half: first[a, size] / 4\nthird: second[a, size] / 3\n");
    // What is derived may be computed from any value.
    let made = [of(&["derived"], "content/values.yaml"), of(&["value"], "value half")].concat();
    assert_eq!(build(), made);
    // A text that has other things in common than before is named by those that share them, and by no others.
    publication.put("content/briefs/cites.md", brief("cites", "{{ second[a, size] }} [@two]"));
    let related = |name: &str| (name.to_owned(), format!("the texts related to /briefs/{name}/"));
    let made = [vec![related("cites-two")], of(&["cites"], "content/briefs/cites.md")].concat();
    assert_eq!(build(), [made, vec![related("other")]].concat());
}

#[test]
fn a_damaged_text_is_made_again() {
    let publication = two_briefs();
    build_like_cold(&publication);
    let folder = publication.root().join(".quipu/store/text");
    let texts = || -> Vec<_> {
        let entries = WalkDir::new(&folder).into_iter().filter_map(Result::ok);
        entries
            .filter(|entry| entry.file_type().is_file())
            .map(walkdir::DirEntry::into_path)
            .collect()
    };
    assert_eq!(texts().len(), 2);
    for at in [50, 400, 20_000] {
        for path in texts() {
            let mut bytes = fs::read(&path).unwrap();
            bytes[at] ^= 0x20;
            fs::write(&path, bytes).unwrap();
        }
        fs::remove_dir_all(publication.public()).unwrap();
        let run = publication.build(&["--explain=why"]);
        assert!(run.stdout.contains(" of 2 texts"), "{}", run.stdout);
        assert!(files(&publication.public()) == cold(&publication));
    }
}

#[test]
fn a_register_counts_for_all_though_a_dataset_is_derived_from_it() {
    let publication = Publication::empty();
    publication.put("quipu.yaml", crate::support::SETTINGS);
    let register = |level: &str| {
        format!(
            "title: Risks\nentry: Risk\nprefix: risk\ndate: 2026-01-02\nfields:\n  name: {{type: text, title: Risk}}\n  \
             level: {{type: text, title: Level}}\nblock: {{label: name}}\nentries:\n  - {{id: flood, name: Flood, level: {level}}}\n"
        )
    };
    publication.put("content/registers/risks.yaml", register("high"));
    publication.put(
        "content/data/levels.yaml",
        "title: Levels\nkey: level\nderive: {from: risks, by: level}\ncolumns: {level: text, n: {value: count(id), type: number}}\n",
    );
    publication.put("content/briefs/block.md", brief("A block", "```entry\nid: risk-flood\n```"));
    publication
        .put("content/briefs/number.md", brief("A number", "{{ count(levels[*, n]) }} levels."));
    publication.build(&["--quiet"]).expect(0);
    assert_eq!(made_again(&publication.build(&["--explain=why"])), []);
    publication.put("content/registers/risks.yaml", register("low"));
    let run = publication.build(&["--explain=why"]);
    assert!(files(&publication.public()) == cold(&publication), "other bytes: {}", run.stdout);
}
