# Die Wörter der Oberfläche auf Deutsch. Vorlagen suchen sie nach ihrer Kennung.

### Alle Seiten

skip-link = Zum Text
main-navigation = Hauptnavigation
reports = Berichte
briefs = Kurzberichte
report = Bericht
brief = Kurzbericht
sources = Quellen
topics = Themen
languages = Sprachen
licence = Lizenz
published-by = Herausgegeben von
draft = Entwurf: nicht zur Veröffentlichung
feed = Neue Texte als Feed (Atom)
# The first step of the way from the front page
home = Startseite
# Names the line of links from the front page to this one, for those who hear it
breadcrumbs = Standort dieser Seite

### Lizenz

licence-terms = Sie dürfen dieses Werk nach den Bedingungen der Lizenz teilen und bearbeiten, wenn Sie die Urheber nennen.

### Der Kopf eines Dokuments

finding = Befund
key-messages = Kernaussagen
authors = Autorinnen und Autoren
published-on = Veröffentlicht
updated-on = Aktualisiert
about-text = Zu diesem Text
list-of-figures = Abbildungen
list-of-tables = Tabellen
version = Version
acknowledgements = Danksagung
funding = Finanzierung
disclaimer = Haftungsausschluss
what-is-new = Neu
edition = Ausgabe
edition-for = Ausgabe für
edition-of = Ausgabe: { $audience }
not-translated = Dieser Text ist noch nicht übersetzt. Sie lesen das Original ({ $language }).
language = Sprache
download = Herunterladen
topics-of-document = Themen
reading-time =
    { $minutes ->
        [one] { $minutes } Minute
       *[other] { $minutes } Minuten
    }
word-count =
    { $words ->
        [one] { $words } Wort
       *[other] { $words } Wörter
    }
page-count =
    { $pages ->
        [one] { $pages } Seite
       *[other] { $pages } Seiten
    }
file-size = { $pages }, { $size }

### Der Text eines Dokuments

contents = Inhalt
contents-of-report = In diesem Bericht
table = Tabelle
page = Seite
note = Anmerkung
drawing = Zeichnung
chart-table = Tabelle zeigen
code = Code
back-to-text = Zurück zum Text
figure-note = Anmerkung:
figure-source = Quelle:
figure-data = Daten:
task-done = Erledigt
task-open = Offen
sources-differ = Die Quellen widersprechen sich
callout-note = Hinweis
callout-tip = Tipp
callout-important = Wichtig
callout-warning = Warnung
callout-caution = Vorsicht
label-figure = Abbildung { $number }
label-table = Tabelle { $number }
reference-figure = Abbildung { $number }
reference-table = Tabelle { $number }
reference-equation = Gleichung { $number }
reference-section = Abschnitt { $number }
reference-chapter = Kapitel { $number }
reference-appendix = Anhang { $number }
reference-figures = Abbildungen { $numbers }
reference-tables = Tabellen { $numbers }
reference-equations = Gleichungen { $numbers }
reference-sections = Abschnitte { $numbers }
reference-chapters = Kapitel { $numbers }
reference-appendices = Anhänge { $numbers }
reference-page = Seite { $number }
reference-note = Anmerkung { $number }

### Worauf Zahlen beruhen

number-source = Quelle
number-expression = Berechnet als
number-cells = Zellen
number-unit = Einheit
dataset-source = Quelle
dataset-as-of = Stand
dataset-licence = Lizenz
dataset-notes = Anmerkungen
dataset-numbers = Zahlen
number-remarks = Bemerkungen
number-inferred = abgeleitet, von keiner Quelle genannt
number-closed = aus Daten, die nicht veröffentlicht sind
number-left-out =
    { $count ->
        [one] { $count } fehlender Wert ausgelassen
       *[other] { $count } fehlende Werte ausgelassen
    }
status-value = { $value } ({ $status })
status-provisional = vorläufig
status-estimated = geschätzt
status-revised = revidiert
status-forecast = Prognose
status-break = Bruch in der Reihe
status-confidential = vertraulich
status-not-applicable = entfällt
status-low-reliability = wenig zuverlässig
status-definition-differs = abweichende Definition
status-imputed = imputiert
column-status = { $column }, Status
status-inferred = abgeleitet
dataset-review-by = Zu prüfen bis
dataset-inferred = Abgeleitet
dataset-transformations = Änderungen
dataset-caveats = Vorbehalte
dataset-discrepancies = Bekannte Abweichungen
dataset-discrepancy = { $reason } ({ $cells })
data-notes = Anmerkungen zu den Daten
sources-of-figures = Quellen der Zahlen
sources-of-figures-text = Die Daten hinter den Zahlen dieses Textes, Datensatz für Datensatz.
numbers-file = Alle mit ihren Zellen, als JSON

