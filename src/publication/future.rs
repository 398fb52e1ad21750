//! Dates in the future that say that something has happened: a text came out or was changed, data were fetched.

use jiff::civil::Date;

use super::Publication;
use super::life::Time;
use super::manuscript::{Manuscript, Stage};
use crate::base::diagnostic::{Code, Diagnostic, Problems};
use crate::base::span::{FileId, Span};
use crate::publication::date;
use crate::tree::Form;

impl Publication {
    /// Reports dates after `today`, or else after the day of the build, of published texts, of corrections, of data and
    /// of addresses. Somewhere it is tomorrow already, so without `today` one day is allowed.
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
            if manuscript.stage == Stage::Published && is_original {
                problems.extend(self.text_to_come(manuscript, last));
            }
        }
        for notice in self.corrections.iter().filter(|notice| notice.date > last) {
            let message = format!("this correction is of {}, which is in the future", notice.date);
            problems.push(to_come(notice.text.span, message, "write the day of the change"));
        }
        for register in self.registers.iter().filter(|register| register.date > last) {
            let message = format!(
                "this register was last changed on {}, which is in the future",
                register.date
            );
            let place = self.line_of(register.file, "date");
            problems.push(to_come(place, message, "write the day of the last change"));
        }
        problems.extend(self.data_to_come(last));
        problems.extend(self.sources_to_come(last));
    }

    fn text_to_come(&self, manuscript: &Manuscript, last: Date) -> Option<Diagnostic> {
        let Manuscript { date, updated, file, .. } = manuscript;
        if *date > last {
            let message = format!("this is published, but its date, {date}, is in the future");
            let hint = format!(
                "correct the date, or hold the text back until then: `publish_at: {date} 09:00 America/Bogota`"
            );
            return Some(to_come(self.line_of(*file, "date"), message, &hint));
        }
        let updated = updated.filter(|updated| *updated > last)?;
        let message = format!("this was last changed on {updated}, which is in the future");
        let hint = "write the day of the last change, or delete the line";
        Some(to_come(self.line_of(*file, "updated"), message, hint))
    }

    /// Reports datasets with the state of a day to come, or fetched on one.
    fn data_to_come(&self, last: Date) -> Vec<Diagnostic> {
        let begins = |text: &str| date::period(text).map(|(first, _)| first);
        let mut found = Vec::new();
        for dataset in self.datasets.values() {
            let retrieved = dataset.origin.as_ref().and_then(|origin| origin.retrieved.as_ref());
            let stated = [("as_of", dataset.as_of.as_ref()), ("retrieved", retrieved)];
            for (key, day) in stated.into_iter().filter_map(|(key, day)| Some((key, day?))) {
                if begins(&day.value).is_some_and(|first| first > last) {
                    let message = format!("`{key}` says {}, which is in the future", day.value);
                    let hint = match key {
                        "as_of" => "write the day on which the data were as they are here",
                        _ => "write the day on which the file was fetched",
                    };
                    found.push(to_come(day.span, message, hint));
                }
            }
        }
        found
    }

    /// Reports addresses of sources that were visited on a day to come.
    fn sources_to_come(&self, last: Date) -> Vec<Diagnostic> {
        let visited = self.sources.iter().filter_map(|(_, source)| {
            let date = source.entry.url()?.visit_date?;
            // The library counts months and days from zero.
            let number = |part: Option<u8>| part.and_then(|it| i8::try_from(it + 1).ok());
            let (month, day) = (number(date.month).unwrap_or(1), number(date.day).unwrap_or(1));
            let first = Date::new(i16::try_from(date.year).ok()?, month, day).ok()?;
            (first > last).then_some((source.span, first))
        });
        let report = |(span, day): (Span, Date)| {
            let message = format!("this was visited on {day}, which is in the future");
            to_come(span, message, "write the day on which the address was opened")
        };
        visited.map(report).collect()
    }

    /// Returns the line of front matter with this key, or else the beginning of the file.
    fn line_of(&self, file: FileId, key: &str) -> Span {
        let text = &self.files.get(file).text;
        let first = text.starts_with(&format!("{key}:")).then_some(0);
        let line = first.or_else(|| text.find(&format!("\n{key}:")).map(|at| at + 1));
        let Some(line) = line else { return Span::start_of(file) };
        let end = text[line..].find('\n').map_or(text.len(), |length| line + length);
        Span::new(file, line, end)
    }
}

fn to_come(place: Span, message: String, hint: &str) -> Diagnostic {
    Diagnostic::warning(Code::FutureDate, place, message).with_hint(hint)
}
