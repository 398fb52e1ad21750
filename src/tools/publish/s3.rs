//! S3-compatible storage.
//!
//! 1. The manifest is claimed: it is written again, on condition that nobody wrote it since it
//!    was read, with what is going to be live as `next`.
//! 2. Files go out: assets, attachments, pages, feeds. One that is there already, as its
//!    checksum in the listing says, is not sent again; so a publish that was cut goes on where it was.
//! 3. What is no longer made is removed.
//! 4. The manifest says what is live, on condition that it still holds the claim.

use std::collections::BTreeMap;
use std::time::Duration;

use md5::{Digest as _, Md5};
use rusty_s3::actions::{ListObjectsV2, S3Action};
use rusty_s3::{Bucket as Address, Credentials};
use serde::{Deserialize, Serialize};
use ureq::Agent;
use ureq::http::{Request, StatusCode};

use super::release::{BuiltSite, MANIFEST, Manifest, TargetChanges, cache_control, content_type};
use super::{Outcome, PublishError, foreign, overtaken};

/// How long a signed request may be used.
const VALID: Duration = Duration::from_mins(10);
/// How often a request that the network or the storage failed is made.
const ATTEMPTS: u32 = 3;
/// What to do when a publish was cut.
pub(super) const GOES_ON: &str = "publish again: it continues where it was interrupted";

/// A bucket, or a part of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bucket {
    /// The name.
    pub name: String,
    /// What the keys of all files begin with; empty, or with a slash at its end.
    pub prefix: String,
    /// The region.
    pub region: String,
    /// The address of the storage.
    pub endpoint: String,
}

/// The manifest as storage has it.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Record {
    #[serde(flatten)]
    live: Manifest,
    /// What a publish is going to make live, until it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    next: Option<Manifest>,
}

/// What the storage answered.
struct Answer {
    status: StatusCode,
    etag: String,
    body: Vec<u8>,
}

/// On which condition a file is written.
#[derive(Clone, Copy)]
enum Condition<'a> {
    Always,
    Absent,
    Unchanged(&'a str),
}

/// A bucket, and what it takes to talk to it.
#[derive(Debug)]
pub(super) struct Session {
    bucket: Bucket,
    address: Address,
    credentials: Credentials,
    agent: Agent,
}

impl Bucket {
    pub(super) fn session(&self) -> Result<Session, PublishError> {
        let credentials = Credentials::from_env().ok_or_else(|| {
            PublishError::new("the environment has no credentials for the storage").with_hint(
                "set `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`, and `AWS_SESSION_TOKEN` if you have one",
            )
        })?;
        let unusable = || {
            PublishError::new(format!("`{}` is not an address of a storage service", self.endpoint))
        };
        let endpoint = self.endpoint.parse().map_err(|_| unusable())?;
        let style = rusty_s3::UrlStyle::Path;
        let address = Address::new(endpoint, style, self.name.clone(), self.region.clone());
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .timeout_connect(Some(Duration::from_secs(10)))
            .timeout_recv_response(Some(Duration::from_mins(1)))
            .timeout_global(Some(VALID));
        let agent = Agent::new_with_config(config.build());
        let address = address.map_err(|_| unusable())?;
        Ok(Session { bucket: self.clone(), address, credentials, agent })
    }

    pub(super) fn live(&self) -> Result<Option<Manifest>, PublishError> {
        Ok(self.session()?.record()?.map(|(record, _)| record.live))
    }

