//! What became of texts after a release: it stays readable, without what its readers may no longer have.

use crate::support::{Publication, brief, files};

/// Makes a publication for two audiences.
fn publication() -> Publication {
    let publication = Publication::empty();
    publication.put("quipu.yaml", "title: Ports\nlanguages: [en]\ndefault_audience: public\n");
    publication.put("content/audiences/public.yaml", "name: Public\n");
    publication.put("content/audiences/cabinet.yaml", "name: Cabinet\nrestricted: true\n");
    publication.put("content/audit.yaml", "allowed: 10\n");
    publication.put(
        "content/data/ships.yaml",
        "title: Ships\nkey: port\npublish: true\ncolumns: {port: text, n: number}\nrows:\n  - {port: callao, n: 8123457}\n  - {port: paita, n: 2}\n",
    );
    publication
}

/// A text with front matter of its own.
fn with(front: &str, text: &str) -> String {
    text.replacen("date:", &format!("{front}\ndate:"), 1)
}

/// Returns the paths of the output that hold `text`.
fn holding(publication: &Publication, text: &str) -> Vec<String> {
    let files = files(&publication.public()).into_iter();
    let holds = |bytes: &[u8]| String::from_utf8_lossy(bytes).contains(text);
    files
        .filter(|(path, bytes)| path.contains(text) || holds(bytes))
        .map(|(path, _)| path)
        .collect()
}

const REGISTER: &str = "title: Risks\nentry: Risk\nprefix: risk\ndate: 2026-01-02\nfields:\n  name: {type: text, title: Risk}\n  \
                        for: {type: list of remark, title: For}\nblock: {label: name}\nentries:\n  - {id: flood, name: Flood}\n";

#[test]
fn links_to_what_was_restricted_since_are_words() {
    let publication = publication();
    let mine = brief("Minetitle", "Mineword.\n\n## Deep {#sec-deep}\n\nText.");
    let mine = with("tags: [minetag]", &mine);
    publication.put("content/briefs/minefile.md", &mine);
    let well = brief("Well", "Wellword.\n\n## Deep well {#sec-well}\n\nText.");
    publication.put("content/briefs/well.md", &well);
    let links = "See [the pit](minefile.md), [its depth](minefile.md#sec-deep), @sec-deep; [it](topic:minetag), [wet](well.md#sec-well), [-@sec-well].\n\n\
                 [![A pit](../images/a.svg){alt=\"A pit\"}](minefile.md)\n\nA note.[^1]\n\n[^1]: As [the note](minefile.md) says.";
    publication.put(
        "content/images/a.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>",
    );
    publication.put("content/briefs/open.md", brief("Open", links));
    publication.put(
        "content/reports/all.md",
        with(
            "briefs: [open, minefile, well]",
            &brief("All", "See [the pit](../briefs/minefile.md)."),
        ),
    );
    let evidence =
        REGISTER.replace("name: Flood", "name: Flood, for: [briefs/minefile, briefs/open]");
    publication.put("content/registers/risks.yaml", evidence);
    publication.run(&["release", "first"]).expect(0);
    publication.put("content/briefs/open.md", brief("Open", "Text."));
    publication.put("content/reports/all.md", with("briefs: [open, well]", &brief("All", "Text.")));
    publication.put("content/registers/risks.yaml", REGISTER);
    publication.put("content/briefs/well.md", with("status: withdrawn\nnotice: Gone.", &well));
    for kept in ["audience: cabinet", "draft: true", "status: review"] {
        publication.put("content/briefs/minefile.md", with(kept, &mine));
        publication.build(&[""; 0]);
        for secret in
            ["Minetitle", "minefile", "Mineword", "sec-deep", "topics/minetag", "Wellword"]
        {
            assert_eq!(holding(&publication, secret), Vec::<String>::new(), "{kept}: {secret}");
        }
        let page = publication.text("public/releases/first/briefs/open/index.html");
        assert!(
            page.contains(
                "See the pit, its depth, [no longer available]; it, wet, [no longer available]."
            ),
            "{page}"
        );
    }
}

#[test]
fn what_was_restricted_in_a_text_since_is_told() {
    let publication = publication();
    let said = "The dock of the north will be closed for good in autumn.";
    publication.put("content/briefs/open.md", brief("Open", said));
    publication.run(&["release", "first"]).expect(0);
    let told = publication.build(&["--no-pdf"]).stderr;
    assert!(!told.contains("Q451"), "{told}");
    let now = format!(
        "Text.\n\n::: {{audience=\"cabinet\"}}\n{said}\n:::\n\n<!-- What was removed is no matter. -->"
    );
    publication.put("content/briefs/open.md", brief("Open", &now));
    let rows = publication
        .text("content/data/ships.yaml")
        .replace("8123457}", "8123457, audience: cabinet}");
    publication.put("content/data/ships.yaml", rows);
    let told = publication.build(&["--no-pdf"]).stderr;
    for (file, place) in
        [("briefs/open.md", "briefs/open.md:10"), ("data/ships.yaml", "data/ships.yaml:6")]
    {
        let warning = format!(
            "warning[Q451]: this is not for the audience `public`, but the release `first` shows it, in `content/{file}`"
        );
        assert!(told.contains(&warning) && told.contains(place), "{told}");
    }
    publication.delete("releases/first.yaml");
    assert!(!publication.build(&["--no-pdf"]).stderr.contains("Q451"));
}

#[test]
fn texts_that_were_kept_back_stop_no_later_build() {
    let publication = publication();
    publication.put(
        "quipu.yaml",
        "title: Ports\nlanguages: [en]\ndefault_audience: public\nreports: [all, plan]\n",
    );
    publication.put(
        "content/audiences/public.yaml",
        "name: Public\nreports: [all, plan]\nchapters: {plan: [open, late]}\n",
    );
    publication.put("content/briefs/open.md", brief("Open", "Text."));
    publication.put("content/briefs/late.md", with("draft: true", &brief("Late", "Lateword.")));
    publication.put("content/briefs/later.md", with("draft: true", &brief("Later", "Lateword.")));
    publication.put("content/reports/all.md", with("briefs: [open]", &brief("All", "Text.")));
    publication.put(
        "content/reports/plan.md",
        with("draft: true\nbriefs: [open, late]", &brief("Plan", "Planword.")),
    );
    let evidence = REGISTER.replace("name: Flood", "name: Flood, for: [briefs/open, briefs/later]");
    publication.put("content/registers/risks.yaml", evidence);
    publication.run(&["release", "first"]).expect(0);
    publication.build(&["--no-pdf"]);
    let stored = files(&publication.root().join("releases"));
    for secret in ["Lateword", "Planword"] {
        assert!(stored.values().all(|bytes| !String::from_utf8_lossy(bytes).contains(secret)));
    }
    assert_eq!(holding(&publication, "briefs/later"), Vec::<String>::new());
    assert!(holding(&publication, "briefs/open").len() > 2);
    publication.run(&["check", "--confidential"]).expect(0);
}

#[test]
fn names_and_options_that_no_release_has() {
    let publication = publication();
    publication.put("content/briefs/open.md", brief("Open", "Text."));
    for name in ["index", "index.html", "Objects", "first."] {
        publication.run(&["release", name]).expect(1);
    }
    let told = publication.run(&["release", "first", "--drafts"]).expect(1).stderr;
    assert!(told.contains("error[Q013]: drafts cannot be released"), "{told}");
    assert!(!publication.root().join("releases").exists());
}
