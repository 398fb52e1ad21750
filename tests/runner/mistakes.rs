//! What people get wrong on their first day: each mistake of `tests/mistakes/table.yaml` is made in the
//! publication of `quipu init`, and the report must begin with its cause and say little more.

use std::fs;
use std::path::Path;

use quipu::diagnostic::Diagnostic;
use quipu::explain::Explain;
use quipu::scaffold;
use quipu::{BuildOptions, Drafts, Failure, Output, Pdfs, Stale};
use serde::Deserialize;
use tempfile::TempDir;

/// The data of the publication as a CSV file, for mistakes that are made in such files.
const CSV: &str = "\
town,households,pumped,2021,2022,2023,2024,2025
arroyo-claro,41200,8.4,2.9,2.9,3.0,3.1,3.2
bellaflor,23600,4.5,1.8,1.7,1.3,1.1,0.9
campo-hondo,12900,2.6,0.8,0.8,,0.9,0.9
dos-penas,6400,1.5,0.4,0.4,0.4,0.5,0.5
";

/// A mistake, and what the program must say.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Mistake {
    /// What it is.
    pub name: String,
    /// The file that it is made in.
    r#in: String,
    replace: Option<String>,
    with: Option<String>,
    /// The name of a CSV file that takes the place of the rows.
    rows: Option<String>,
    /// A change of that file.
    csv: Option<(String, String)>,
    #[serde(default)]
    remove: bool,
    /// The code of the first message.
    first: String,
    /// What that message or its advice holds.
    says: Option<String>,
    /// What to replace, and by what, as the advice says: then nothing is wrong any more.
    paste: Option<(String, String)>,
    /// How many messages there are at most.
    #[serde(default = "two")]
    most: usize,
}

fn two() -> usize {
    2
}

/// Reads the table.
pub(crate) fn all() -> Vec<Mistake> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mistakes/table.yaml");
    serde_yaml::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

impl Mistake {
    /// Makes the mistake and reads what is said of it.
    ///
    /// # Errors
    /// Says what the report should begin with, or how long it is.
    pub(crate) fn check(&self) -> Result<(), String> {
        let home = TempDir::new().unwrap();
        let root = home.path().join("publication");
        scaffold::init(&root, scaffold::Start::PolicyReport).unwrap();
        self.make(&root);
        let diagnostics = diagnostics(&root);
        let Some(first) = diagnostics.first() else { return Err("it is accepted".to_owned()) };
        let said = format!("{} {}", first.message, first.hints.join(" "));
        let is_right = first.code.id() == self.first
            && self.says.as_ref().is_none_or(|says| said.contains(says.as_str()))
            && diagnostics.len() <= self.most;
        if is_right {
            return self.follow(&root, &said);
        }
        let list = diagnostics
            .iter()
            .map(|found| format!("{} {} {:?}", found.code.id(), found.message, found.hints));
        let list = list.take(4).collect::<Vec<_>>().join("\n");
        Err(format!("{} messages, the first are\n{list}", diagnostics.len()))
    }

    /// Does what the advice says, if the table says how: it must hold what is pasted.
    fn follow(&self, root: &Path, said: &str) -> Result<(), String> {
        let Some((replace, with)) = &self.paste else { return Ok(()) };
        if !said.contains(with.as_str()) {
            return Err(format!("the advice does not hold {with:?}, but is {said}"));
        }
        let path = root.join(&self.r#in);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(replace.as_str()), "the file does not hold {replace:?}");
        fs::write(&path, text.replacen(replace.as_str(), with, 1)).unwrap();
        match diagnostics(root).first() {
            None => Ok(()),
            Some(left) => Err(format!("the advice was followed, but: {}", left.message)),
        }
    }

    fn make(&self, root: &Path) {
        let path = root.join(&self.r#in);
        if self.remove {
            return fs::remove_file(path).unwrap();
        }
        let text = fs::read_to_string(&path).unwrap();
        let text = if let Some(replace) = &self.replace {
            assert!(text.contains(replace.as_str()), "the file does not hold {replace:?}");
            text.replacen(replace.as_str(), self.with.as_deref().unwrap_or_default(), 1)
        } else {
            let rows = text.find("rows:\n").unwrap();
            let name = self.rows.as_deref().unwrap_or("water.csv");
            if let Some((replace, with)) = &self.csv {
                let csv = CSV.replace(replace.as_str(), with);
                fs::write(root.join("content/data/water.csv"), csv).unwrap();
            }
            format!("{}rows: {name}\n", &text[..rows])
        };
        fs::write(path, text).unwrap();
    }
}

fn diagnostics(root: &Path) -> Vec<Diagnostic> {
    let options = BuildOptions {
        root: root.to_owned(),
        output: Output::Nowhere,
        base_url: None,
        drafts: Drafts::Shown,
        pdfs: Pdfs::Skipped,
        explain: Explain::Unasked,
        today: None,
        stale: Stale::Warned,
        time: quipu::Time::EPOCH,
        results: quipu::Results::Fresh,
    };
    match quipu::build(&options, &|_, _| {}) {
        Ok(built) => built.warnings,
        Err(Failure::Refused(diagnostics, _)) => diagnostics,
        Err(Failure::Io(path, error)) => panic!("{}: {error}", path.display()),
    }
}