    pub(super) fn publish(&self, release: &BuiltSite) -> Result<Outcome, PublishError> {
        let session = self.session()?;
        let record = session.record()?;
        let next = &release.manifest;
        let live = record.as_ref().map(|(record, _)| &record.live);
        let pending = record.as_ref().and_then(|(record, _)| record.next.as_ref());
        refuse_other(pending, next)?;
        let there = session.list("")?;
        refuse_foreign(&there, record.as_ref().map(|(record, _)| record), &self.name)?;
        let changes = changes(release, &there)?;
        let is_live = live.is_some_and(|live| live.release == next.release) && pending.is_none();
        if is_live && changes.put.is_empty() && changes.remove.is_empty() {
            return Ok(Outcome { release: next.release.clone(), changes });
        }
        let claim = session.claim(record.as_ref(), next)?;
        for path in &changes.put {
            session.put(path, &release.bytes(path)?, Condition::Always)?;
        }
        for path in &changes.remove {
            session.remove(path)?;
        }
        let previous = live.map(|live| live.release.clone()).filter(|live| *live != next.release);
        let done = Record { live: Manifest { previous, ..next.clone() }, next: None };
        session.write(&done, Condition::Unchanged(&claim))?;
        Ok(Outcome { release: next.release.clone(), changes })
    }

    pub(super) fn differing(&self, live: &Manifest) -> Result<Vec<String>, PublishError> {
        let session = self.session()?;
        live.differing(|path| session.get(path).map(|found| found.map(|(bytes, _)| bytes)))
    }
}

/// Compares `release` with the checksums of what is there.
fn changes(
    release: &BuiltSite,
    there: &BTreeMap<String, String>,
) -> Result<TargetChanges, PublishError> {
    let mut changes = TargetChanges::between(None, &release.manifest);
    let mut put = Vec::new();
    for path in changes.put {
        let sum = format!("{:x}", Md5::digest(release.bytes(&path)?));
        if there.get(&path) == Some(&sum) { changes.unchanged += 1 } else { put.push(path) }
    }
    let is_gone = |path: &&String| *path != MANIFEST && !release.manifest.files.contains_key(*path);
    changes.remove = there.keys().filter(is_gone).cloned().collect();
    Ok(TargetChanges { put, ..changes })
}

/// Refuses to go on where a publish of another release has begun and not ended.
fn refuse_other(pending: Option<&Manifest>, next: &Manifest) -> Result<(), PublishError> {
    match pending {
        Some(pending) if pending.release != next.release => {
            let message =
                format!("the publishing of release `{}` has begun but not ended", pending.release);
            Err(PublishError::new(message).with_hint(format!(
                "wait until it has finished; if it was interrupted, publish that release again, or delete `next` from `{MANIFEST}`"
            )))
        }
        _ => Ok(()),
    }
}

/// Refuses a place that holds anything but what the record names.
fn refuse_foreign(
    there: &BTreeMap<String, String>,
    record: Option<&Record>,
    name: &str,
) -> Result<(), PublishError> {
    let ours = record.iter().flat_map(|record| [Some(&record.live), record.next.as_ref()]);
    let ours: Vec<_> = ours.flatten().collect();
    let is_ours =
        |path: &str| path == MANIFEST || ours.iter().any(|known| known.files.contains_key(path));
    match there.keys().find(|path| !is_ours(path)) {
        Some(path) => Err(foreign(&format!("the bucket `{name}`, such as `{path}`,"))),
        None => Ok(()),
    }
}

impl Session {
    fn key(&self, path: &str) -> String {
        format!("{}{path}", self.bucket.prefix)
    }

    /// Returns the record with its tag; nothing if nothing was ever published.
    fn record(&self) -> Result<Option<(Record, String)>, PublishError> {
        let Some((bytes, etag)) = self.get(MANIFEST)? else { return Ok(None) };
        Manifest::parse(&bytes)?;
        let record = serde_json::from_slice(&bytes);
        let record = record
            .map_err(|error| PublishError::new(format!("`{MANIFEST}` cannot be read ({error})")))?;
        Ok(Some((record, etag)))
    }

