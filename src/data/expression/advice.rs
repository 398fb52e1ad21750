//! What functions and formats of other programs are called here.

use super::{Format, Function};

/// Functions, each with the names that spreadsheets and languages give them, in lower case.
const FUNCTIONS: &[(&str, &[&str])] = &[
    ("sum", &["total", "add", "plus", "sumif", "sumifs", "sumproduct"]),
    ("mean", &["average", "avg", "averageif", "ave", "promedio", "arithmetic_mean"]),
    ("median", &["med", "mid", "mediana"]),
    ("min", &["minimum", "smallest", "lowest", "least"]),
    ("max", &["maximum", "largest", "highest", "greatest"]),
    ("count", &["counta", "countif", "length", "len", "n", "number", "size", "rows"]),
    ("change", &["percent_change", "pct_change", "increase", "decrease", "delta", "variation"]),
    ("growth", &["cagr", "annual_growth", "growth_rate", "rate"]),
    ("difference", &["diff", "minus", "subtract", "gap"]),
    ("share", &["percent", "percentage", "pct", "proportion", "part", "fraction"]),
    ("ratio", &["divide", "times", "quotient", "multiple"]),
    ("rank", &["position", "place", "rank.eq"]),
    ("ranked", &["nth", "large", "small"]),
    ("known", &["exists", "isnumber", "has", "defined", "notnull", "is_known"]),
    ("choose", &["if", "ifelse", "case", "switch", "when", "iif", "select"]),
    ("convert", &["deflate", "exchange", "real", "to"]),
];

/// Formats, each with what other programs call the same.
const FORMATS: &[(&str, &[&str])] = &[
    ("round 0", &["int", "integer", "trunc", "floor", "ceil", "ceiling"]),
    ("round 1", &["decimals", "decimal", "digits", "fixed", "tofixed", "precision", "float"]),
    ("mn", &["million", "millions", "m", "mio", "mill"]),
    ("bn", &["billion", "billions", "b"]),
    ("tn", &["trillion", "trillions", "t"]),
    ("plain", &["raw", "number", "value", "bare", "nounit", "no_unit", "unitless"]),
    ("words", &["word", "text", "letters", "in_words", "spell", "spellout"]),
    ("sign", &["signed", "plus", "with_sign"]),
    ("abs", &["absolute", "magnitude", "positive"]),
    ("capital", &["capitalize", "capitalise", "title", "ucfirst", "upper", "uppercase"]),
    ("otherwise \"…\"", &["default", "else", "or", "fallback", "coalesce", "ifna", "iferror"]),
    ("ordinal", &["nth", "rank", "th"]),
];

