//! Publishing to a branch of a git repository, as web hosts for git serve them: a commit for each
//! release.

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use super::command::{run, text};
use super::release::{BuiltSite, MANIFEST, Manifest, TargetChanges};
use super::{Outcome, PublishError, foreign, nothing_before, nothing_live, overtaken, read_below};

/// A branch that holds what is live.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GitBranch {
    /// The address of the repository.
    pub remote: String,
    /// The name of the branch.
    pub name: String,
}

/// A repository for the time of a publish, and the branch as it was then.
struct Clone {
    folder: TempDir,
    /// The commit that the branch ends in; none if there is no such branch.
    head: Option<String>,
}

impl Clone {
    fn git(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        command.arg("--git-dir").arg(self.folder.path().join("git"));
        // The bytes are stored unchanged, whatever this machine's settings are.
        for setting in [
            "core.autocrlf=false",
            "core.excludesFile=",
            "core.attributesFile=",
            "commit.gpgSign=false",
            "user.name=Quipu",
            "user.email=quipu@localhost",
        ] {
            command.args(["-c", setting]);
        }
        command.args(arguments).env("GIT_TERMINAL_PROMPT", "0");
        command
    }

    fn file(&self, path: &str) -> Result<Option<Vec<u8>>, PublishError> {
        let Some(head) = &self.head else { return Ok(None) };
        let listed = text(&mut self.git(&["ls-tree", "--name-only", head, "--", path]))?;
        if listed.is_empty() {
            return Ok(None);
        }
        run(&mut self.git(&["cat-file", "blob", &format!("{head}:{path}")]), &[]).map(Some)
    }

    /// Returns the tree that the branch ends in.
    fn tree(&self) -> Result<Option<String>, PublishError> {
        let Some(head) = &self.head else { return Ok(None) };
        text(&mut self.git(&["rev-parse", &format!("{head}^{{tree}}")])).map(Some)
    }

    fn commit(&self, tree: &str, message: &str) -> Result<String, PublishError> {
        let mut command = self.git(&["commit-tree", tree, "-m", message]);
        if let Some(head) = &self.head {
            command.args(["-p", head]);
        }
        text(&mut command)
    }
}

impl GitBranch {
    fn full_name(&self) -> String {
        format!("refs/heads/{}", self.name)
    }

    /// Fetches the last commits of the branch, as many as `depth` says.
    fn fetch(&self, depth: &str) -> Result<Clone, PublishError> {
        let folder = TempDir::new().map_err(|error| PublishError::io(Path::new("."), &error))?;
        let mut clone = Clone { folder, head: None };
        run(&mut clone.git(&["init", "--quiet"]), &[])?;
        let name = self.full_name();
        let listed = text(&mut clone.git(&["ls-remote", "--", &self.remote, &name]))?;
        if let Some(head) = listed.split_whitespace().next() {
            let fetch = ["fetch", "--quiet", "--depth", depth, "--", &self.remote, &name];
            run(&mut clone.git(&fetch), &[])?;
            clone.head = Some(head.to_owned());
        }
        Ok(clone)
    }

    fn live_in(&self, clone: &Clone) -> Result<Option<Manifest>, PublishError> {
        match clone.file(MANIFEST)? {
            Some(bytes) => Manifest::parse(&bytes).map(Some),
            None if clone.head.is_some() => Err(foreign(&format!("the branch `{}`", self.name))),
            None => Ok(None),
        }
    }

    pub(super) fn live(&self) -> Result<Option<Manifest>, PublishError> {
        self.live_in(&self.fetch("1")?)
    }

    pub(super) fn publish(&self, release: &BuiltSite) -> Result<Outcome, PublishError> {
        let clone = self.fetch("1")?;
        let live = self.live_in(&clone)?;
        let changes = TargetChanges::between(live.as_ref(), &release.manifest);
        let name = release.manifest.release.clone();
        let previous = match live {
            Some(live) if live.release == name => live.previous,
            live => live.map(|live| live.release),
        };
        let manifest = Manifest { previous, ..release.manifest.clone() };
        let tree = tree(&clone, release, &manifest)?;
        if clone.tree()?.as_ref() != Some(&tree) {
            let commit = clone.commit(&tree, &format!("Release {name}"))?;
            self.push(&clone, &commit)?;
        }
        Ok(Outcome { release: name, changes })
    }

