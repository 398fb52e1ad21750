//! What the items of the library are called, what they say of themselves, and what they ask for. The compiler
//! asks documentation of the front alone, since modules are private; here all that a module gives others has some.

use std::collections::BTreeMap;
use std::path::Path;

use syn::{Attribute, Fields, FnArg, ImplItem, Item, Signature, TraitItem, Type, Visibility};

use crate::case::read_all;

/// How many parameters a function may have; each part of a tuple is one.
const PARAMETERS: usize = 4;

/// How many functions still have more. The number may only become smaller.
const WITH_MORE: usize = 17;

/// How many names several types still have that more than their own folder sees. The number may only become smaller.
const SHARED: usize = 23;

pub(crate) const TESTS: &[(&str, fn())] = &[
    ("are_documented", are_documented),
    ("ask_for_little", ask_for_little),
    ("have_names_of_their_own", have_names_of_their_own),
];

/// What was found in all sources.
#[derive(Default)]
struct Found {
    /// Public items without documentation: where, and what.
    undocumented: Vec<String>,
    /// Public methods without documentation, with the names of their types.
    methods: Vec<(String, String)>,
    /// The places of public types, by their names.
    types: BTreeMap<String, Vec<String>>,
    /// Functions with too many parameters.
    wide: Vec<String>,
}

/// What the items of a file are found with.
struct Walk<'f> {
    path: &'f str,
    found: &'f mut Found,
}

fn sources() -> BTreeMap<String, syn::File> {
    let all = read_all(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    let rust = |path: &str| Path::new(path).extension().is_some_and(|end| end == "rs");
    let library = all.into_iter().filter(|(path, _)| rust(path) && !path.starts_with("cli/"));
    library.map(|(path, text)| (path, syn::parse_file(&text).unwrap())).collect()
}

fn found() -> Found {
    let mut found = Found::default();
    for (path, file) in &sources() {
        Walk { path, found: &mut found }.items(&file.items);
    }
    found
}

/// Whatever a module gives others says what it is.
fn are_documented() {
    let Found { mut undocumented, methods, types, .. } = found();
    let of_public = methods.into_iter().filter(|(of, _)| types.contains_key(of));
    undocumented.extend(of_public.map(|(_, method)| method));
    assert!(undocumented.is_empty(), "without documentation: {undocumented:#?}");
}

/// Functions ask for few values, and do not pack them to seem so.
fn ask_for_little() {
    let wide = found().wide;
    let message = "functions with more than four parameters, parts of tuples counted";
    assert!(wide.len() <= WITH_MORE, "{message}: {} and not {WITH_MORE}: {wide:#?}", wide.len());
}

/// No name stands for several types.
fn have_names_of_their_own() {
    let mut types = found().types;
    types.retain(|_, places| places.len() > 1);
    let count = types.len();
    assert!(count <= SHARED, "names of several types, {count} and not {SHARED}: {types:#?}");
}

/// Whether more than the folder of a module sees an item.
fn is_public(visibility: &Visibility) -> bool {
    match visibility {
        Visibility::Public(_) => true,
        Visibility::Restricted(to) => !to.path.is_ident("super"),
        Visibility::Inherited => false,
    }
}

fn is_documented(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| attribute.path().is_ident("doc"))
}

fn is_for_tests(attributes: &[Attribute]) -> bool {
    let is_test = |attribute: &Attribute| {
        attribute.path().is_ident("cfg")
            && attribute.parse_args::<syn::Path>().is_ok_and(|name| name.is_ident("test"))
    };
    attributes.iter().any(is_test)
}

/// Returns how many values a parameter holds.
fn width(argument: &FnArg) -> usize {
    match argument {
        FnArg::Typed(typed) => match &*typed.ty {
            Type::Tuple(tuple) => tuple.elems.len(),
            _ => 1,
        },
        // What a method belongs to is given by where it stands.
        FnArg::Receiver(_) => 0,
    }
}

fn type_name(of: &Type) -> String {
    match of {
        Type::Path(path) => path.path.segments.last().map(|last| last.ident.to_string()),
        _ => None,
    }
    .unwrap_or_default()
}

impl Walk<'_> {
    fn items(&mut self, items: &[Item]) {
        for item in items {
            self.item(item);
        }
    }

    fn item(&mut self, item: &Item) {
        match item {
            Item::Mod(module) if !is_for_tests(&module.attrs) => {
                let inner = module.content.as_ref().map(|(_, items)| items.as_slice());
                self.items(inner.unwrap_or_default());
            }
            Item::Struct(item) => {
                self.documented(&item.vis, &item.attrs, &item.ident);
                self.named(&item.vis, &item.ident);
                if is_public(&item.vis) {
                    self.fields(&item.fields);
                }
            }
            Item::Enum(item) => {
                self.documented(&item.vis, &item.attrs, &item.ident);
                self.named(&item.vis, &item.ident);
                for variant in item.variants.iter().filter(|_| is_public(&item.vis)) {
                    self.documented(&item.vis, &variant.attrs, &variant.ident);
                }
            }
            Item::Trait(item) => {
                self.documented(&item.vis, &item.attrs, &item.ident);
                self.named(&item.vis, &item.ident);
                for part in &item.items {
                    if let TraitItem::Fn(function) = part {
                        self.documented(&item.vis, &function.attrs, &function.sig.ident);
                        self.narrow(&function.sig);
                    }
                }
            }
            Item::Type(item) => self.documented(&item.vis, &item.attrs, &item.ident),
            Item::Const(item) => self.documented(&item.vis, &item.attrs, &item.ident),
            Item::Static(item) => self.documented(&item.vis, &item.attrs, &item.ident),
            Item::Fn(item) => {
                self.documented(&item.vis, &item.attrs, &item.sig.ident);
                self.narrow(&item.sig);
            }
            Item::Impl(item) => {
                for part in &item.items {
                    let ImplItem::Fn(function) = part else { continue };
                    let name = &function.sig.ident;
                    if is_public(&function.vis) && !is_documented(&function.attrs) {
                        let method = format!("{}: {name}", self.path);
                        self.found.methods.push((type_name(&item.self_ty), method));
                    }
                    // What a trait asks for is its own.
                    if item.trait_.is_none() {
                        self.narrow(&function.sig);
                    }
                }
            }
            _ => {}
        }
    }

    fn fields(&mut self, fields: &Fields) {
        for field in fields {
            // What has no name is said with the whole.
            let Some(name) = &field.ident else { continue };
            self.documented(&field.vis, &field.attrs, name);
        }
    }

    fn documented(&mut self, visibility: &Visibility, attributes: &[Attribute], name: &syn::Ident) {
        if is_public(visibility) && !is_documented(attributes) {
            self.found.undocumented.push(format!("{}: {name}", self.path));
        }
    }

    fn named(&mut self, visibility: &Visibility, name: &syn::Ident) {
        if is_public(visibility) {
            self.found.types.entry(name.to_string()).or_default().push(self.path.to_owned());
        }
    }

    fn narrow(&mut self, signature: &Signature) {
        if signature.inputs.iter().map(width).sum::<usize>() > PARAMETERS {
            self.found.wide.push(format!("{}: {}", self.path, signature.ident));
        }
    }
}
