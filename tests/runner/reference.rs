//! The reference in `docs/templates.md`, made from the sources that it describes.
//!
//! ```text
//! src/render/context.rs, src/tree/mod.rs, src/render/pdf.rs ──syn──> types ──┐
//! themes/default/html/*.html, pdf/*.typ ────────────────────────> names ──┴──> docs/templates.md
//! ```
//!
//! What stands between `<!-- generated: name -->` and `<!-- end -->` is replaced by a run
//! with `QUIPU_BLESS` set, and compared by any other.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use syn::{Attribute, Expr, Fields, Item, Lit, Meta, Type};
use walkdir::WalkDir;

use crate::class_names;

/// A type that templates may meet.
struct Part {
    name: String,
    /// What it is, in whole paragraphs.
    text: String,
    /// The key whose value names the variant of an enum, such as `kind`.
    tag: Option<String>,
    body: Body,
}

enum Body {
    Fields(Vec<Field>),
    Variants(Vec<Variant>),
}

struct Field {
    name: String,
    kind: String,
    text: String,
}

struct Variant {
    name: String,
    text: String,
    /// Its own fields, or the one type whose fields it has.
    fields: Vec<Field>,
}

/// Compares the generated parts of the reference with the sources.
pub(crate) fn is_up_to_date() {
    let path = root().join("docs/templates.md");
    let page = read("docs/templates.md");
    let made = regenerate(&page);
    if std::env::var_os("QUIPU_BLESS").is_some() {
        std::fs::write(path, made).unwrap();
        return;
    }
    for (line, (is, should)) in page.lines().zip(made.lines()).enumerate() {
        assert_eq!(is, should, "docs/templates.md:{}: set QUIPU_BLESS=1 to accept", line + 1);
    }
    assert_eq!(page.len(), made.len(), "docs/templates.md: set QUIPU_BLESS=1 to accept");
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap()
}

/// Replaces each generated part of the page.
fn regenerate(page: &str) -> String {
    let mut parts = page.split("<!-- generated: ");
    let mut made = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once(" -->\n").unwrap();
        let (_, after) = rest.split_once("<!-- end -->").unwrap();
        let text = generate(name);
        let _ =
            write!(made, "<!-- generated: {name} -->\n\n{}\n\n<!-- end -->{after}", text.trim());
    }
    made
}

fn generate(name: &str) -> String {
    let is_page = |part: &&Part| !templates_of(part).is_empty();
    match name {
        "pages" => parts("src/render/context").iter().filter(is_page).map(page).collect(),
        "parts" => {
            let parts = parts("src/render/context");
            parts.iter().filter(|part| !is_page(part)).map(section).collect()
        }
        "document" => reached(&parts("src/tree"), "Document").into_iter().map(section).collect(),
        "settings" => {
            reached(&parts("src/render/pdf"), "PdfSettings").into_iter().map(body).collect()
        }
        "templates" => templates(),
        "nodes" => parts("src/render/html/part").iter().map(section).collect(),
        "page-parts" => page_parts(),
        "print-parts" => print_parts(),
        "classes" => class_names::list(),
        _ => functions(&read(&format!("themes/default/pdf/{name}"))),
    }
}

/// Reads the public types of a module that templates may meet.
fn parts(module: &str) -> Vec<Part> {
    let mut paths = vec![root().join(format!("{module}.rs"))];
    let folder = WalkDir::new(root().join(module)).sort_by_file_name();
    paths.extend(folder.into_iter().filter_map(Result::ok).map(walkdir::DirEntry::into_path));
    let items = paths
        .iter()
        .filter(|path| path.is_file())
        .flat_map(|path| syn::parse_file(&std::fs::read_to_string(path).unwrap()).unwrap().items);
    items.filter_map(|item| part(&item)).collect()
}

/// Returns the types that one of them leads to, itself first.
fn reached<'p>(parts: &'p [Part], first: &str) -> Vec<&'p Part> {
    let mut found: Vec<&Part> = Vec::new();
    let mut names = vec![first.to_owned()];
    while let Some(name) = names.pop() {
        let part = parts.iter().find(|part| part.name == name);
        let Some(part) = part.filter(|part| found.iter().all(|other| other.name != part.name))
        else {
            continue;
        };
        found.push(part);
        let text = body(part);
        let mentioned = text.split("](#").filter_map(|text| text.rsplit('[').next());
        names.extend(mentioned.map(str::to_owned));
    }
    found.sort_by_key(|part| parts.iter().position(|other| other.name == part.name));
    found
}