### Offene Daten

data = Daten
datasets = Datensätze
data-introduction = Alle Datensätze und Register dieser Veröffentlichung mit Quelle und Bedingungen. Alle können hier gelesen und heruntergeladen werden; eine Datei beschreibt sie für Programme.
dataset-id = Name in der Veröffentlichung
dataset-rows = Die Daten
dataset-columns = Spalten
dataset-used-in = Verwendet in
column-name = Name
column-title = Titel
column-type = Art
column-type-text = Text
column-type-number = Zahl
column-type-year = Jahr
column-type-date = Datum
column-type-boolean = ja oder nein
column-type-entity = Name
column-type-source = Quelle
row-count =
    { $rows ->
        [one] { $rows } Zeile
       *[other] { $rows } Zeilen
    }
column-count =
    { $columns ->
        [one] { $columns } Spalte
       *[other] { $columns } Spalten
    }
rows-cut = Das sind die ersten { $shown } von { $rows } Zeilen. Die Dateien enthalten alle.

### Das Ende eines Dokuments

term-with-abbreviation = { $term } ({ $abbreviation })
glossary = Glossar
bibliography = Literatur
how-to-cite = Zitierweise
part-of-report = Teil des Berichts
previous-brief = Voriger Kurzbericht
next-brief = Nächster Kurzbericht
read-as-brief = Jedes Kapitel ist auch ein eigener Kurzbericht
address = Adresse
summary = Kurzfassung (PDF)
imprint = Impressum
accessibility = Barrierefreiheit
# In books for e-readers
epub-accessibility = Der ganze Text lässt sich lesen und hören. Bilder und Diagramme haben Texte an ihrer Stelle, Diagramme auch ihre Werte in einer Tabelle; Überschriften, Inhaltsverzeichnis, Anmerkungen und Literatur sind über Links zu erreichen.

### Listen

cited-in = Zitiert in
sources-introduction = Alle Werke, die diese Veröffentlichung zitiert, und wo.
topic-kind = Thema

### The search

search = Suche
search-label = Gesuchte Wörter
search-kind = Art
search-year = Jahr
search-all = Alle
# Stands before a count
search-results = Treffer
search-pages = Seiten
search-without-script = Die Suche braucht JavaScript. Ohne es steht unten die Liste von allem, in der Ihr Browser nach Wörtern suchen kann.

### Die Seite für eine Adresse, die es nicht gibt

not-found-title = Diese Seite gibt es nicht
not-found-text = Vielleicht ist die Adresse falsch geschrieben, oder die Seite ist umgezogen. Diese Berichte gibt es:
not-found-home = Zur Startseite

### An Daten gebundene Zahlen

number-percent = { $number } %
number-percentage-points =
    { $form ->
        [one] { $number } Prozentpunkt
       *[other] { $number } Prozentpunkte
    }
number-percentage-points-short = { $number } PP
number-money = { $number } { $currency }
number-thousand = { $number } Tausend
# Thousands are written as digits: 296.000 €.
number-thousand-in-full = { $number }
number-million = { $number } Mio.
number-billion = { $number } Mrd.
number-trillion = { $number } Bio.
# On axes, where there is little room.
short-million = { $number } Mio.
short-billion = { $number } Mrd.
short-trillion = { $number } Bio.
number-ordinal = { $number }.
number-range = { $from }–{ $to }
number-range-signed = { $from } bis { $to }
number-spelled-below = 13
# Words that stay in one line with the number behind them
unbroken-before-numbers = S., Nr., Art., Abs., Kap., Bd., Abb., Tab., §, §§, Tabelle, Tabellen, Abbildung, Abbildungen, Karte, Kapitel, Abschnitt, Artikel, Anhang, Teil, Seite, Seiten, Ziffer, Zeile, Zeilen, US$, $, €, £, ¥, USD, EUR
unit-percent = %
unit-percentage-points = Prozentpunkte
unit-thousand = Tausend { $unit }
unit-million = Mio. { $unit }
unit-billion = Mrd. { $unit }
unit-trillion = Bio. { $unit }
unit-per = { $unit } je { $per }
currency-usd = US$
currency-eur = €
currency-gbp = £
currency-jpy = JP¥
currency-cny = CN¥
missing-value = –
# Beside the name of a series without any value
no-data = keine Daten
# Under a map: whose outlines of countries it shows.
map-shapes = Umrisse: { $source }.
yes = ja
no = nein
number-word-0 = null
number-word-1 = eins
number-word-2 = zwei
number-word-3 = drei
number-word-4 = vier
number-word-5 = fünf
number-word-6 = sechs
number-word-7 = sieben
number-word-8 = acht
number-word-9 = neun
number-word-10 = zehn
number-word-11 = elf
number-word-12 = zwölf
number-word-13 = dreizehn
number-word-14 = vierzehn
number-word-15 = fünfzehn
number-word-16 = sechzehn
number-word-17 = siebzehn
number-word-18 = achtzehn
number-word-19 = neunzehn
number-word-20 = zwanzig