    /// Moves the branch to `commit`, unless someone else has moved it.
    fn push(&self, clone: &Clone, commit: &str) -> Result<(), PublishError> {
        let name = self.full_name();
        let lease = format!("--force-with-lease={name}:{}", clone.head.as_deref().unwrap_or(""));
        let reference = format!("{commit}:{name}");
        let push = ["push", "--quiet", &lease, "--", &self.remote, &reference];
        run(&mut clone.git(&push), &[]).map(|_| ()).map_err(|error| {
            let hint = error.hint.as_deref().unwrap_or_default();
            let is_late =
                ["stale info", "fetch first", "reference already exists", "cannot lock ref"];
            if is_late.iter().any(|sign| hint.contains(sign)) { overtaken() } else { error }
        })
    }

    pub(super) fn roll_back(&self) -> Result<String, PublishError> {
        let clone = self.fetch("2")?;
        self.live_in(&clone)?.ok_or_else(nothing_live)?;
        let head = clone.head.clone().ok_or_else(nothing_live)?;
        let parent =
            text(&mut clone.git(&["rev-parse", "--verify", "--quiet", &format!("{head}^")]));
        let parent = parent.map_err(|_| nothing_before())?;
        let manifest =
            run(&mut clone.git(&["cat-file", "blob", &format!("{parent}:{MANIFEST}")]), &[]);
        let name = Manifest::parse(&manifest.map_err(|_| nothing_before())?)?.release;
        let tree = text(&mut clone.git(&["rev-parse", &format!("{parent}^{{tree}}")]))?;
        let commit = clone.commit(&tree, &format!("Back to release {name}"))?;
        self.push(&clone, &commit)?;
        Ok(name)
    }

    pub(super) fn differing(&self, live: &Manifest) -> Result<Vec<String>, PublishError> {
        let clone = self.fetch("1")?;
        let head = clone.head.clone().ok_or_else(nothing_live)?;
        let folder = clone.folder.path().join("files");
        fs::create_dir(&folder).map_err(|error| PublishError::io(&folder, &error))?;
        let mut command = clone.git(&["-c", "advice.detachedHead=false"]);
        command.arg("--work-tree").arg(&folder).args(["checkout", "--quiet", &head, "--", "."]);
        run(&mut command, &[])?;
        live.differing(|path| read_below(&folder, path))
    }
}

/// Makes a tree of the files of `release`, of its manifest, and of the mark that keeps hosts from
/// taking the pages for texts of theirs.
fn tree(clone: &Clone, release: &BuiltSite, manifest: &Manifest) -> Result<String, PublishError> {
    let mut paths: Vec<u8> = Vec::new();
    for path in release.manifest.files.keys() {
        paths.extend(path.as_bytes());
        paths.push(0);
    }
    let folder = std::path::absolute(&release.folder);
    let folder = folder.map_err(|error| PublishError::io(&release.folder, &error))?;
    let mut add = clone.git(&[]);
    add.arg("--work-tree").arg(&folder).current_dir(&folder);
    add.args(["update-index", "--add", "-z", "--stdin"]);
    run(&mut add, &paths)?;
    for (path, bytes) in [(MANIFEST, manifest.json()), (".nojekyll", Vec::new())] {
        let object = run(&mut clone.git(&["hash-object", "-w", "--stdin"]), &bytes)?;
        let object = String::from_utf8_lossy(&object);
        let entry = format!("100644,{},{path}", object.trim());
        run(&mut clone.git(&["update-index", "--add", "--cacheinfo", &entry]), &[])?;
    }
    text(&mut clone.git(&["write-tree"]))
}
