//! Several tasks make the editions of one publication, and one joins them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::{Publication, QUIPU, REPOSITORY, Run, copy, files, names, run};

/// The publication of a case of the suite, and a store beside it.
struct Shared {
    publication: Publication,
    program: PathBuf,
}

impl Shared {
    fn of_case(case: &str) -> Self {
        let publication = Publication::empty();
        let case = Path::new(REPOSITORY).join("tests/suite").join(case);
        copy(&case.join("content"), &publication.root().join("content"));
        fs::copy(case.join("quipu.yaml"), publication.root().join("quipu.yaml")).unwrap();
        Self { publication, program: QUIPU.into() }
    }

    fn store(&self) -> PathBuf {
        self.publication.beside("store")
    }

    fn call(&self, arguments: &[&str]) -> Run {
        let store = self.store();
        let mut command = Command::new(&self.program);
        run(command.args(arguments).arg("--store").arg(store).current_dir(self.publication.root()))
    }

    fn shard(&self, shard: &str) -> Run {
        self.call(&["build", "--shard", shard])
    }

    fn join(&self) -> Run {
        self.call(&["join", "--out", "../joined"])
    }

    #[track_caller]
    fn make(&self, shards: usize) {
        for number in 1..=shards {
            self.shard(&format!("{number}/{shards}")).expect(0);
        }
    }

    /// Fails unless the join refuses, says this, and leaves no output.
    #[track_caller]
    fn refuses(&self, message: &str) {
        let run = self.join().expect(2);
        assert!(run.stderr.contains(message), "{}", run.stderr);
        assert!(!self.publication.beside("joined").exists());
    }

    /// Returns the folder of the records of the only run in the store.
    fn records(&self) -> PathBuf {
        let runs = self.store().join("runs");
        let names = names(&runs);
        assert_eq!(names.len(), 1, "{names:?}");
        runs.join(&names[0])
    }
}

#[test]
fn shards_make_the_bytes_of_one_machine() {
    for case in ["profiles-conditions", "site-maps", "everything"] {
        let shared = Shared::of_case(case);
        shared.publication.build(&["--out", "../whole"]);
        shared.make(3);
        shared.join().expect(0);
        for folder in names(&shared.publication.beside("")) {
            let Some(rest) = folder.strip_prefix("whole") else { continue };
            let whole = files(&shared.publication.beside(&folder));
            let made = files(&shared.publication.beside(&format!("joined{rest}")));
            let differing: Vec<_> =
                whole.iter().filter(|(path, bytes)| made.get(*path) != Some(bytes)).collect();
            let differing: Vec<_> = differing.into_iter().map(|(path, _)| path).collect();
            assert!(differing.is_empty(), "{case}: {differing:?}");
            assert_eq!(whole.len(), made.len(), "{case}");
        }
    }
}

#[test]
fn a_task_that_runs_twice_does_no_harm() {
    let shared = Shared::of_case("profiles-constant");
    shared.make(2);
    let before = files(&shared.store());
    let again = shared.shard("1/2").expect(0);
    assert!(again.stderr.contains("is already in the store"), "{}", again.stderr);
    // Two machines may have begun at once: what is made again is what is there.
    let record = names(&shared.records()).into_iter().find(|name| name == "1-of-2").unwrap();
    fs::remove_dir_all(shared.records().join(record)).unwrap();
    shared.shard("1/2").expect(0);
    assert_eq!(files(&shared.store()), before);
    // What all profiles have in common is found by the join.
    let joined = shared.join().expect(0);
    assert!(joined.stderr.contains("this holds for all"), "{}", joined.stderr);
}

#[test]
fn a_shard_that_is_missing_is_named() {
    let shared = Shared::of_case("profiles-conditions");
    shared.refuses("the store has no shards of this publication");
    shared.shard("1/3").expect(0);
    shared.refuses("shards 2/3, 3/3 are missing");
    shared.shard("3/3").expect(0);
    shared.refuses("shard 2/3 is missing");
    shared.shard("2/3").expect(0);
    shared.join().expect(0);
}