fn part(item: &Item) -> Option<Part> {
    let (name, attributes) = match item {
        Item::Struct(item) => (&item.ident, &item.attrs),
        Item::Enum(item) => (&item.ident, &item.attrs),
        _ => return None,
    };
    let serde = serde(attributes);
    // The rest is for the program alone, or prints as a text does.
    if !derives_serialize(attributes) || serde.contains_key("transparent") {
        return None;
    }
    let body = match item {
        Item::Struct(item) => Body::Fields(fields(&item.fields)),
        Item::Enum(item) => Body::Variants(item.variants.iter().map(variant).collect()),
        _ => return None,
    };
    let tag = serde.get("tag").cloned();
    Some(Part { name: name.to_string(), text: doc(attributes), tag, body })
}

fn fields(fields: &Fields) -> Vec<Field> {
    let shown = fields.iter().filter(|field| !serde(&field.attrs).contains_key("skip"));
    shown
        .map(|field| Field {
            name: field.ident.as_ref().map(ToString::to_string).unwrap_or_default(),
            kind: kind(&field.ty),
            text: doc(&field.attrs),
        })
        .collect()
}

fn variant(variant: &syn::Variant) -> Variant {
    Variant {
        name: kebab(&variant.ident.to_string()),
        text: doc(&variant.attrs),
        fields: fields(&variant.fields),
    }
}

/// Returns the paragraphs of a doc comment, each on a line; links to code become code.
fn doc(attributes: &[Attribute]) -> String {
    let lines = attributes.iter().filter_map(|attribute| match &attribute.meta {
        Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
            Expr::Lit(value) => match &value.lit {
                Lit::Str(text) => Some(text.value().trim().to_owned()),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    });
    let text = lines.collect::<Vec<_>>().join("\n");
    let paragraphs = text.split("\n\n").map(|paragraph| paragraph.replace('\n', " "));
    let text = paragraphs.collect::<Vec<_>>().join(" ");
    text.replace("[`", "`").replace("`]", "`").replace("Block::", "").replace("Inline::", "")
}

fn derives_serialize(attributes: &[Attribute]) -> bool {
    attributes.iter().filter(|attribute| attribute.path().is_ident("derive")).any(|attribute| {
        let mut found = false;
        let _ = attribute.parse_nested_meta(|meta| {
            found |= meta.path.is_ident("Serialize");
            Ok(())
        });
        found
    })
}

/// Returns what `#[serde(…)]` says, by key; keys without value have an empty one.
fn serde(attributes: &[Attribute]) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("serde")) {
        let _ = attribute.parse_nested_meta(|meta| {
            let key = meta.path.get_ident().map(ToString::to_string).unwrap_or_default();
            let value = match meta.value() {
                Ok(value) => value.parse::<syn::LitStr>()?.value(),
                Err(_) => String::new(),
            };
            found.insert(key, value);
            Ok(())
        });
    }
    found
}

/// Returns a type as a designer would say it.
fn kind(ty: &Type) -> String {
    let path = match ty {
        Type::Reference(reference) => return kind(&reference.elem),
        Type::Slice(slice) => return format!("list of {}", kind(&slice.elem)),
        Type::Path(path) => path,
        _ => panic!("the reference cannot describe a type of this form"),
    };
    let last = path.path.segments.last().unwrap();
    let inner = || match &last.arguments {
        syn::PathArguments::AngleBracketed(arguments) => {
            arguments.args.iter().find_map(|argument| match argument {
                syn::GenericArgument::Type(ty) => Some(kind(ty)),
                _ => None,
            })
        }
        _ => None,
    };
    match last.ident.to_string().as_str() {
        "str" | "String" | "EcoString" | "Cow" => "text".to_owned(),
        "Html" => "markup".to_owned(),
        "bool" => "true or false".to_owned(),
        "usize" | "u8" | "u32" | "u64" => "number".to_owned(),
        "WordMap" => "texts by id".to_owned(),
        "BTreeMap" => "values by name".to_owned(),
        "Inlines" => "list of [Inline](#inline)".to_owned(),
        "Option" => format!("{} or null", inner().unwrap()),
        "Vec" => format!("list of {}", inner().unwrap()),
        "Shared" | "Box" => inner().unwrap(),
        name => format!("[{name}](#{})", name.to_lowercase()),
    }
}

fn kebab(name: &str) -> String {
    let mut out = String::new();
    for character in name.chars() {
        if character.is_uppercase() && !out.is_empty() {
            out.push('-');
        }
        out.extend(character.to_lowercase());
    }
    out
}

/// Describes what the template of a page gets, under the names of the templates.
fn page(part: &Part) -> String {
    format!("#### {}\n\n{}\n\n{}\n", templates_of(part).join(", "), part.text, body(part))
}

/// Returns the templates that a type is for, which its doc comment names.
fn templates_of(part: &Part) -> Vec<String> {
    let quoted = part.text.split('`').skip(1).step_by(2);
    let is_template = |word: &&str| {
        part.name.ends_with("Page") && Path::new(word).extension().is_some_and(|end| end == "html")
    };
    quoted.filter(is_template).map(|word| format!("`{word}`")).collect()
}

fn section(part: &Part) -> String {
    format!("#### {}\n\n{}\n\n{}\n", part.name, part.text, body(part))
}

