//! Exporting the data: a workbook for each language.

use super::{Shop, one_of};
use crate::base::diagnostic::{Code, Diagnostic, Problems};
use crate::data::print::Locale;
use crate::markup::slug;
use crate::plan::Site;
use crate::render::sheet::{self, WantedSheets, Workbook, WorkbookError};

/// Writes a workbook in one of the formats.
type Write = fn(&Workbook) -> Result<Vec<u8>, WorkbookError>;

impl Shop<'_> {
    /// Makes the workbooks of the data, or of the dataset that the order names.
    pub(super) fn data(
        &self,
        write: Write,
        sites: &[Site<'_>],
        problems: &mut Problems,
    ) -> Vec<(String, Vec<u8>)> {
        let made =
            sites.iter().filter_map(|&site| problems.keep(self.workbook(write, site)).flatten());
        let made: Vec<_> = made.collect();
        if let Some(name) = self.order.name.filter(|_| made.is_empty())
            && !problems.has_errors()
        {
            problems.push(self.unknown(name, sites));
        }
        made
    }

    /// Makes the workbook of one language; none if the language has no data.
    fn workbook(
        &self,
        write: Write,
        site: Site<'_>,
    ) -> Result<Option<(String, Vec<u8>)>, Diagnostic> {
        let language = site.language;
        let Some(words) = self.session.words(&language.tag) else { return Ok(None) };
        let wanted = WantedSheets {
            site,
            session: self.session,
            locale: Locale { language, words },
            style: self.session.style(site),
            only: self.order.name,
        };
        let Some(workbook) = sheet::gather(wanted) else { return Ok(None) };
        let bytes = write(&workbook);
        let settings = &site.projection.settings;
        let title = slug(&settings.title.text(&settings.languages[0].tag));
        let stem = self.order.name.map_or(title, |name| name.replace('/', "-"));
        let name = self.file_name(&stem, language);
        match bytes {
            Ok(bytes) => Ok(Some((name, bytes))),
            Err(reason) => {
                let message = format!("the data do not fit into a workbook ({reason})");
                Err(Diagnostic::error_at_path(Code::UnexpectedFile, name, message)
                    .with_hint("export one dataset: `quipu export --to ods NAME`"))
            }
        }
    }

    fn unknown(&self, name: &str, sites: &[Site<'_>]) -> Diagnostic {
        let known = sites.iter().flat_map(|&site| sheet::names(site, &self.session.plan));
        let known: Vec<_> = known.map(|dataset| dataset.id.as_str()).collect();
        let message = format!("no open dataset or register is named `{name}`");
        Diagnostic::error_at_path(Code::UnknownDataset, "content/data", message)
            .with_hint(one_of(name, known.iter().copied()))
    }
}
