//! Dates for calendars: iCalendar (RFC 5545).

use jiff::Timestamp;
use jiff::tz::TimeZone;

/// The most bytes of a line.
const LINE: usize = 73;

/// A calendar in the making.
#[derive(Debug)]
pub struct Calendar {
    /// The name of the publication.
    name: String,
    text: String,
}

impl Calendar {
    /// Begins the calendar of the publication with this name.
    pub fn new(name: &str) -> Self {
        let mut calendar = Self { name: name.to_owned(), text: String::new() };
        calendar.line("BEGIN", "VCALENDAR");
        calendar.line("VERSION", "2.0");
        calendar.line("PRODID", "-//Quipu//Releases//EN");
        calendar.line("X-WR-CALNAME", &escaped(name));
        calendar
    }

    /// Adds what the publication brings out at a moment.
    pub fn event(&mut self, at: Timestamp, what: &str) {
        let who = self.name.clone();
        let moment = at.to_zoned(TimeZone::UTC).strftime("%Y%m%dT%H%M%SZ").to_string();
        // What is announced names it: nothing else of it may be known.
        let name = blake3::hash(format!("{who}\0{what}\0{moment}").as_bytes()).to_hex();
        self.line("BEGIN", "VEVENT");
        self.line("UID", &format!("{}@quipu", &name[..24]));
        self.line("DTSTAMP", &moment);
        self.line("DTSTART", &moment);
        self.line("SUMMARY", &escaped(&format!("{who}: {what}")));
        self.line("END", "VEVENT");
    }

    /// Returns the calendar as a file.
    pub fn finish(mut self) -> String {
        self.line("END", "VCALENDAR");
        self.text
    }

    /// Writes a line, folded where it is long.
    fn line(&mut self, name: &str, value: &str) {
        let mut length = 0;
        for letter in name.chars().chain([':']).chain(value.chars()) {
            if length + letter.len_utf8() > LINE {
                self.text.push_str("\r\n ");
                length = 1;
            }
            self.text.push(letter);
            length += letter.len_utf8();
        }
        self.text.push_str("\r\n");
    }
}

fn escaped(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,");
    text.split(char::is_control).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_folded_between_letters() {
        let mut calendar = Calendar::new("A, b");
        calendar.event(Timestamp::UNIX_EPOCH, &"ñandú; ".repeat(20));
        let text = calendar.finish();
        assert!(text.lines().all(|line| line.len() <= 75));
        assert!(text.contains("DTSTART:19700101T000000Z\r\n"));
        assert!(text.contains("SUMMARY:A\\, b: ñandú\\; "));
    }
}
