//! Which shard a task makes: from the command line, or from its scheduler.

use super::Shard;

/// What the command line says of the shard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// This one: `3/8`.
    Given(Shard),
    /// One of as many: `/8`.
    OneOf(usize),
    /// What the scheduler says.
    Scheduled,
}

/// The variables of a scheduler.
struct Variables {
    /// The number of the task.
    index: &'static str,
    /// Its first number.
    from: usize,
    /// How many tasks there are.
    count: Option<&'static str>,
}

/// All schedulers that number their tasks, and at the end variables for those that do not.
const SCHEDULERS: &[Variables] = &[
    Variables { index: "SLURM_ARRAY_TASK_ID", from: 0, count: Some("SLURM_ARRAY_TASK_COUNT") },
    Variables { index: "JOB_COMPLETION_INDEX", from: 0, count: None },
    Variables {
        index: "AWS_BATCH_JOB_ARRAY_INDEX",
        from: 0,
        count: Some("AWS_BATCH_JOB_ARRAY_SIZE"),
    },
    Variables { index: "CLOUD_RUN_TASK_INDEX", from: 0, count: Some("CLOUD_RUN_TASK_COUNT") },
    Variables { index: "CI_NODE_INDEX", from: 1, count: Some("CI_NODE_TOTAL") },
    Variables { index: "QUIPU_SHARD_INDEX", from: 0, count: Some("QUIPU_SHARD_COUNT") },
];

/// Returns the shard of this task; `variable` looks up one of the environment.
///
/// # Errors
/// Returns a message about what is missing.
pub fn number(wanted: Wanted, variable: &dyn Fn(&str) -> Option<String>) -> Result<Shard, String> {
    let given = match wanted {
        Wanted::Given(shard) => return checked(shard),
        Wanted::OneOf(count) => Some(count),
        Wanted::Scheduled => None,
    };
    let found = SCHEDULERS.iter().find_map(|names| Some((names, variable(names.index)?)));
    let Some((names, index)) = found else {
        return Err(
            "no scheduler tells which shard this is\n  = help: name it, such as `--shard 3/8`"
                .to_owned(),
        );
    };
    let read = |name: &str, text: &str| {
        text.trim().parse::<usize>().map_err(|_| format!("`{name}` is `{text}`, not a number"))
    };
    let number = read(names.index, &index)?;
    let number = (number + 1).checked_sub(names.from);
    let count = match (given, names.count.and_then(|name| Some((name, variable(name)?)))) {
        (Some(count), _) => count,
        (None, Some((name, text))) => {
            if variable("SLURM_ARRAY_TASK_MIN").is_some_and(|first| first != "0") {
                return Err(subset());
            }
            read(name, &text)?
        }
        (None, None) => {
            return Err(format!(
                "`{}` tells which shard this is, but nothing tells how many there are\n  = help: state it, such as `--shard /8`",
                names.index
            ));
        }
    };
    checked(Shard { number: number.unwrap_or_default(), count })
}

fn subset() -> String {
    "the task array does not begin at 0, so its size is not the number of shards\n  = help: state the number, such as `--shard /8` for tasks 0 to 7".to_owned()
}

fn checked(shard: Shard) -> Result<Shard, String> {
    if (1..=shard.count).contains(&shard.number) {
        return Ok(shard);
    }
    let Shard { number, count } = shard;
    Err(format!(
        "there is no shard {number} of {count}\n  = help: shards are numbered from 1, task arrays from 0"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(wanted: Wanted, variables: &[(&str, &str)]) -> Result<Shard, String> {
        number(wanted, &|name| {
            variables.iter().find(|(other, _)| *other == name).map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn schedulers_say_which_shard_a_task_is() {
        let shard = |number, count| Ok(Shard { number, count });
        let cases: [(&[_], _); 5] = [
            (&[("SLURM_ARRAY_TASK_ID", "2"), ("SLURM_ARRAY_TASK_COUNT", "8")], shard(3, 8)),
            (&[("CI_NODE_INDEX", "3"), ("CI_NODE_TOTAL", "8")], shard(3, 8)),
            (&[("AWS_BATCH_JOB_ARRAY_INDEX", "0"), ("AWS_BATCH_JOB_ARRAY_SIZE", "2")], shard(1, 2)),
            (&[("CLOUD_RUN_TASK_INDEX", "1"), ("CLOUD_RUN_TASK_COUNT", "2")], shard(2, 2)),
            (&[("QUIPU_SHARD_INDEX", "1"), ("QUIPU_SHARD_COUNT", "4")], shard(2, 4)),
        ];
        for (variables, expected) in cases {
            assert_eq!(found(Wanted::Scheduled, variables), expected);
        }
        let kubernetes = [("JOB_COMPLETION_INDEX", "7")];
        assert_eq!(found(Wanted::OneOf(8), &kubernetes), shard(8, 8));
        assert!(found(Wanted::Scheduled, &kubernetes).is_err());
    }

    #[test]
    fn what_cannot_be_is_refused() {
        let given = |number, count| Wanted::Given(Shard { number, count });
        assert!(found(given(9, 8), &[]).is_err());
        assert!(found(given(0, 8), &[]).is_err());
        assert!(found(Wanted::Scheduled, &[]).is_err());
        // One task of an array that is started again alone.
        let alone = [
            ("SLURM_ARRAY_TASK_ID", "3"),
            ("SLURM_ARRAY_TASK_COUNT", "1"),
            ("SLURM_ARRAY_TASK_MIN", "3"),
        ];
        assert!(found(Wanted::Scheduled, &alone).is_err());
        assert_eq!(found(Wanted::OneOf(8), &alone), Ok(Shard { number: 4, count: 8 }));
    }
}
