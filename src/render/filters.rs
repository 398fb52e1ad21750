//! Filters of templates that print as the program itself prints: `json`, `date` and `number`; and
//! `hashed`, which marks the address of a file of `static/`.

use std::collections::BTreeMap;
use std::sync::Arc;

use ecow::EcoString;
use rust_decimal::Decimal;
use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

use crate::language::{Grouping, Language};
use crate::theme::Stamps;

/// Adds the filters; those of days and numbers print in the language of the edition, which is one of
/// `tags`.
pub(super) fn register<'t>(
    tera: &mut Tera,
    tags: impl Iterator<Item = &'t EcoString>,
    stamps: &Stamps,
) {
    let stamps = stamps.clone();
    tera.register_filter("hashed", move |name: Value, kwargs: Kwargs, _: &State<'_>| {
        without_arguments("hashed", &kwargs)?;
        let name = name.to_string();
        match stamps.get(&name) {
            Some(stamp) => Ok(format!("{name}?v={stamp}")),
            None => Err(Error::message(format!("there is no file `{name}` in `static/`"))),
        }
    });
    let languages: Arc<BTreeMap<String, Language>> =
        Arc::new(tags.filter_map(|tag| Some((tag.to_string(), tag.parse().ok()?))).collect());
    let of_numbers = Arc::clone(&languages);
    tera.register_filter("json", json);
    tera.register_filter("date", move |value: Value, kwargs: Kwargs, state: &State<'_>| {
        without_arguments("date", &kwargs)?;
        let text = value.to_string();
        let day = text.parse().map_err(|_| {
            Error::message(format!(
                "`{text}` is not a date such as `2026-03-02`, which `date` takes"
            ))
        })?;
        Ok::<_, Error>(Value::from(language(&languages, state)?.day(day)))
    });
    tera.register_filter("number", move |value: Value, kwargs: Kwargs, state: &State<'_>| {
        without_arguments("number", &kwargs)?;
        let text = value.to_string();
        let number: Decimal = text.parse().map_err(|_| {
            Error::message(format!(
                "`{text}` is not a number such as `1234.5`, which `number` takes"
            ))
        })?;
        Ok::<_, Error>(Value::from(language(&of_numbers, state)?.number(number, Grouping::Grouped)))
    });
}

/// Refuses arguments, such as the format of a day: the filters print as the program does.
fn without_arguments(filter: &str, kwargs: &Kwargs) -> TeraResult<()> {
    if kwargs.iter().next().is_none() {
        return Ok(());
    }
    Err(Error::message(format!("the filter `{filter}` takes no arguments: write `| {filter}`")))
}

/// Writes a value as JSON that is safe in a script of a page.
#[expect(clippy::needless_pass_by_value, reason = "filters get their values so")]
fn json(value: Value, kwargs: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    without_arguments("json", &kwargs)?;
    let text = serde_json::to_string(&value).map_err(|error| Error::message(error.to_string()))?;
    let safe = text.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026");
    Ok(Value::safe_string(&safe))
}

/// Returns the language of the edition.
fn language<'l>(
    languages: &'l BTreeMap<String, Language>,
    state: &State<'_>,
) -> TeraResult<&'l Language> {
    let edition = state.get::<Value>("edition")?;
    let edition = serde_json::to_value(edition).unwrap_or_default();
    let tag = edition["language"].as_str().unwrap_or_default();
    languages.get(tag).ok_or_else(|| Error::message(format!("there is no language `{tag}`")))
}
