//! The program alone in an empty folder, with a publication of somebody else's.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::sites::{attributes, pages};
use crate::support::{Publication, QUIPU, REPOSITORY, files, run};

/// A publication that shares no name, no language order and no data with ours.
fn beekeepers() -> Publication {
    let publication = Publication::empty();
    publication.put(
        "quipu.yaml",
        "title: {es-419: Colmenas del sur, en: Hives of the South}\n\
         languages: [es-419, en]\n\
         default_audience: apicultor\n\
         publisher: Gremio de Apicultores\n",
    );
    publication
        .put("content/audiences/apicultor.yaml", "name: {es-419: Apicultores, en: Beekeepers}\n");
    publication.put("content/audiences/vecina.yaml", "name: {es-419: Vecinas, en: Neighbours}\n");
    publication.put(
        "content/data/miel.yaml",
        "title: {es-419: Miel, en: Honey}\n\
         source: gremio-2024\n\
         key: año\n\
         columns: {año: {type: year}, kg: {type: number, measure: {unit: {es-419: kilos, en: kilos}}}}\n\
         rows: miel.csv\n",
    );
    publication.put("content/data/miel.csv", "año,kg\n2023,1200.5\n2024,\n2025,980\n");
    publication.put(
        "content/sources.yaml",
        "gremio-2024: {type: report, title: Anuario, author: Gremio, date: 2024}\n",
    );
    let front = |title: &str| {
        format!("---\ntitle: {title}\nfinding: Bajó.\ndate: 2025-05-01\ntags: [miel]\n---\n\n")
    };
    let text = "De {{ miel[2023, kg] }} a {{ miel[2025, kg] }} [@gremio-2024].[^1]\n\n\
                ::: {audience=\"apicultor\"}\n## Detalle {#sec-detalle}\n\nVer @tbl-miel.\n:::\n\n\
                ```table\nid: tbl-miel\ntitle: Miel\ndata: miel\n```\n\n[^1]: Kilos.\n";
    publication.put("content/briefs/cosecha.md", format!("{}{text}", front("La cosecha")));
    publication.put("content/briefs/cosecha.en.md", format!("{}{text}", front("The harvest")));
    let report = |title: &str| front(title).replace("tags:", "briefs: [cosecha]\ntags:");
    publication.put(
        "content/reports/anuario.md",
        format!("{}Ver [la nota](../briefs/cosecha.md).\n", report("Anuario")),
    );
    publication.put(
        "content/reports/anuario.en.md",
        format!("{}See [it](../briefs/cosecha.md).\n", report("Yearbook")),
    );
    publication
}

#[test]
fn the_program_needs_nothing_beside_it() {
    let publication = beekeepers();
    let alone = publication.root().join("quipu");
    fs::copy(QUIPU, &alone).unwrap();
    let mut command = Command::new(&alone);
    // Neither a home, nor a path, nor a locale.
    run(command.arg("build").current_dir(publication.root()).env_clear()).expect(0);
    let site = publication.public();
    for path in [
        "index.html",
        "en/index.html",
        "for/vecina/index.html",
        "en/for/vecina/index.html",
        "404.html",
    ] {
        assert!(site.join(path).is_file(), "there is no {path}");
    }
    for path in ["briefs/cosecha/cosecha.pdf", "en/for/vecina/reports/anuario/anuario.pdf"] {
        assert!(fs::read(site.join(path)).unwrap().starts_with(b"%PDF-"), "{path} is no PDF");
    }
}

#[test]
fn nothing_of_ours_is_in_a_strangers_site() {
    let publication = beekeepers();
    publication.build(&["--no-pdf"]);
    for (name, bytes) in files(&publication.public()) {
        let Ok(text) = String::from_utf8(bytes) else { continue };
        for word in [
            "Pacific Alliance",
            "Alianza del Pacífico",
            "Belt and Road",
            REPOSITORY,
            "quipu.example",
        ] {
            assert!(!text.contains(word), "{name} holds `{word}`");
        }
    }
}

#[test]
fn each_language_writes_numbers_its_own_way() {
    let publication = beekeepers();
    publication.put(
        "quipu.yaml",
        "title: Colmenas\nlanguages: [es-CO, en]\ndefault_audience: apicultor\n",
    );
    let words = fs::read_to_string(Path::new(REPOSITORY).join("themes/default/words/es-419.ftl"));
    publication.put("templates/words/es-CO.ftl", words.unwrap());
    let translated = |path: &str| {
        let path = publication.root().join(path);
        let text = fs::read_to_string(&path).unwrap().replace("es-419", "es-CO");
        fs::write(path, text).unwrap();
    };
    translated("content/audiences/apicultor.yaml");
    translated("content/audiences/vecina.yaml");
    translated("content/data/miel.yaml");
    publication.build(&["--no-pdf"]);
    let page = |path: &str| fs::read_to_string(publication.public().join(path)).unwrap();
    assert!(page("briefs/cosecha/index.html").contains("1.200,5"), "Colombia writes 1.200,5");
    assert!(page("en/briefs/cosecha/index.html").contains("1,200.5"), "English writes 1,200.5");
}

#[test]
fn every_link_leads_somewhere() {
    let publication = beekeepers();
    publication.build::<&str>(&[]);
    let site = publication.public();
    let mut broken = BTreeSet::new();
    for page in pages(&site) {
        let text = fs::read_to_string(&page).unwrap();
        for target in attributes(&text, &["href", "src"]) {
            broken.extend(check(&site, &page, &target).err());
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

/// Checks that an address on `page` leads to a file of the site, and its fragment to an element.
fn check(site: &Path, page: &Path, target: &str) -> Result<(), String> {
    let name = page.strip_prefix(site).unwrap().display();
    if target.contains(':') {
        return Err(format!("{name} needs `{target}`"));
    }
    let (path, fragment) = target.split_once('#').unwrap_or((target, ""));
    // A mark of what a file holds is no part of its name.
    let path = path.split_once("?v=").map_or(path, |(path, _)| path);
    // The page for an address that is none is shown at any address, so it begins at the root.
    // The page of a figure is a part of its document, and its links are those of the document.
    let is_part = read(&page.to_owned()).contains("<base href=\"./\"");
    let file = match path {
        "" if is_part => page.with_file_name("index.html"),
        "" => page.to_owned(),
        _ if path.starts_with('/') => site.join(path.trim_start_matches('/')),
        _ => page.parent().unwrap().join(path),
    };
    let file = if file.is_dir() { file.join("index.html") } else { file };
    if !file.is_file() {
        return Err(format!("{name} links to `{target}`, which is not there"));
    }
    if fragment.is_empty() || attributes(&read(&file), &["id"]).contains(&fragment.to_owned()) {
        return Ok(());
    }
    Err(format!("{name} links to `{target}`, and there is no such id"))
}

fn read(file: &PathBuf) -> String {
    fs::read_to_string(file).unwrap()
}
