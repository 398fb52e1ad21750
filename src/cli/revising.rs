//! `quipu data`: the raw files of datasets, and what newer ones change.

use std::path::Path;
use std::process::ExitCode;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use quipu::Failure;
use quipu::commit;
use quipu::diagnostic::Severity;
use quipu::files::Files;
use quipu::limits::counted;
use quipu::revision::{self, Difference, Verdict};

use crate::cli::REFUSED;
use crate::cli::arguments::{DataCommand, MessageFormat};
use crate::cli::console::{err, out};
use crate::cli::problems::{fail, print_diagnostics, report};

/// Does what is asked for with the raw files of datasets.
pub(crate) fn data(command: &DataCommand) -> ExitCode {
    match command {
        DataCommand::Verify { name, publication } => verify(name.as_deref(), publication),
        DataCommand::Update { name, write, publication } => update(name, *write, publication),
        DataCommand::Diff { old, new, publication } => {
            let bytes = match quipu::files::bytes(new) {
                Ok(bytes) => bytes,
                Err(error) => return fail(&format!("cannot read `{}` ({error})", new.display())),
            };
            match quipu::data_difference(publication, old, bytes) {
                Ok((difference, files)) => show(&difference, &files),
                Err(failure) => report(failure, MessageFormat::Human),
            }
        }
    }
}

/// Prints what a newer file changes; the code says whether it breaks something.
fn show(difference: &Difference, files: &Files) -> ExitCode {
    out!("{}", revision::render(difference));
    print_diagnostics(&difference.broken, files, MessageFormat::Human);
    let breaks = difference.broken.iter().any(|found| found.severity == Severity::Error);
    if breaks { ExitCode::from(REFUSED) } else { ExitCode::SUCCESS }
}

fn verify(name: Option<&str>, root: &Path) -> ExitCode {
    // A dataset that cannot be read says of no file whether it is the one that was fetched.
    let (publication, mut problems) = match quipu::load_all(root) {
        Ok(loaded) => loaded,
        Err(failure) => return report(failure, MessageFormat::Human),
    };
    let fetched = revision::fetched(&publication);
    let named: Vec<_> = fetched.iter().filter(|it| name.is_none_or(|name| it.id == name)).collect();
    if let (Some(name), true, false) = (name, named.is_empty(), problems.has_errors()) {
        let message = format!("`{name}` is not a dataset that says where its raw file was fetched");
        return fail(&format!("{message}; give it `source: {{url: …}}`"));
    }
    let mut same = 0;
    for it in named {
        match revision::verify(it, root) {
            Ok(Verdict::Same) => same += 1,
            Ok(Verdict::Unsaid) => {
                let (path, id) = (&it.path, &it.id);
                err!("`{path}` has no `hash:`; `quipu data update {id} --write` writes it");
            }
            Err(diagnostic) => problems.push(diagnostic),
        }
    }
    out!("{} as fetched\n", counted(same, "raw file"));
    if problems.has_errors() {
        let failure = Failure::Refused(problems.into_sorted(), publication.files);
        return report(failure, MessageFormat::Human);
    }
    ExitCode::SUCCESS
}

fn update(name: &str, write: bool, root: &Path) -> ExitCode {
    let (publication, mut problems) = match quipu::load_all(root) {
        Ok(loaded) => loaded,
        Err(failure) => return report(failure, MessageFormat::Human),
    };
    let dataset = match revision::find(name, &publication) {
        Ok(dataset) => dataset,
        Err(diagnostic) => {
            problems.push(diagnostic);
            let failure = Failure::Refused(problems.into_sorted(), publication.files);
            return report(failure, MessageFormat::Human);
        }
    };
    let fetched = revision::fetched(&publication).into_iter().find(|it| it.id == dataset.id);
    let Some(fetched) = fetched else {
        let message = format!("`{name}` does not say where its raw file was fetched");
        return fail(&format!("{message}; give it `source: {{url: https://…}}`"));
    };
    err!("fetching {}", fetched.origin.url.value);
    let path = root.join(&fetched.path);
    let before = quipu::files::bytes(&path).ok();
    let bytes = match revision::fetch(&fetched.origin.url.value, before.as_deref()) {
        Ok(bytes) => bytes,
        Err(error) => return fail(&format!("{error}; `{}` is unchanged", fetched.path)),
    };
    let code = match quipu::data_difference(root, &fetched.id, bytes.clone()) {
        Ok((difference, files)) => show(&difference, &files),
        Err(failure) => return report(failure, MessageFormat::Human),
    };
    if !write {
        out!(
            "nothing was written; `quipu data update {} --write` puts the new file in place\n",
            fetched.id
        );
        return code;
    }
    let day = Timestamp::now().to_zoned(TimeZone::UTC).date().to_string();
    let descriptor = publication.files.get(dataset.file);
    let text =
        revision::renewed(&descriptor.text, &fetched.origin, (&day, &revision::hash(&bytes)));
    let files = [(path, bytes), (root.join(&*descriptor.path), text.into_bytes())];
    for (path, bytes) in files {
        if let Err(error) = commit::replace(&path, &bytes) {
            return fail(&format!("cannot write `{}` ({error})", path.display()));
        }
        out!("wrote {}\n", path.display());
    }
    code
}
