//! Why files were made again, for people and for programs.

use std::fmt::Write as _;

use serde_json::json;

use super::Format;
use crate::base::limits::counted;
use crate::engine::kept::Remade;

/// More reasons than these are counted, not listed.
const LISTED: usize = 6;

/// Renders why the files of texts were made again, as text that ends with a newline; none stands for a build that uses
/// no texts of earlier builds.
pub fn render_why(remade: Option<&[Remade]>, format: Format) -> String {
    let mut out = String::new();
    match (remade, format) {
        (None, Format::Human) => out.push_str(
            "all texts were made anew: builds with `--no-pdf` or `--fresh` use none of earlier builds\n",
        ),
        (None, Format::Json) => _ = writeln!(out, "{}", json!({ "kind": "all-made" })),
        (Some(remade), Format::Human) => human(remade, &mut out),
        (Some(remade), Format::Json) => {
            for Remade { files, changed } in remade {
                for file in files {
                    let record = json!({ "kind": "made", "file": file, "changed": changed });
                    let _ = writeln!(out, "{record}");
                }
            }
        }
    }
    out
}

fn human(remade: &[Remade], out: &mut String) {
    let mut files = 0;
    for made in remade {
        let more = made.changed.len().saturating_sub(LISTED);
        let mut changed: Vec<_> = made.changed.iter().take(LISTED).cloned().collect();
        changed.extend((more > 0).then(|| format!("{more} more")));
        for file in &made.files {
            let _ = writeln!(out, "/{file}  {}", changed.join(", "));
        }
        files += made.files.len();
    }
    let (files, texts) = (counted(files, "file"), counted(remade.len(), "text"));
    let _ = writeln!(out, "made again: {files} of {texts}");
}