/// What a name of another program is called here.
fn called_here(table: &[(&'static str, &[&str])], name: &str) -> Option<&'static str> {
    let name = name.to_lowercase();
    table.iter().find(|(_, others)| others.contains(&name.as_str())).map(|(own, _)| *own)
}

/// Says what to write instead of a format that there is not.
pub(super) fn of_format(name: &str) -> Option<String> {
    if matches!(name.to_lowercase().as_str(), "percent" | "percentage" | "pct" | "%") {
        return Some("a share is printed with its sign: `{{ share(a, b) | round 1 }}`".to_owned());
    }
    if matches!(name, "comma" | "thousands" | "separator" | "group" | "locale" | "currency") {
        return Some(
            "delete it: separators and units are printed as the language has them".to_owned(),
        );
    }
    called_here(FORMATS, name).map(|own| format!("did you mean `{own}`?"))
}

/// Says what to write instead of a function that there is not; `behind` is the text after its name.
pub(super) fn of_function(name: &str, behind: &str) -> Option<String> {
    let arguments = in_brackets(behind)?;
    let lower = name.to_lowercase();
    if Format::ALL.iter().any(|(format, _)| *format == lower) {
        return Some(as_format(&lower, arguments));
    }
    let own = own_name(&lower)?;
    let count = split(arguments).len();
    let function = Function::ALL.iter().find(|(known, _)| *known == own);
    let fits = function.is_some_and(|(_, function)| function.arity().contains(&count));
    Some(if fits {
        format!("write `{own}({arguments})`")
    } else {
        format!("did you mean `{own}`?")
    })
}

/// Says where a label in parentheses behind a selection belongs, as in `d[Peru](2019-2020)`.
pub(super) fn of_label(before: &str, rest: &str) -> Option<String> {
    let label = rest.trim_start().strip_prefix('(')?;
    let (label, _) = label.split_once(')')?;
    let (before, _) = before.trim_end().rsplit_once(']')?;
    let is_whole = !label.is_empty() && !label.contains(['[', '(', '"']);
    is_whole.then(|| {
        format!("a row or column is named within the square brackets: `{before}, {label}]`, or in quotes, `\"({label})\"`, if its name has the parentheses")
    })
}

/// Says what to write instead of a formula that begins with an equals sign, as in a spreadsheet.
pub(super) fn of_formula(text: &str) -> String {
    let formula = text.trim_start_matches(['=', ' ']);
    let formula = formula.split('|').next().unwrap_or(formula).trim();
    let end = formula.find('(').unwrap_or(0);
    let (name, rest) = formula.split_at(end);
    match own_name(&name.trim().to_lowercase()) {
        Some(own) => format!("delete the equals sign: `{{{{ {own}{rest} }}}}`"),
        None => format!("delete the equals sign: `{{{{ {formula} }}}}`"),
    }
}

/// The function that a name in lower case stands for, here or elsewhere.
fn own_name(name: &str) -> Option<&'static str> {
    let own = Function::ALL.iter().map(|(known, _)| *known).find(|known| *known == name);
    own.or_else(|| called_here(FUNCTIONS, name))
}

/// Says how a format is written that was used as a function: `round(x, 1)`.
fn as_format(name: &str, arguments: &str) -> String {
    let parts = split(arguments);
    let (value, last) = match parts.split_last() {
        Some((last, values)) if !values.is_empty() => (values.join(", "), last.trim()),
        _ => (arguments.to_owned(), ""),
    };
    let is_digits = !last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit());
    let format = match (name, is_digits) {
        ("round", true) => format!("round {last}"),
        ("round", false) => "round 0".to_owned(),
        (other, _) => other.to_owned(),
    };
    format!("a format stands behind the value: `{{{{ {value} | {format} }}}}`")
}

/// Returns what stands in the brackets that `text` begins with.
fn in_brackets(text: &str) -> Option<&str> {
    let inner = text.trim_start().strip_prefix('(')?;
    let mut depth = 0_usize;
    let end = inner.char_indices().find(|&(_, character)| {
        match character {
            '(' => depth += 1,
            ')' if depth == 0 => return true,
            ')' => depth -= 1,
            _ => {}
        }
        false
    });
    end.map(|(end, _)| inner[..end].trim())
}

/// Splits arguments at the commas outside of brackets.
fn split(arguments: &str) -> Vec<&str> {
    let (mut parts, mut depth, mut start) = (Vec::new(), 0_i32, 0);
    for (at, character) in arguments.char_indices() {
        match character {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(arguments[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(arguments[start..].trim());
    parts
}

/// Says what is missing before text that does not continue an expression.
pub(super) fn of_rest(rest: &str) -> Option<String> {
    let word = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let is_format = Format::ALL.iter().any(|(format, _)| *format == word);
    if is_format {
        return Some(format!("a bar stands before a format: `| {}`", rest.trim()));
    }
    if rest.starts_with(['–', '—']) {
        return Some("write a minus sign as a hyphen: `a - b`".to_owned());
    }
    if rest.starts_with('}') {
        return Some("end the number with two braces: `}}`".to_owned());
    }
    if rest.starts_with('[') {
        return Some("row and column stand in one pair of brackets: `[Peru, 2016]`".to_owned());
    }
    let path: Vec<_> = rest.strip_prefix('.')?.split('.').map(str::trim).collect();
    match path[..] {
        [row, column] if !row.is_empty() && !column.is_empty() => Some(format!(
            "row and column stand in brackets behind the dataset: `[{row}, {column}]`"
        )),
        _ => None,
    }
}

/// Says what to write for a name with brackets that is no function: it may be a dataset.
pub(super) fn of_dataset(name: &str, behind: &str) -> Option<String> {
    let arguments = in_brackets(behind)?;
    let is_selector = split(arguments).len() == 2 && !arguments.contains(['[', '(']);
    is_selector.then(|| format!("if it is a dataset, write square brackets: `{name}[{arguments}]`"))
}

/// Says how a function with a wrong number of arguments is written.
pub(super) fn of_arity(function: Function) -> String {
    let arguments = match function {
        Function::Difference | Function::Share | Function::Ratio | Function::Index => "a, b",
        Function::Rank => "value, range",
        Function::Ranked => "range, 1",
        Function::Top => "range, 3",
        Function::Nearest => "3, value, range",
        Function::MovingMean => "data[row, column], 3",
        Function::Range => "from, to",
        Function::Convert => "value, rate",
        Function::Change | Function::Growth => "data[row, first..last]",
        Function::Known | Function::Year => "data[row, column]",
        Function::Sum
        | Function::Mean
        | Function::Median
        | Function::Min
        | Function::Max
        | Function::Count
        | Function::Names => "data[*, column]",
    };
    format!("write `{}({arguments})`", function.name())
}

/// Says how a selector in a block is written, of which only a part could be read.
pub(super) fn of_selector(text: &str) -> String {
    let parts: Vec<&str> = text.split([',', ';']).map(str::trim).collect();
    let is_list = parts.len() > 1 && parts.iter().all(|part| !part.is_empty());
    if is_list {
        return format!("a list has brackets: `[{}]`", parts.join(", "));
    }
    "write one name, a range `2021..2025`, a list `[a, b]`, `\"@bloc\"` for its members, or `\"*\"` for all"
        .to_owned()
}