### Register

registers = Register
registers-introduction = Listen dessen, wovon die Berichte handeln, jeder Eintrag mit seinen Quellen. Sie können gelesen, verlinkt und heruntergeladen werden.
reference-entry = { $noun } { $number }
entry-sources = Quellen
entry-not-stated = nicht angegeben
mentioned-in = Erwähnt in
previous-entry = Voriger Eintrag
next-entry = Nächster Eintrag
all-entries = Alle Einträge
profiles = Profile
previous-profile = Voriges Profil
next-profile = Nächstes Profil
all-profiles = Alle Profile
compare-chosen = Nur die gewählten Zeilen zeigen
video = Video
transcript = Transkript
# $name: what the row is of, such as Peru
choose-row = { $name } wählen
entry-count =
    { $entries ->
        [one] { $entries } Eintrag
       *[other] { $entries } Einträge
    }

### Die Prüfung

audit-number-words = dreißig, vierzig, fünfzig, sechzig, siebzig, achtzig, neunzig, hundert, hunderte, tausend, tausende, million, millionen, milliarde, milliarden, billion, billionen, dutzend, dutzende, die hälfte, ein drittel, ein viertel, zwei drittel, drei viertel, doppelt, verdoppelt, verdreifacht, vervierfacht, halbiert, zehnfach
audit-no-numbers = eins, null, die zwei, diese zwei, den zwei, ein oder zwei
audit-labels = abschnitte, kapitel, abbildungen, tabellen, seiten, s, anmerkungen, zeile, zeilen, absatz, abs, artikel, art, anhang, anlage, teil, teile, band, bd, nummer, nr, heft, schritt, phase, stufe, ziel, iso, iec, gesetz, paragraf, beschluss, verordnung, protokoll, version, formular, frage, fragen, raum, spalte, spalten, option, optionen, regel, grundsatz, kriterium, übung, lektion, modul, welle, runde, kasten, klausel, richtlinie, empfehlung
audit-ordinals = ste, te, erste, zweite, dritte, vierte, fünfte, sechste, siebte, achte, neunte, ersten, zweiten, dritten
audit-parts = von, aus, in jedem
audit-measures = je, pro, prozent, mal, fach, drittel, viertel, fünftel, zehntel, tausend, millionen, milliarden, billionen
audit-claims = stieg, stiegen, gestiegen, steigt, steigen, fiel, fielen, gefallen, fällt, fallen, wuchs, wuchsen, gewachsen, nahm zu, nahmen zu, nahm ab, nahmen ab, sank, sanken, gesunken, verdoppelt, verdreifacht, halbiert, schrumpfte, höher als, niedriger als, größer als, kleiner als, mehr als die hälfte, weniger als die hälfte, die meisten, die mehrheit, der größte, die größte, das größte, der kleinste, die kleinste, das kleinste, die höchste, die niedrigste, als erste, als letzte, die einzige, fast alle, fast keine
audit-no-claims = vor allem, im großen und ganzen
# Words that point to a table of the same text
audit-tables = die tabelle unten, die tabelle oben, die folgende tabelle, der folgenden tabelle, der obigen tabelle, die obige tabelle, diese tabelle, dieser tabelle, die untenstehende tabelle
# Words that point to a chart, a map or a picture of the same text
audit-figures = die grafik unten, die grafik oben, die folgende grafik, der folgenden grafik, das diagramm unten, das folgende diagramm, die abbildung unten, die folgende abbildung, der folgenden abbildung, die karte unten, die folgende karte, der folgenden karte
# Words that point to a list of the same text
audit-lists = die liste unten, die liste oben, die folgende liste, der folgenden liste, die obige liste, unten aufgeführt, oben aufgeführt
# Words that point to another text of the same report
audit-texts = das letzte kapitel, das nächste kapitel, das vorige kapitel, das folgende kapitel, im letzten kapitel, im nächsten kapitel, im vorigen kapitel, im folgenden kapitel, die übrigen kapitel

### Arbeitsmappen der Daten

workbook-cover = Deckblatt
workbook-sheet = Tabellenblatt
workbook-mark = Zeichen
workbook-meaning = Bedeutung
workbook-one-table = Dieses Blatt hat eine Tabelle.
# [x]
mark-not-available = nicht verfügbar: kein Wert bekannt

### Dokumente zur Durchsicht