    /// Writes down that `next` is going to be live; returns the tag of what was written.
    fn claim(
        &self,
        record: Option<&(Record, String)>,
        next: &Manifest,
    ) -> Result<String, PublishError> {
        let empty = || Manifest::new(BTreeMap::new());
        let live = record.map_or_else(empty, |(record, _)| record.live.clone());
        let condition = record.map_or(Condition::Absent, |(_, etag)| Condition::Unchanged(etag));
        self.write(&Record { live, next: Some(next.clone()) }, condition)
    }

    fn write(&self, record: &Record, condition: Condition<'_>) -> Result<String, PublishError> {
        let mut json = serde_json::to_vec_pretty(record).unwrap_or_default();
        json.push(b'\n');
        self.put(MANIFEST, &json, condition).or_else(|error| {
            // It may have been written by a request whose answer was lost.
            match self.get(MANIFEST)? {
                Some((bytes, etag)) if bytes == json => Ok(etag),
                _ => Err(error),
            }
        })
    }

    /// Returns the checksums of all files whose paths begin with `below`, by these.
    pub(super) fn list(&self, below: &str) -> Result<BTreeMap<String, String>, PublishError> {
        let mut found = BTreeMap::new();
        let mut next: Option<String> = None;
        loop {
            let mut list = self.address.list_objects_v2(Some(&self.credentials));
            list.with_prefix(self.key(below));
            if let Some(token) = next {
                list.with_continuation_token(token);
            }
            let request = || Request::get(list.sign(VALID).as_str()).body(Vec::new());
            let answer = self.ask("the list of files", request)?;
            if answer.status != StatusCode::OK {
                return Err(refused("list", &self.bucket.name, &answer));
            }
            let page = ListObjectsV2::parse_response(&answer.body).map_err(|error| {
                PublishError::new(format!("the storage's list of files cannot be read ({error})"))
            })?;
            for object in page.contents {
                let path = object.key.strip_prefix(&self.bucket.prefix).unwrap_or(&object.key);
                found.insert(path.to_owned(), object.etag.trim_matches('"').to_owned());
            }
            next = page.next_continuation_token;
            if next.is_none() {
                return Ok(found);
            }
        }
    }

    pub(super) fn get(&self, path: &str) -> Result<Option<(Vec<u8>, String)>, PublishError> {
        let key = self.key(path);
        let action = self.address.get_object(Some(&self.credentials), &key);
        let answer =
            self.ask(path, || Request::get(action.sign(VALID).as_str()).body(Vec::new()))?;
        match answer.status {
            StatusCode::OK => Ok(Some((answer.body, answer.etag))),
            StatusCode::NOT_FOUND
                if String::from_utf8_lossy(&answer.body).contains("NoSuchBucket") =>
            {
                Err(refused("read", path, &answer))
            }
            StatusCode::NOT_FOUND => Ok(None),
            _ => Err(refused("read", path, &answer)),
        }
    }

    /// Writes a file, and returns its tag.
    fn put(
        &self,
        path: &str,
        bytes: &[u8],
        condition: Condition<'_>,
    ) -> Result<String, PublishError> {
        let answer = self.write_on(path, bytes, condition)?;
        match answer.status {
            StatusCode::OK | StatusCode::CREATED | StatusCode::NO_CONTENT => Ok(answer.etag),
            StatusCode::PRECONDITION_FAILED | StatusCode::CONFLICT => Err(overtaken()),
            _ => Err(refused("write", path, &answer)),
        }
    }

    /// Writes a file if there is none at `path`; returns whether there was none.
    pub(super) fn add(&self, path: &str, bytes: &[u8]) -> Result<bool, PublishError> {
        let answer = self.write_on(path, bytes, Condition::Absent)?;
        match answer.status {
            StatusCode::OK | StatusCode::CREATED | StatusCode::NO_CONTENT => Ok(true),
            // Two may write at once; the storage lets one of them win.
            StatusCode::PRECONDITION_FAILED | StatusCode::CONFLICT => Ok(false),
            _ => Err(refused("write", path, &answer)),
        }
    }

