//! Downloading a raw file: the only part of the data code that uses the network.

use std::fmt;
use std::time::Duration;

use ureq::Agent;

/// The size in bytes of the largest file that is downloaded, the same as for texts of a
/// publication.
const MOST: u64 = 1 << 30;

/// How long a server may take for all of a file.
const TIMEOUT: Duration = Duration::from_mins(10);

/// Why a file could not be fetched.
#[derive(Debug)]
pub enum FetchError {
    /// The server cannot be reached, or did not send the whole file.
    Network(ureq::Error),
    /// The server refused.
    Status(u16),
    /// The response is empty.
    Empty,
    /// The response is a web page where the file was a table.
    Page,
}

impl fmt::Display for FetchError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Network(error) => write!(formatter, "the file could not be fetched ({error})"),
            Self::Status(404 | 410) => write!(formatter, "the server says that the file is gone"),
            Self::Status(401 | 403) => {
                write!(formatter, "the server asks for a login; only open files can be fetched")
            }
            Self::Status(code) => write!(formatter, "the server refused (code {code})"),
            Self::Empty => write!(formatter, "the server sent nothing"),
            Self::Page => write!(formatter, "the server sent a web page instead of the file"),
        }
    }
}

impl std::error::Error for FetchError {}

/// Fetches the file at an address; `before` is what it was, if it was there.
///
/// # Errors
/// Says why there is no file, or none that can be the same.
pub fn fetch(url: &str, before: Option<&[u8]>) -> Result<Vec<u8>, FetchError> {
    let config = Agent::config_builder()
        .timeout_global(Some(TIMEOUT))
        .timeout_connect(Some(Duration::from_secs(20)))
        .http_status_as_error(false)
        .build();
    let mut answer = Agent::new_with_config(config).get(url).call().map_err(FetchError::Network)?;
    if !answer.status().is_success() {
        return Err(FetchError::Status(answer.status().as_u16()));
    }
    let body = answer.body_mut().with_config().limit(MOST).read_to_vec();
    let body = body.map_err(FetchError::Network)?;
    let is_page = |bytes: &[u8]| {
        let head: Vec<u8> = bytes.iter().take(512).map(u8::to_ascii_lowercase).collect();
        let head = String::from_utf8_lossy(&head);
        let head = head.trim_start_matches('\u{FEFF}').trim_start();
        head.starts_with("<!doctype html") || head.starts_with("<html")
    };
    if body.is_empty() {
        Err(FetchError::Empty)
    } else if is_page(&body) && !before.is_some_and(is_page) {
        Err(FetchError::Page)
    } else {
        Ok(body)
    }
}