review-title = Zur Durchsicht
# $version; $date
review-version = Fassung { $version } vom { $date }.
review-numbers = Zahlen, Belege und Verweise sind gesperrt: Sie kommen aus Daten und Quellen. Ist etwas falsch, schreiben Sie es in einen Kommentar.
review-how = Ändern Sie die Worte nach Belieben, mit oder ohne Nachverfolgung, und senden Sie die Datei so zurück, wie sie ist: Die Änderungen finden ihren Platz von selbst.

language-name = Deutsch

### Tabellen und Abbildungen, mit denen man arbeitet

table-filter = Zeilen filtern
table-all = Alle
table-sort = Sortieren nach
table-as-published = Wie veröffentlicht
table-columns = Spalten
table-shown = Gezeigte Zeilen:
table-reset = Alles zeigen
figure-share = Teilen
figure-link = Link zu dieser Abbildung
figure-embed = Code zum Einbetten
copy = Kopieren
copied = Kopiert
paragraph-address = Link zu diesem Absatz
number-address = Link zu dieser Zahl
figure-page = Abbildung auf eigener Seite
figure-from = Aus

### Countries, organisations, authors
entities = Länder und Organisationen
entity-kind = Land oder Organisation
entity-texts = In den Texten
entity-figures = In den Daten
member-of = Mitglied von
members = Mitglieder
author = Autor
related-texts = Verwandte Texte
places-like-this = Ähnliche Orte

### The accessibility statement

accessibility-statement = Barrierefreiheit
accessibility-finding = Alle sollen diese Publikation lesen können. Diese Seite sagt, was dafür getan wurde, wie es geprüft wurde und wem Sie sagen können, dass etwas nicht geht.
accessibility-conformance = Stand der Vereinbarkeit
accessibility-pages = Die Seiten sind so gemacht, dass sie die Web Content Accessibility Guidelines (WCAG) 2.2 auf der Stufe AA erfüllen.
accessibility-pdfs = Die PDFs sind getaggt und folgen PDF/UA-1 und PDF/A.
accessibility-books = Die Bücher für Lesegeräte folgen EPUB Accessibility 1.1.
accessibility-measures = Worauf Sie sich verlassen können
accessibility-keyboard = Alles ist mit der Tastatur erreichbar, und nichts braucht JavaScript, um gelesen zu werden.
accessibility-pictures = Diagramme und Bilder haben eine Beschreibung. Unter jedem Diagramm steht eine Tabelle mit seinen Werten.
accessibility-structure = Überschriften, Listen, Tabellen und Wechsel der Sprache sind ausgezeichnet, sodass Screenreader sie ansagen und zwischen ihnen springen.
accessibility-view = Die Seiten richten sich nach Ihren Einstellungen für Größe, helle oder dunkle Farben, Kontrast und Bewegung. Bei 400 % Vergrößerung müssen nur breite Tabellen seitwärts geschoben werden.
accessibility-tests = Wie es geprüft wurde
accessibility-refused = Das Programm, das diese Seiten macht, lehnt Bilder ohne Beschreibung, Überschriften, die eine Ebene überspringen, Tabellen ohne Kopf, Links ohne Text und Farben ohne Kontrast ab.
accessibility-tested = Seine Gestaltung wurde mit Prüfprogrammen und in einem Browser getestet: mit der Tastatur, auf schmalen und breiten Bildschirmen, hell und dunkel.
accessibility-limits = Das ist, was Programme finden können. Diese Erklärung stützt sich nicht auf Tests mit Menschen, die Hilfsmittel benutzen.
accessibility-contact = Sagen Sie es uns
accessibility-write = Wenn Sie etwas am Lesen hindert, sagen Sie uns, auf welcher Seite es war und was geschah.

### Releases and corrections

# $name: the name of a release. $date: the day on which it came out
release-notice = Sie lesen die Ausgabe { $name } vom { $date }, unverändert aufbewahrt.
release-superseded = Eine neuere Ausgabe hat sie ersetzt.
release-current = Diese Seite im heutigen Stand lesen
release-home = Zur heutigen Veröffentlichung
releases = Ausgaben
releases-introduction = Was wann erscheint, und frühere Ausgaben mit Text und Daten ihrer Zeit, jede unter ihrer eigenen Adresse.
releases-coming = Kommende Ausgaben
release-calendar = Erscheinungstermine als Kalender (iCalendar)
releases-past = Frühere Ausgaben
release-withheld = [nicht mehr verfügbar]
# $moment: the date and time at which the text comes out
before-release = Vertraulich bis { $moment }: nur für benannte Leser, nicht zur Veröffentlichung
corrections = Korrekturen
corrections-introduction = Was nach der Veröffentlichung geändert wurde, das Neueste zuerst. Aus dieser Liste wird nie etwas gelöscht.
corrections-latest = Letzte Korrekturen
correction-update = Aktualisierung
correction-correction = Korrektur
correction-retraction = Rücknahme
