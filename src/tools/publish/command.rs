//! Running programs of the system: git, rsync, ssh.

use std::io::Write as _;
use std::process::{Command, Stdio};

use super::PublishError;

/// Runs a program with `input` to its end, and returns what it prints.
///
/// # Errors
/// Says that the program is missing, or what it complains about.
pub(crate) fn run(command: &mut Command, input: &[u8]) -> Result<Vec<u8>, PublishError> {
    let name = command.get_program().to_string_lossy().into_owned();
    let missing = |error: std::io::Error| {
        PublishError::new(format!("`{name}` cannot be run ({error})"))
            .with_hint(format!("install `{name}` on this machine"))
    };
    let command = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(missing)?;
    let stdin = child.stdin.take();
    let input = input.to_owned();
    // On a thread of its own: a program may print before it has read all.
    let writer = std::thread::spawn(move || stdin.map(|mut stdin| stdin.write_all(&input)));
    let output = child.wait_with_output().map_err(missing)?;
    // A program that ends early says why itself.
    let _ = writer.join();
    if output.status.success() {
        return Ok(output.stdout);
    }
    let told = without_credentials(&String::from_utf8_lossy(&output.stderr));
    let told: Vec<_> = told.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let silent = || format!("it gives no reason ({})", output.status);
    let reason = told.last().map_or_else(silent, |&line| line.to_owned());
    let error = PublishError::new(format!("`{name}` failed: {reason}"));
    Err(if told.len() > 1 { error.with_hint(told.join("\n          ")) } else { error })
}

/// As [`run`], without input, for programs that print text.
///
/// # Errors
/// As [`run`].
pub(crate) fn text(command: &mut Command) -> Result<String, PublishError> {
    let output = run(command, &[])?;
    Ok(String::from_utf8_lossy(&output).trim_end().to_owned())
}

/// Removes user names and passwords from the addresses that a program prints.
fn without_credentials(text: &str) -> String {
    let mut parts = text.split("://");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(|c: char| c.is_whitespace() || matches!(c, '/' | '\'' | '"'));
        let authority = &part[..end.unwrap_or(part.len())];
        let start = authority.rfind('@').map_or(0, |at| at + 1);
        out.push_str("://");
        out.push_str(&part[start..]);
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn no_password_is_printed() {
        let told =
            "fatal: 'https://me:secret@example.org/a.git/': 403, see https://example.org/a@b";
        let clean = super::without_credentials(told);
        assert_eq!(clean, "fatal: 'https://example.org/a.git/': 403, see https://example.org/a@b");
    }
}
