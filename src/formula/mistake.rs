//! Why a formula cannot be read, in words that authors know.

use ecow::EcoString;
use pulldown_latex::{Parser, Storage};

/// Why TeX is no formula.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// What is wrong, as one clause.
    pub message: String,
    /// What to write instead.
    pub hint: String,
    /// The command that causes the problem, as written, if one does.
    pub command: Option<EcoString>,
}

pub(super) fn coloured() -> Mistake {
    let message = "formulas have the colour of the text around them".to_owned();
    Mistake {
        message,
        hint: "delete the colour command".to_owned(),
        command: Some("\\color".into()),
    }
}

pub(super) fn too_large() -> Mistake {
    let message = "this formula is too large, or nested too deeply".to_owned();
    let hint = "split it into several formulas, with names for its parts".to_owned();
    Mistake { message, hint, command: None }
}

/// What `error`, the parser's message, says about `tex`.
pub(super) fn mistake(tex: &str, error: &str) -> Mistake {
    let line = error.lines().next().unwrap_or_default();
    let reason = line.trim_start_matches("parsing error: ");
    let command = if reason.starts_with("unknown primitive") { unknown_command(tex) } else { None };
    match command {
        Some(command) => {
            let hint = match command.as_str() {
                "\\label" | "\\tag" | "\\ref" | "\\eqref" => {
                    "write the id after the formula, `$$…$$ {#eq-name}`, and refer to it with `@eq-name`"
                }
                "\\begin" | "\\end" => "write the environment with its name in braces",
                _ => "use the commands of LaTeX and amsmath; `\\text{…}` is for words",
            };
            Mistake {
                message: format!("`{command}` is not a known command"),
                hint: hint.to_owned(),
                command: Some(command),
            }
        }
        None => Mistake {
            message: format!("this formula cannot be read ({})", wording(reason)),
            hint: "correct the TeX; write `\\$` for a dollar sign".to_owned(),
            command: None,
        },
    }
}

/// Replaces the parser's wording by our own.
fn wording(reason: &str) -> String {
    let reason = reason.replace("unkown", "unknown").replace(" found", "");
    reason.replace(
        "unbalanced group, expected it to be closed with",
        "a group is open, close it with",
    )
}

/// Returns the first command of `tex` that the parser does not know.
fn unknown_command(tex: &str) -> Option<EcoString> {
    let mut rest = tex;
    while let Some(at) = rest.find('\\') {
        let name = &rest[at + 1..];
        let letters = name.len() - name.trim_start_matches(|c: char| c.is_ascii_alphabetic()).len();
        let length = letters.max(name.chars().next().map_or(0, char::len_utf8));
        let command = &rest[at..at + 1 + length];
        let storage = Storage::new();
        let source = format!("{command}{{x}}{{x}}");
        let first = Parser::new(&source, &storage).next();
        if let Some(Err(error)) = first
            && error.to_string().contains("unknown primitive")
        {
            return Some(command.into());
        }
        rest = &rest[at + 1 + length..];
    }
    None
}
