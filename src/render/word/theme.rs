//! The theme part: the colours and fonts that Word offers for what is added by hand.

use std::fmt::Write as _;

use super::styles::StyleValues;
use crate::theme::{Medium, Theme};

/// Returns the part.
pub(super) fn part(theme: &Theme, looks: &StyleValues) -> Vec<u8> {
    let colour = |group: &str, name: &str| {
        let value = theme.tokens.value(group, name, Medium::Light).unwrap_or("#000000");
        value.trim_start_matches('#').to_owned()
    };
    let named = [
        ("dk1", colour("colour", "ink")),
        ("lt1", "FFFFFF".to_owned()),
        ("dk2", colour("colour", "muted")),
        ("lt2", colour("colour", "wash")),
        ("accent1", colour("series", "1")),
        ("accent2", colour("series", "2")),
        ("accent3", colour("series", "3")),
        ("accent4", colour("series", "4")),
        ("accent5", colour("series", "5")),
        ("accent6", colour("series", "rest")),
        ("hlink", colour("colour", "accent")),
        ("folHlink", colour("colour", "muted")),
    ];
    let mut colours = String::new();
    for (name, value) in &named {
        let _ = write!(colours, "<a:{name}><a:srgbClr val=\"{value}\"/></a:{name}>");
    }
    let font = |name: &str, family: &str| {
        let mut xml = crate::render::office::Xml::default();
        xml.empty("a:latin", &[("typeface", family)]);
        let latin = String::from_utf8(xml.finish()).unwrap_or_default();
        format!("<a:{name}>{latin}<a:ea typeface=\"\"/><a:cs typeface=\"\"/></a:{name}>")
    };
    let fonts = font("majorFont", &looks.display_font) + &font("minorFont", &looks.text_font);
    let fill = "<a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill>";
    let line = format!("<a:ln w=\"6350\">{fill}</a:ln>");
    let effect = "<a:effectStyle><a:effectLst/></a:effectStyle>";
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
         <a:theme xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" name=\"Quipu\">\
         <a:themeElements><a:clrScheme name=\"Quipu\">{colours}</a:clrScheme>\
         <a:fontScheme name=\"Quipu\">{fonts}</a:fontScheme><a:fmtScheme name=\"Quipu\">\
         <a:fillStyleLst>{}</a:fillStyleLst><a:lnStyleLst>{}</a:lnStyleLst>\
         <a:effectStyleLst>{}</a:effectStyleLst><a:bgFillStyleLst>{}</a:bgFillStyleLst>\
         </a:fmtScheme></a:themeElements></a:theme>",
        fill.repeat(3),
        line.repeat(3),
        effect.repeat(3),
        fill.repeat(3),
    )
    .into_bytes()
}
