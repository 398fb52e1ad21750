//! What PDF templates get in addition to the document.

use serde::Serialize;

/// What Typst is told of an edition besides its document.
#[derive(Debug, Clone, Serialize)]
pub struct PdfSettings<'a> {
    /// The function of the theme that sets it; empty for that of the document's form.
    pub form: &'a str,
    /// The paper, by Typst's name.
    pub paper: &'a str,
    /// The path of the picture of covers below `content/`; empty if there is none.
    pub cover: &'a str,
    /// What the imprint says besides licence and publisher; empty if nothing.
    pub imprint: &'a str,
    /// The path of the logo below `content/`; empty if there is none.
    pub logo: &'a str,
    /// What the logo says, for those who do not see it.
    pub logo_alt: &'a str,
    /// The title of the publication.
    pub publication: &'a str,
    /// Who publishes it; empty if nobody is named.
    pub publisher: &'a str,
    /// The name of the licence; empty if there is none.
    pub licence_name: &'a str,
    /// The address of the licence; empty if there is none.
    pub licence_url: &'a str,
    /// The address of the edition's page; empty if the publication has none.
    pub address: &'a str,
    /// How to cite the edition.
    pub cite_text: &'a str,
    /// What marks a text that is not out: that it is a draft, or until when it is confidential; empty for others.
    pub draft: &'a str,
    /// The name of the audience; empty if there is one for all.
    pub audience_name: &'a str,
    /// What edition it is, such as "Edition: Investors"; empty if there is one for all.
    pub edition_text: &'a str,
    /// The address of the root of the edition's own site, for links to its other pages; empty if it has
    /// none.
    pub site: &'a str,
    /// The address of the publication's root, for its files and its other sites; empty if it has none.
    pub root: &'a str,
    /// The sign between whole numbers and decimals, on which columns are aligned.
    pub decimal_sign: &'a str,
    /// What stands between a name and what it names, with the spaces that the language wants.
    pub colon: &'a str,
    /// What stands between parts that belong together.
    pub comma: &'a str,
    /// What stands between parts that may have commas themselves.
    pub semicolon: &'a str,
}

/// The settings, and the direction of the document's script, on which its margin depends.
#[derive(Serialize)]
pub(super) struct Directed<'a> {
    #[serde(flatten)]
    pub(super) settings: &'a PdfSettings<'a>,
    /// `ltr` or `rtl`.
    pub(super) direction: &'a str,
    /// The id of the audience, if the templates ask for it: editions of the same content share a PDF
    /// otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) audience: Option<&'a str>,
}
