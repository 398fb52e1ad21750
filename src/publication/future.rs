//! Texts with a date in the future.

use jiff::civil::Date;

use super::Publication;
use super::life::Time;
use super::manuscript::Stage;
use crate::base::diagnostic::{Code, Diagnostic, Problems};
use crate::base::span::{FileId, Span};
use crate::tree::Form;

impl Publication {
    /// Reports published texts with a date after `today`, or else after the day of the build.
    /// Somewhere it is tomorrow already, so without `today` one day is allowed.
    pub fn check_future(&self, today: Option<Date>, time: Time, problems: &mut Problems) {
        let moment = time.at.to_zoned(jiff::tz::TimeZone::UTC).date();
        let Ok(tomorrow) = moment.tomorrow() else { return };
        // A program that has no time has no future.
        let last = today.or((time != Time::EPOCH).then_some(tomorrow));
        let Some(last) = last else { return };
        let default = self.settings.languages.first().map(|language| &language.tag);
        let texts = self
            .works
            .iter()
            .filter(|((form, _), _)| matches!(form, Form::Brief | Form::Report | Form::Page));
        for manuscript in texts.flat_map(|(_, work)| work.manuscripts.values()) {
            let is_original = default == Some(&manuscript.language);
            if manuscript.date <= last || manuscript.stage != Stage::Published || !is_original {
                continue;
            }
            let message =
                format!("this is published, but its date, {}, is in the future", manuscript.date);
            problems.push(
                Diagnostic::warning(Code::FutureDate, self.date_of(manuscript.file), message)
                    .with_hint(format!(
                        "correct the date, or hold the text back until then: `publish_at: {} 09:00 America/Bogota`",
                        manuscript.date
                    )),
            );
        }
    }

    /// Returns where a file gives its date, or else its beginning.
    fn date_of(&self, file: FileId) -> Span {
        let text = &self.files.get(file).text;
        let Some(line) = text.find("\ndate:").map(|at| at + 1) else {
            return Span::start_of(file);
        };
        let end = text[line..].find('\n').map_or(text.len(), |length| line + length);
        Span::new(file, line, end)
    }
}
