//! The lookup order as a table: which file is used for each template, and what it overrides.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use ecow::EcoString;

use super::{FOLDERS, layers};
use crate::base::diagnostic::Problems;
use crate::publication::Publication;
use crate::publication::audience::Audience;

/// The folder whose files are all used, and never looked up by name.
const FONTS: &str = "fonts";

/// The files of all templates, for some audiences of a publication.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lookup {
    entries: Vec<TemplateFiles>,
    /// How many audiences it is for.
    audiences: usize,
}

/// A template, the audiences that get it from the same files, and these files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateFiles {
    /// The name, such as `html/report.html`.
    pub template: String,
    /// The ids of the audiences.
    pub audiences: Vec<EcoString>,
    /// The files; the first one is used.
    pub files: Vec<Served>,
}

/// A file in the lookup order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Served {
    /// The path below the publication's root.
    pub path: String,
    /// Where it is.
    pub origin: FileOrigin,
}

/// Where a file of a theme is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileOrigin {
    /// In the publication's folder.
    Publication,
    /// In the program.
    Program,
}

/// A publication with the files of the program, and a note of which files are its own.
#[derive(Debug)]
pub struct Collection {
    /// The publication.
    pub publication: Publication,
    /// The paths of its own files.
    pub own: BTreeSet<String>,
}

impl Collection {
    /// Returns the files for each template in the order of `layers`.
    fn stacks(&self, layers: &[String]) -> BTreeMap<String, Vec<Served>> {
        let mut stacks: BTreeMap<String, Vec<Served>> = BTreeMap::new();
        for layer in layers {
            for (name, path) in self.below(layer) {
                let is_own = self.own.contains(&path);
                let origin = if is_own { FileOrigin::Publication } else { FileOrigin::Program };
                stacks.entry(name).or_default().push(Served { path, origin });
            }
        }
        stacks
    }

    /// Returns the names and paths of the templates that a layer has.
    fn below(&self, layer: &str) -> Vec<(String, String)> {
        let Publication { files, assets, .. } = &self.publication;
        let texts = files.below(layer).map(|(_, file)| file.path.to_string());
        let assets = assets.range(layer.to_owned()..).map(|(path, _)| path.clone());
        let paths = texts.chain(assets.take_while(|path| path.starts_with(layer)));
        let is_template = |name: &str| {
            let folder = name.split_once('/').map(|(folder, _)| folder);
            name == "theme.yaml"
                || folder.is_some_and(|folder| FOLDERS.contains(&folder) && folder != FONTS)
        };
        paths
            .map(|path| (path[layer.len()..].to_owned(), path))
            .filter(|(name, _)| is_template(name))
            .collect()
    }

    /// Returns the files for each template for one audience, or for all audiences without files of
    /// their own.
    pub fn of(
        &self,
        audience: Option<&Audience>,
        problems: &mut Problems,
    ) -> BTreeMap<String, Vec<Served>> {
        self.stacks(&layers(audience, &self.publication, problems))
    }
}

impl Lookup {
    /// Looks up all templates for `audiences`.
    pub fn new(collection: &Collection, audiences: &[&Audience], problems: &mut Problems) -> Self {
        let mut entries: Vec<TemplateFiles> = Vec::new();
        for audience in audiences {
            for (template, files) in collection.of(Some(audience), problems) {
                let same =
                    |entry: &&mut TemplateFiles| entry.template == template && entry.files == files;
                if let Some(entry) = entries.iter_mut().find(same) {
                    entry.audiences.push(audience.id.clone());
                } else {
                    let audiences = vec![audience.id.clone()];
                    entries.push(TemplateFiles { template, audiences, files });
                }
            }
        }
        // A stable sort keeps the audiences of a template in order.
        entries.sort_by(|one, other| one.template.cmp(&other.template));
        Self { entries, audiences: audiences.len() }
    }
}

/// Whether the files of a template are merged, each supplying what the earlier ones lack.
fn is_joined(template: &str) -> bool {
    template.starts_with("words/") || matches!(template, "theme.yaml" | "static/theme.css")
}

impl fmt::Display for Served {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.origin {
            FileOrigin::Publication => formatter.write_str(&self.path),
            FileOrigin::Program => write!(formatter, "{} (built in)", self.path),
        }
    }
}

impl TemplateFiles {
    /// Returns its line of a table for `all` audiences.
    fn cells(&self, all: usize) -> [String; 4] {
        let is_for_all = all > 1 && self.audiences.len() == all;
        let audiences = if is_for_all { "all".to_owned() } else { self.audiences.join(", ") };
        let mark = if is_joined(&self.template) { "+ " } else { "" };
        let mut files = self.files.iter();
        let first = files.next().map(ToString::to_string).unwrap_or_default();
        let others: Vec<_> = files.map(|file| format!("{mark}{file}")).collect();
        [self.template.clone(), audiences, first, others.join(", ")]
    }
}

/// Prints the table, with one line for each template and group of audiences.
impl fmt::Display for Lookup {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let head = ["template", "audience", "served by", "shadows, or + joins"];
        let mut lines = vec![head.map(str::to_owned)];
        lines.extend(self.entries.iter().map(|entry| entry.cells(self.audiences)));
        let width = |column: usize| {
            lines.iter().map(|line| line[column].chars().count()).max().unwrap_or_default()
        };
        let widths = [width(0), width(1), width(2)];
        for [template, audiences, first, others] in &lines {
            let [one, two, three] = widths;
            let line = format!("{template:one$}  {audiences:two$}  {first:three$}  {others}");
            writeln!(formatter, "{}", line.trim_end())?;
        }
        Ok(())
    }
}