fn body(part: &Part) -> String {
    match &part.body {
        Body::Fields(fields) => list(fields, ""),
        Body::Variants(variants) => variants.iter().fold(String::new(), |mut out, variant| {
            let key = part.tag.as_ref().map(|tag| format!("`{tag}` is ")).unwrap_or_default();
            let _ = writeln!(out, "- {key}`{}`: {}", variant.name, variant.text);
            out.push_str(&list(&variant.fields, "  "));
            out
        }),
    }
}

fn list(fields: &[Field], indent: &str) -> String {
    fields.iter().fold(String::new(), |mut out, Field { name, kind, text }| {
        let _ = match name.as_str() {
            "" => writeln!(out, "{indent}- the fields of {kind}"),
            _ => writeln!(out, "{indent}- `{name}` ({kind}): {text}"),
        };
        out
    })
}

/// Lists the page templates of the default theme, with the blocks that others can override.
fn templates() -> String {
    let folder = root().join("themes/default/html");
    let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut names: Vec<_> =
        paths.map(|path| path.file_name().unwrap().to_string_lossy().into_owned()).collect();
    names.sort();
    let mut out = String::new();
    for name in &names {
        let text = read(&format!("themes/default/html/{name}"));
        let between = |mark: &str, end: &str| -> Vec<String> {
            let found = neighbours(&text, mark).filter_map(|(_, after)| after.split_once(end));
            found.map(|(inner, _)| format!("`{}`", inner.trim())).collect()
        };
        let _ = write!(out, "- `{name}`");
        if let [base] = &between("{% extends \"", "\"")[..] {
            let _ = write!(out, " extends {base}");
        }
        let blocks = [between("{% block ", "%}"), between("{%- block ", "%}")].concat();
        let blocks: Vec<_> = blocks.iter().map(|name| name.replace(" -", "")).collect();
        let _ = writeln!(out, ". Blocks: {}.", blocks.join(", "));
    }
    out
}

/// Returns the names and texts of the parts with this extension.
fn part_files(extension: &str) -> Vec<(String, String)> {
    let folder = root().join("themes/default/parts");
    let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<_> = paths.filter(|path| path.extension().unwrap() == extension).collect();
    paths.sort();
    let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
    paths.iter().map(|path| (name(path), std::fs::read_to_string(path).unwrap())).collect()
}

/// Lists the parts of pages, each with the comment at its head.
fn page_parts() -> String {
    let mut out = String::new();
    for (name, text) in part_files("html") {
        let (_, comment) = text.split_once("{#- ").expect(&name);
        let comment = comment.split_once("-#}").map_or("", |(comment, _)| comment.trim());
        let signature = text.split_once("{% component ").and_then(|(_, after)| {
            after.split_once(" -%}").map(|(signature, _)| format!(" (`{signature}`)"))
        });
        let _ = writeln!(out, "- `{name}`{}: {comment}", signature.unwrap_or_default());
    }
    out
}

/// Lists the parts of PDFs, each with the signature and the comment of its function.
fn print_parts() -> String {
    let mut out = String::new();
    for (name, text) in part_files("typ") {
        let function = format!("- `{}(", name.trim_end_matches(".typ"));
        let functions = functions(&text);
        let (_, own) = functions.split_once(&function).expect(&name);
        let own = own.split_once("\n- `").map_or(own, |(own, _)| own).trim_end();
        let _ = writeln!(out, "- `{name}`: `{}({own}", name.trim_end_matches(".typ"));
    }
    out
}

/// Lists the documented functions and values of a Typst file.
fn functions(text: &str) -> String {
    let mut out = String::new();
    let mut comment: Vec<&str> = Vec::new();
    for line in text.lines() {
        if let Some(words) = line.strip_prefix("///") {
            comment.push(words.trim());
        } else if let Some(definition) = line.strip_prefix("#let ") {
            let (signature, _) = definition.split_once(" = ").unwrap_or((definition, ""));
            if !comment.is_empty() {
                let _ = writeln!(out, "- `{signature}`: {}", item(&comment));
            }
            comment.clear();
        } else {
            comment.clear();
        }
    }
    out
}

/// Returns the lines of a comment as an item of a list; a list in it becomes one below it.
fn item(comment: &[&str]) -> String {
    let mut out = String::new();
    for line in comment.iter().filter(|line| !line.is_empty()) {
        let separator = match line.strip_prefix("- ") {
            Some(_) => "\n  ",
            None if out.is_empty() => "",
            None => " ",
        };
        let _ = write!(out, "{separator}{line}");
    }
    out
}

/// Returns what stands before and after each `mark`.
fn neighbours<'t>(text: &'t str, mark: &'t str) -> impl Iterator<Item = (&'t str, &'t str)> {
    text.match_indices(mark).map(move |(at, _)| (&text[..at], &text[at + mark.len()..]))
}
