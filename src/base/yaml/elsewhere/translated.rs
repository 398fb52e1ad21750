//! Keys in the language of those who write them, as `título:` and `titel:`.

/// Keys here, each with its translations, in lower case with `_` between words; accents are left out.
const TRANSLATED: &[(&str, &[&str])] = &[
    ("title", &["titel", "titulo", "titre", "titolo", "ueberschrift", "uberschrift"]),
    ("subtitle", &["untertitel", "subtitulo", "sous_titre", "sottotitolo"]),
    ("short_title", &["kurztitel", "titulo_corto", "titre_court", "titulo_curto"]),
    (
        "finding",
        &[
            "befund",
            "ergebnis",
            "zusammenfassung",
            "hallazgo",
            "resumen",
            "constat",
            "resume",
            "resultat",
            "resumo",
        ],
    ),
    ("author", &["autor", "auteur", "autore", "verfasser"]),
    (
        "authors",
        &[
            "autor",
            "autoren",
            "autores",
            "autora",
            "autoras",
            "auteur",
            "auteurs",
            "autore",
            "autori",
            "verfasser",
        ],
    ),
    ("date", &["datum", "fecha", "veroffentlicht"]),
    ("updated", &["aktualisiert", "actualizado", "actualizada", "mis_a_jour", "atualizado"]),
    (
        "tags",
        &[
            "schlagworte",
            "schlagworter",
            "stichworte",
            "etiquetas",
            "palabras_clave",
            "mots_cles",
            "palavras_chave",
        ],
    ),
    ("audience", &["publikum", "zielgruppe", "audiencia", "publico", "public"]),
    ("draft", &["entwurf", "borrador", "brouillon", "rascunho"]),
    (
        "key_messages",
        &["kernaussagen", "kernbotschaften", "mensajes_clave", "messages_cles", "mensagens_chave"],
    ),
    ("briefs", &["kapitel", "capitulos", "chapitres"]),
    ("form", &["diagramm", "diagrammtyp", "typ", "tipo", "forma", "forme", "art"]),
    ("data", &["daten", "datensatz", "datos", "donnees", "dados"]),
    ("rows", &["zeilen", "filas", "lignes", "linhas"]),
    ("columns", &["spalten", "columnas", "colonnes", "colunas"]),
    ("series", &["reihen", "serien", "serie"]),
    ("labels", &["beschriftung", "beschriftungen", "etiquetas", "etiquettes"]),
    ("highlight", &["hervorheben", "resaltar", "destacar", "souligner"]),
    ("annotations", &["anmerkungen", "anotaciones", "anotacoes"]),
    ("references", &["referenzen", "referencias"]),
    ("sort", &["sortierung", "sortieren", "orden", "ordenar", "tri", "trier"]),
    ("note", &["anmerkung", "notiz", "hinweis", "nota", "remarque"]),
    ("alt", &["alternativtext", "texto_alternativo", "texte_alternatif", "alt_text", "alttext"]),
    ("source", &["quelle", "quellen", "fuente", "fuentes", "fonte"]),
    ("unit", &["einheit", "unidad", "unite", "unidade"]),
    ("name", &["nombre", "nom", "nome"]),
    ("languages", &["sprachen", "sprache", "idiomas", "idioma", "langues", "langue", "linguas"]),
    ("licence", &["lizenz", "licencia", "licenca"]),
    ("description", &["beschreibung", "descripcion", "descricao"]),
    ("value", &["wert", "valor", "valeur"]),
    ("text", &["texto", "texte"]),
    ("label", &["etiqueta", "etiquette"]),
];

/// Returns the key of `unused` of which `name` is a translation.
pub(super) fn key(name: &str, unused: &[&str]) -> Option<&'static str> {
    let bare: String = name.chars().map(unaccented).collect();
    let found = TRANSLATED
        .iter()
        .find(|(key, names)| unused.contains(key) && names.contains(&bare.as_str()));
    found.map(|(key, _)| *key)
}

fn unaccented(letter: char) -> char {
    match letter {
        'á' | 'à' | 'â' | 'ã' | 'ä' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'í' | 'ì' | 'î' | 'ï' => 'i',
        'ó' | 'ò' | 'ô' | 'õ' | 'ö' => 'o',
        'ú' | 'ù' | 'û' | 'ü' => 'u',
        'ç' => 'c',
        'ñ' => 'n',
        other => other,
    }
}