    fn write_on(
        &self,
        path: &str,
        bytes: &[u8],
        condition: Condition<'_>,
    ) -> Result<Answer, PublishError> {
        let key = self.key(path);
        let mut headers = vec![
            ("content-type", content_type(path).to_owned()),
            ("cache-control", cache_control(path).to_owned()),
        ];
        match condition {
            Condition::Always => {}
            Condition::Absent => headers.push(("if-none-match", "*".to_owned())),
            Condition::Unchanged(etag) => headers.push(("if-match", format!("\"{etag}\""))),
        }
        let mut action = self.address.put_object(Some(&self.credentials), &key);
        for (name, value) in &headers {
            action.headers_mut().insert(*name, value.clone());
        }
        self.ask(path, || {
            let request = Request::put(action.sign(VALID).as_str());
            let add = |request: ureq::http::request::Builder, (name, value): &(_, String)| {
                request.header(*name, value)
            };
            headers.iter().fold(request, add).body(bytes.to_vec())
        })
    }

    fn remove(&self, path: &str) -> Result<(), PublishError> {
        let key = self.key(path);
        let action = self.address.delete_object(Some(&self.credentials), &key);
        let answer =
            self.ask(path, || Request::delete(action.sign(VALID).as_str()).body(Vec::new()))?;
        match answer.status {
            StatusCode::OK | StatusCode::NO_CONTENT | StatusCode::NOT_FOUND => Ok(()),
            _ => Err(refused("remove", path, &answer)),
        }
    }

    /// Makes a request, again if the network or the storage fails; `what` is its object.
    ///
    /// A signed address is a credential, so no message shows one.
    fn ask(
        &self,
        what: &str,
        request: impl Fn() -> ureq::http::Result<Request<Vec<u8>>>,
    ) -> Result<Answer, PublishError> {
        let mut attempt = 1;
        loop {
            let request = request().map_err(|error| {
                PublishError::new(format!("`{what}` cannot be requested ({error})"))
            })?;
            let answer = self.agent.run(request).and_then(|mut answer| {
                let tag = answer.headers().get("etag").and_then(|tag| tag.to_str().ok());
                let etag = tag.unwrap_or_default().trim_matches('"').to_owned();
                let body = answer.body_mut().with_config().limit(u64::MAX).read_to_vec()?;
                Ok(Answer { status: answer.status(), etag, body })
            });
            let may_help = attempt < ATTEMPTS;
            match answer {
                Ok(answer) if !(may_help && is_passing(answer.status)) => return Ok(answer),
                Err(error) if !may_help => return Err(self.unreachable(what, &error)),
                Ok(_) | Err(_) => {}
            }
            std::thread::sleep(Duration::from_millis(200 << attempt));
            attempt += 1;
        }
    }

    fn unreachable(&self, what: &str, error: &ureq::Error) -> PublishError {
        let message =
            format!("the storage `{}` did not answer for `{what}` ({error})", self.bucket.endpoint);
        PublishError::new(message).with_hint(GOES_ON)
    }
}

/// Whether the storage may answer otherwise soon.
fn is_passing(status: StatusCode) -> bool {
    status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS
}

fn refused(verb: &str, path: &str, answer: &Answer) -> PublishError {
    let body = String::from_utf8_lossy(&answer.body);
    let code = body.split_once("<Code>").and_then(|(_, rest)| rest.split_once("</Code>"));
    let code = code.map_or_else(|| answer.status.to_string(), |(code, _)| code.to_owned());
    let hint = match code.as_str() {
        "InvalidAccessKeyId" | "SignatureDoesNotMatch" | "AccessDenied" => {
            "check the credentials in the environment, and what they allow"
        }
        "NoSuchBucket" => "create the bucket, or correct its name in `quipu.yaml`",
        _ => GOES_ON,
    };
    PublishError::new(format!("the storage refused to {verb} `{path}` ({code})")).with_hint(hint)
}