#[test]
fn shards_of_other_files_options_programs_and_numbers_are_refused() {
    let mut shared = Shared::of_case("profiles-conditions");
    shared.shard("1/2").expect(0);
    shared.call(&["build", "--no-pdf", "--shard", "2/2"]).expect(0);
    shared.refuses("shard 2/2 is missing");
    let data = shared.publication.root().join("content/data/ships.yaml");
    let text = fs::read_to_string(&data).unwrap();
    fs::write(&data, format!("{text}# other\n")).unwrap();
    shared.shard("2/2").expect(0);
    fs::write(&data, text).unwrap();
    let run = shared.join().expect(2);
    assert!(run.stderr.contains("the store has it from other files"), "{}", run.stderr);

    let other = shared.publication.beside("quipu-other");
    fs::copy(QUIPU, &other).unwrap();
    fs::OpenOptions::new()
        .append(true)
        .open(&other)
        .and_then(|mut file| std::io::Write::write_all(&mut file, b"\n"))
        .unwrap();
    shared.program = other;
    shared.shard("2/2").expect(0);
    shared.program = QUIPU.into();
    shared.refuses("shard 2/2 was made by another program: quipu");

    shared.shard("2/2").expect(0);
    shared.make(1);
    shared.refuses("runs with 1 and 2 shards");
    shared.call(&["join", "--shards", "2", "--out", "../joined"]).expect(0);
}

#[test]
fn a_damaged_store_is_refused() {
    let shared = Shared::of_case("profiles-conditions");
    shared.make(1);
    let packs = shared.store().join("packs");
    let pack = packs.join(&names(&packs)[0]);
    let mut bytes = fs::read(&pack).unwrap();
    bytes[100] ^= 1;
    fs::write(&pack, bytes).unwrap();
    shared.refuses("is not in the store, or is damaged");
    fs::remove_file(&pack).unwrap();
    shared.refuses("is not in the store, or is damaged");
    let record = shared.records().join("1-of-1");
    fs::write(record.join(&names(&record)[0]), "{").unwrap();
    shared.refuses("the record of shard 1/1 cannot be read");
}

#[test]
fn mistakes_stop_the_shard_that_has_them() {
    let shared = Shared::of_case("profiles-conditions");
    let text = shared.publication.root().join("content/briefs/country.md");
    let wrong =
        fs::read_to_string(&text).unwrap().replace("ofdi[@this, 2016]", "ofdi[@this, 1999]");
    fs::write(&text, wrong).unwrap();
    let run = shared.shard("1/1").expect(1);
    assert!(run.stderr.contains("1999"), "{}", run.stderr);
    assert!(!shared.store().join("runs").exists());
}

#[test]
fn a_scheduler_says_which_shard_a_task_is() {
    let shared = Shared::of_case("profiles-conditions");
    let task = |index: &str| {
        let mut command = Command::new(QUIPU);
        command.args(["build", "--shard", "--store"]).arg(shared.store());
        command.env("SLURM_ARRAY_TASK_ID", index).env("SLURM_ARRAY_TASK_COUNT", "2");
        run(command.current_dir(shared.publication.root()))
    };
    task("0").expect(0);
    task("1").expect(0);
    task("2").expect(2);
    shared.join().expect(0);
    let run = shared.shard("/2").expect(2);
    assert!(run.stderr.contains("no scheduler tells which shard"), "{}", run.stderr);
}

#[test]
fn shards_say_what_a_build_says() {
    let publication = Publication::empty();
    publication.put("quipu.yaml", "title: Ports\nlanguages: [en]\n");
    publication.put("content/briefs/port.md", crate::support::brief("A port", "Your finding"));
    let plan = crate::support::brief("A plan", "Text.");
    publication.put("content/briefs/plan.md", plan.replace("date:", "status: review\ndate:"));
    let late = crate::support::brief("Late", "Text.");
    publication.put("content/briefs/late.md", late.replace("2026-01-02", "2999-01-02"));
    publication.put(
        "content/bundles.yaml",
        "spring: {publish_at: 1969-07-20T20:17:00Z, texts: [briefs/plan]}\n",
    );
    let whole = publication.run(&["build", "--no-pdf"]).expect(0);
    let shared = Shared { publication, program: QUIPU.into() };
    let shard = shared.call(&["build", "--no-pdf", "--shard", "1/1"]).expect(0);
    let joined = shared.call(&["join", "--no-pdf", "--out", "../joined"]).expect(0);
    let codes = |run: &Run| -> Vec<String> {
        let lines = run.stderr.lines().filter(|line| line.starts_with("warning["));
        lines.map(str::to_owned).collect()
    };
    assert_eq!(codes(&whole).len(), 3, "{}", whole.stderr);
    assert_eq!(codes(&shard), codes(&whole));
    assert_eq!(codes(&joined), codes(&whole));
}
