//! A server, by rsync over SSH: the same folders as on this machine, and one step at the end.
//!
//! The server needs a shell, `rsync` and GNU's `mv`, as any Linux has them.

use std::env;
use std::process::Command;

use tempfile::TempDir;

use super::command::{run, text};
use super::folder::{CURRENT, INCOMING, RELEASES};
use super::release::{BuiltSite, Manifest, TargetChanges};
use super::{Outcome, PublishError, foreign, nothing_before, nothing_live, overtaken, read_below};

/// What a script says when the link leads elsewhere than before.
const OVERTAKEN: &str = "quipu: overtaken";

/// How a release is sent.
const SENT: &[&str] = &["--delete", "--exclude=/.quipu.json", "--chmod=D755,F644"];

/// A folder on a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server {
    /// The server, with the user's name before an `@`.
    pub address: String,
    /// The folder there.
    pub path: String,
    /// The port of SSH.
    pub port: Option<u16>,
    /// How many releases are kept, the live one among them.
    pub keep: usize,
}

impl Server {
    /// Returns how SSH is called: as `RSYNC_RSH` says, or `ssh`, and never asking anybody.
    fn ssh(&self) -> Vec<String> {
        let called = env::var("RSYNC_RSH").unwrap_or_else(|_| "ssh".to_owned());
        let mut words: Vec<_> = called.split_whitespace().map(str::to_owned).collect();
        words.extend(["-o", "BatchMode=yes"].map(str::to_owned));
        if let Some(port) = self.port {
            words.extend(["-p".to_owned(), port.to_string()]);
        }
        words
    }

    /// Runs a script in the folder on the server.
    fn script(&self, script: &str, input: &[u8]) -> Result<String, PublishError> {
        let words = self.ssh();
        let mut command = Command::new(&words[0]);
        let script = format!("set -e; cd {}; {script}", quoted(&self.path));
        command.args(&words[1..]).args(["--", &self.address, &script]);
        let printed = run(&mut command, input)?;
        Ok(String::from_utf8_lossy(&printed).trim_end().to_owned())
    }

    fn rsync(&self, from: &str, to: &str, options: &[&str]) -> Result<(), PublishError> {
        let mut command = Command::new("rsync");
        command.args([
            "--recursive",
            "--links",
            "--times",
            "--checksum",
            "--rsh",
            &self.ssh().join(" "),
        ]);
        command.args(options).args(["--", from, to]);
        text(&mut command).map(|_| ()).map_err(|error| self.with_room(error))
    }

    /// Adds how much room the server has, if rsync ended without a reason.
    ///
    /// When a disk is full, the rsync of the server may be gone before its complaint is sent.
    fn with_room(&self, error: PublishError) -> PublishError {
        if error.hint.is_some() {
            return error;
        }
        // The fourth field of the last line is what is free, in the units asked for.
        match self.script("df -Pk . | awk 'END { print $4 }'", &[]) {
            Ok(free) => error.with_hint(format!(
                "there may be no room left: the disk of `{}` has {free} KiB free",
                self.path
            )),
            Err(_) => error,
        }
    }

    fn remote(&self, below: &str) -> String {
        format!("{}:{}/{below}", self.address, self.path)
    }

    pub(super) fn live(&self) -> Result<Option<Manifest>, PublishError> {
        let script = format!(
            "if [ -L {CURRENT} ]; then name=$(readlink {CURRENT}); cat {RELEASES}/${{name##*/}}.json; \
             elif [ -e {CURRENT} ]; then echo foreign; fi"
        );
        let made = format!("mkdir -p {}/{RELEASES}", quoted(&self.path));
        let words = self.ssh();
        let mut make = Command::new(&words[0]);
        text(make.args(&words[1..]).args(["--", &self.address, &made]))?;
        match self.script(&script, &[])?.as_str() {
            "" => Ok(None),
            "foreign" => Err(foreign(&format!("`{}/{CURRENT}`", self.path))),
            manifest => Manifest::parse(manifest.as_bytes()).map(Some),
        }
    }

