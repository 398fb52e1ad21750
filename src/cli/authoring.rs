//! The commands that begin or change a publication, and what each says when it is done.

use std::path::Path;

use quipu::scaffold::{self, Ejection, Kind, Name, Refusal, Start, StarterOrder};
use quipu::schema;

use crate::cli::arguments::{
    NewArguments, NewKind, NewPublication, TemplateCommand, TemplatesArguments,
};

/// The guide to templates, with the reference of all that they get.
const GUIDE: &str = include_str!("../../docs/templates.md");

/// Makes a first publication.
pub(crate) fn init(folder: &Path, empty: bool, from: NewPublication) -> Result<String, Refusal> {
    let start = match from {
        _ if empty => Start::Empty,
        NewPublication::PolicyReport => Start::PolicyReport,
        NewPublication::StatisticalRelease => Start::StatisticalRelease,
        NewPublication::CountryFactSheets => Start::CountryFactSheets,
    };
    let count = scaffold::init(folder, start)?;
    let folder = folder.display();
    Ok(format!(
        "created a publication of {count} files in {folder}; `quipu build {folder}` builds it"
    ))
}

/// Makes a publication of a project that another program publishes.
pub(crate) fn import(
    from: &Path,
    to: Option<&Path>,
    date: Option<jiff::civil::Date>,
    pdfs: quipu::Pdfs,
) -> Result<String, Refusal> {
    let name = from.canonicalize().unwrap_or_else(|_| from.to_owned());
    let name = name.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let to = to.map_or_else(|| format!("{name}-quipu").into(), Path::to_owned);
    let today = date.unwrap_or_else(today);
    let report = quipu::import(&quipu::Request { from, to: &to, today, pdfs })?;
    let folder = to.display();
    Ok(format!(
        "created a publication in {folder}, from {}: {report}\n`{folder}/import.md` lists them with their places; `quipu build {folder}` builds it",
        report.kind
    ))
}

/// The library reads no clock, so that builds repeat; a person who begins something means today.
fn today() -> jiff::civil::Date {
    jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date()
}

/// Makes a file to fill in, or one for each language.
pub(crate) fn new(arguments: &NewArguments) -> Result<String, Refusal> {
    let kind = match arguments.kind {
        NewKind::Brief => Kind::Brief,
        NewKind::Profile => Kind::Profile,
        NewKind::Report => Kind::Report,
        NewKind::Dataset => Kind::Dataset,
        NewKind::Register => Kind::Register,
        NewKind::Audience => Kind::Audience,
        NewKind::Theme => Kind::Theme,
        NewKind::Translation => Kind::Translation,
    };
    let name = Name::new(kind, &arguments.name)?;
    let date = arguments.date.unwrap_or_else(today);
    let order = StarterOrder {
        root: &arguments.publication,
        kind,
        name,
        date,
        from: arguments.from.as_deref(),
    };
    let paths = scaffold::make(&order)?;
    let mut lines: Vec<_> = paths.iter().map(|path| format!("created {path}")).collect();
    lines.extend(scaffold::listing(&order)?);
    Ok(lines.join("\n"))
}

/// Prints the files of all templates, copies one, or prints the guide to them.
pub(crate) fn templates(arguments: &TemplatesArguments) -> Result<String, Refusal> {
    let (root, audience) = (&arguments.publication, arguments.audience.as_deref());
    match &arguments.command {
        None => Ok(scaffold::lookup(root, audience)?.to_string().trim_end().to_owned()),
        Some(TemplateCommand::Eject { template }) => {
            let ejected = scaffold::eject(Ejection { root, template, audience })?;
            Ok(format!("created {}, a copy of {}", ejected.to, ejected.from))
        }
        Some(TemplateCommand::Doc) => {
            // Comments mark the generated parts; they are nothing to readers.
            let lines = GUIDE.lines().filter(|line| !line.starts_with("<!--"));
            Ok(lines.collect::<Vec<_>>().join("\n"))
        }
    }
}

/// Lists the kinds of files that have a schema, prints the schema of one, or writes all.
pub(crate) fn schema(kind: Option<&str>, folder: Option<&Path>) -> Result<String, Refusal> {
    if let Some(folder) = folder {
        let count = schema::write(folder)?;
        return Ok(format!("wrote {count} schemas to {}", folder.display()));
    }
    let Some(name) = kind else {
        let kinds = schema::KINDS.iter();
        let lines: Vec<_> = kinds.map(|kind| format!("{:<12} {}", kind.name, kind.files)).collect();
        return Ok(lines.join("\n"));
    };
    match schema::Kind::from_name(name) {
        Some(kind) => Ok(kind.text().trim_end().to_owned()),
        None => Err(Refusal::Misuse {
            message: format!("no kind of file is called `{name}`"),
            hint: "`quipu schema` lists them".to_owned(),
        }),
    }
}