    pub(super) fn publish(&self, release: &BuiltSite) -> Result<Outcome, PublishError> {
        let live = self.live()?;
        let changes = TargetChanges::between(live.as_ref(), &release.manifest);
        let name = release.manifest.release.clone();
        let from = format!("{}/", release.folder.display());
        if live.as_ref().is_some_and(|live| live.release == name) {
            // What someone changed is put right, file by file.
            self.rsync(&from, &self.remote(&format!("{RELEASES}/{name}/")), SENT)?;
            return Ok(Outcome { release: name, changes });
        }
        let to = self.remote(&format!("{RELEASES}/{INCOMING}{name}/"));
        let link = live.as_ref().map(|live| format!("--link-dest=../{}", live.release));
        let options: Vec<_> = SENT.iter().copied().chain(link.as_deref()).collect();
        self.rsync(&from, &to, &options)?;
        let previous = live.map(|live| live.release);
        let manifest = Manifest { previous: previous.clone(), ..release.manifest.clone() };
        // The folder of the live release is never touched; one of this name is of a publish that ended early.
        let settle = format!(
            "cd {RELEASES}; rm -rf {name}; mv {INCOMING}{name} {name}; \
             cat > .{name}.json; mv .{name}.json {name}.json"
        );
        self.script(&settle, &manifest.json())?;
        self.show(previous.as_deref(), &name)?;
        self.prune(&manifest)?;
        Ok(Outcome { release: name, changes })
    }

    /// Lets the link lead to the release `name`, unless it leads elsewhere than to `before`.
    fn show(&self, before: Option<&str>, name: &str) -> Result<(), PublishError> {
        let seen = before.map_or_else(String::new, |before| format!("{RELEASES}/{before}"));
        let script = format!(
            "if [ \"$(readlink {CURRENT} || true)\" != \"{seen}\" ]; then echo '{OVERTAKEN}'; exit 0; fi; \
             ln -sfn {RELEASES}/{name} .{CURRENT}-{name}; mv -fT .{CURRENT}-{name} {CURRENT}"
        );
        if self.script(&script, &[])? == OVERTAKEN { Err(overtaken()) } else { Ok(()) }
    }

    pub(super) fn roll_back(&self) -> Result<String, PublishError> {
        let live = self.live()?.ok_or_else(nothing_live)?;
        let name = live.previous.ok_or_else(nothing_before)?;
        let is_there = format!("if [ -d {RELEASES}/{name} ]; then echo there; fi");
        if self.script(&is_there, &[])? != "there" {
            return Err(nothing_before());
        }
        self.show(Some(&live.release), &name)?;
        Ok(name)
    }

    /// Removes the releases that are older than those to keep.
    fn prune(&self, live: &Manifest) -> Result<(), PublishError> {
        let mut kept = vec![live.release.clone()];
        let mut next = live.previous.clone();
        while let Some(name) = next.filter(|name| kept.len() < self.keep && !kept.contains(name)) {
            let manifest =
                self.script(&format!("cat {RELEASES}/{name}.json 2>/dev/null || true"), &[])?;
            next = Manifest::parse(manifest.as_bytes()).ok().and_then(|manifest| manifest.previous);
            kept.push(name);
        }
        let names: Vec<_> = kept.iter().map(|name| format!("{name}|{name}.json")).collect();
        let script = format!(
            "cd {RELEASES}; for name in *; do case $name in {}) ;; *) rm -rf -- \"$name\";; esac; done; \
             find . -maxdepth 1 -name '{INCOMING}*' -mtime +1 -exec rm -rf {{}} +",
            names.join("|")
        );
        self.script(&script, &[]).map(|_| ())
    }

    pub(super) fn differing(&self, live: &Manifest) -> Result<Vec<String>, PublishError> {
        let folder = TempDir::new();
        let folder = folder.map_err(|error| PublishError::io(&env::temp_dir(), &error))?;
        self.rsync(
            &self.remote(&format!("{CURRENT}/")),
            &format!("{}/", folder.path().display()),
            &[],
        )?;
        live.differing(|path| read_below(folder.path(), path))
    }
}

/// Returns `text` as a word of the shell.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}
