# Les mots de l'interface en français. Les modèles les cherchent par leur identifiant.

### Toutes les pages

skip-link = Aller au texte
main-navigation = Navigation principale
reports = Rapports
briefs = Notes
report = Rapport
brief = Note
sources = Sources
topics = Thèmes
languages = Langues
licence = Licence
published-by = Publié par
draft = Projet : ne pas diffuser
feed = Nouveautés par abonnement (flux Atom)
# The first step of the way from the front page
home = Accueil
# Names the line of links from the front page to this one, for those who hear it
breadcrumbs = Emplacement de cette page

### Licence

licence-terms = Vous pouvez partager et adapter cette œuvre selon les termes de la licence, à condition d’en nommer les auteurs.

### L’ouverture d’un document

finding = Conclusion
key-messages = Messages clés
authors = Auteurs
published-on = Publié le
updated-on = Mis à jour le
about-text = À propos de ce texte
list-of-figures = Figures
list-of-tables = Tableaux
version = Version
acknowledgements = Remerciements
funding = Financement
disclaimer = Avertissement
what-is-new = Nouveautés
edition = Édition
edition-for = Édition pour
edition-of = Édition : { $audience }
not-translated = Ce texte n’est pas encore traduit. Vous lisez l’original ({ $language }).
language = Langue
download = Télécharger
topics-of-document = Thèmes
reading-time =
    { $minutes ->
        [one] { $minutes } minute
       *[other] { $minutes } minutes
    }
word-count =
    { $words ->
        [one] { $words } mot
       *[other] { $words } mots
    }
page-count =
    { $pages ->
        [one] { $pages } page
       *[other] { $pages } pages
    }
file-size = { $pages }, { $size }

### Le texte d’un document

contents = Sommaire
contents-of-report = Dans ce rapport
table = Tableau
page = Page
note = Note
drawing = Dessin
chart-table = Afficher le tableau
code = Code
back-to-text = Retour au texte
figure-note = Note :
figure-source = Source :
figure-data = Données :
task-done = Fait
task-open = À faire
sources-differ = Les sources divergent
callout-note = Note
callout-tip = Conseil
callout-important = Important
callout-warning = Attention
callout-caution = Prudence
label-figure = Figure { $number }
label-table = Tableau { $number }
reference-figure = figure { $number }
reference-table = tableau { $number }
reference-equation = équation { $number }
reference-section = section { $number }
reference-chapter = chapitre { $number }
reference-appendix = annexe { $number }
reference-figures = figures { $numbers }
reference-tables = tableaux { $numbers }
reference-equations = équations { $numbers }
reference-sections = sections { $numbers }
reference-chapters = chapitres { $numbers }
reference-appendices = annexes { $numbers }
reference-page = page { $number }
reference-note = note { $number }

### Ce sur quoi reposent les nombres

number-source = source
number-expression = Calculé ainsi
number-cells = Cellules
number-unit = Unité
dataset-source = Source
dataset-as-of = État au
dataset-licence = Licence
dataset-notes = Notes
dataset-numbers = Nombres
number-remarks = Remarques
number-inferred = déduit, aucune source ne le dit
number-closed = d’après des données non publiées
number-left-out =
    { $count ->
        [one] { $count } valeur manquante laissée de côté
       *[other] { $count } valeurs manquantes laissées de côté
    }
status-value = { $value } ({ $status })
status-provisional = provisoire
status-estimated = estimé
status-revised = révisé
status-forecast = prévision
status-break = rupture de série
status-confidential = confidentiel
status-not-applicable = sans objet
status-low-reliability = peu fiable
status-definition-differs = définition différente
status-imputed = imputé
column-status = { $column }, statut
status-inferred = déduit
dataset-review-by = À revoir avant le
dataset-inferred = Déduit
dataset-transformations = Modifications
dataset-caveats = Réserves
dataset-discrepancies = Écarts connus
dataset-discrepancy = { $reason } ({ $cells })
data-notes = Notes sur les données
sources-of-figures = Sources des chiffres
sources-of-figures-text = Les données d’où viennent les nombres de ce texte, jeu par jeu.
numbers-file = Tous avec leurs cellules, en JSON

### Données ouvertes

data = Données
datasets = Jeux de données
data-introduction = Tous les jeux de données et registres de cette publication, avec leur source et leurs conditions. On peut tous les lire ici et les télécharger ; un fichier les décrit pour les programmes.
dataset-id = Nom dans la publication
dataset-rows = Les données
dataset-columns = Colonnes
dataset-used-in = Utilisé dans
column-name = Nom
column-title = Titre
column-type = Type
column-type-text = texte
column-type-number = nombre
column-type-year = année
column-type-date = date
column-type-boolean = oui ou non
column-type-entity = nom
column-type-source = source
row-count =
    { $rows ->
        [one] { $rows } ligne
       *[other] { $rows } lignes
    }
column-count =
    { $columns ->
        [one] { $columns } colonne
       *[other] { $columns } colonnes
    }
rows-cut = Voici les { $shown } premières lignes sur { $rows }. Les fichiers les contiennent toutes.

### La fin d’un document

term-with-abbreviation = { $term } ({ $abbreviation })
glossary = Glossaire
bibliography = Références
how-to-cite = Pour citer
part-of-report = Partie du rapport
previous-brief = Note précédente
next-brief = Note suivante
read-as-brief = Chaque chapitre est aussi une note à part
address = Adresse
summary = Résumé (PDF)
imprint = Mentions
accessibility = Accessibilité
# In books for e-readers
epub-accessibility = Le texte entier peut être lu ou écouté. Les images et les graphiques ont un texte de remplacement, et les graphiques un tableau de leurs valeurs ; titres, table des matières, notes et références sont accessibles par des liens.

### Listes

cited-in = Cité dans
sources-introduction = Tous les ouvrages que cite cette publication, et où elle les cite.
topic-kind = Thème

### The search

search = Rechercher
search-label = Mots à rechercher
search-kind = Type
search-year = Année
search-all = Tout
# Stands before a count
search-results = Résultats
search-pages = Pages
search-without-script = La recherche a besoin de JavaScript. Sans lui, la liste ci-dessous contient tout, et votre navigateur peut y chercher des mots.

### La page d’une adresse qui n’existe pas

not-found-title = Cette page n’existe pas
not-found-text = L’adresse est peut-être mal écrite, ou la page a changé de place. Ces rapports existent :
not-found-home = Aller à l’accueil

### Nombres liés aux données

number-percent = { $number } %
number-percentage-points =
    { $form ->
        [one] { $number } point de pourcentage
       *[other] { $number } points de pourcentage
    }
number-percentage-points-short = { $number } pt
number-money = { $number } { $currency }
number-thousand = { $number } mille
# Thousands are written as digits: 296 000 €.
number-thousand-in-full = { $number }
number-million =
    { $form ->
        [one] { $number } million
       *[other] { $number } millions
    }
number-billion =
    { $form ->
        [one] { $number } milliard
       *[other] { $number } milliards
    }
number-trillion =
    { $form ->
        [one] { $number } billion
       *[other] { $number } billions
    }
# On axes, where there is little room.
short-million = { $number } M
short-billion = { $number } Md
short-trillion = { $number } Bn
number-ordinal = { $number }e
number-ordinal-one = { $number }er
number-range = { $from }–{ $to }
number-range-signed = { $from } à { $to }
number-spelled-below = 17
# Words that stay in one line with the number behind them
unbroken-before-numbers = p., pp., n°, nº, no, n., art., chap., vol., fig., §, tableau, tableaux, Tableau, figure, figures, Figure, graphique, Graphique, carte, encadré, chapitre, chapitres, Chapitre, section, sections, Section, article, articles, Article, annexe, Annexe, partie, phase, page, pages, ligne, lignes, US$, $, €, £, ¥, USD, EUR
unit-percent = %
unit-percentage-points = points de pourcentage
unit-thousand = milliers de { $unit }
unit-million = millions de { $unit }
unit-billion = milliards de { $unit }
unit-trillion = billions de { $unit }
unit-per = { $unit } par { $per }
currency-usd = $ US
currency-eur = €
currency-gbp = £
currency-jpy = ¥
currency-cny = yuans
missing-value = –
# Beside the name of a series without any value
no-data = aucune donnée
# Under a map: whose outlines of countries it shows.
map-shapes = Contours : { $source }.
yes = oui
no = non
number-word-0 = zéro
number-word-1 = un
number-word-2 = deux
number-word-3 = trois
number-word-4 = quatre
number-word-5 = cinq
number-word-6 = six
number-word-7 = sept
number-word-8 = huit
number-word-9 = neuf
number-word-10 = dix
number-word-11 = onze
number-word-12 = douze
number-word-13 = treize
number-word-14 = quatorze
number-word-15 = quinze
number-word-16 = seize
number-word-17 = dix-sept
number-word-18 = dix-huit
number-word-19 = dix-neuf
number-word-20 = vingt

### Registres

registers = Registres
registers-introduction = Listes des choses dont parlent les rapports, chaque entrée avec ses sources. On peut les lire, y renvoyer et les télécharger.
reference-entry = { $noun } { $number }
entry-sources = Sources
entry-not-stated = non précisé
mentioned-in = Mentionné dans
previous-entry = Entrée précédente
next-entry = Entrée suivante
all-entries = Toutes les entrées
profiles = Profils
previous-profile = Profil précédent
next-profile = Profil suivant
all-profiles = Tous les profils
compare-chosen = N’afficher que les lignes choisies
video = Vidéo
transcript = Transcription
# $name: what the row is of, such as Peru
choose-row = Choisir { $name }
entry-count =
    { $entries ->
        [one] { $entries } entrée
       *[other] { $entries } entrées
    }

### L’audit

audit-number-words = trente, quarante, cinquante, soixante, soixante-dix, quatre-vingts, quatre-vingt-dix, cent, cents, centaine, centaines, mille, millier, milliers, million, millions, milliard, milliards, dizaine, dizaines, douzaine, douzaines, la moitié, le tiers, un tiers, un quart, deux tiers, trois quarts, le double, le triple, doublé, triplé, quadruplé
audit-no-numbers = un, une, zéro, les deux, ces deux, leurs deux, l’un, l’une, une fois, un ou deux
audit-labels = sections, chapitres, figures, tableaux, pages, p, pp, notes, ligne, lignes, paragraphe, paragraphes, alinéa, article, articles, art, annexe, annexes, partie, parties, volume, vol, numéro, n, no, nos, étape, phase, niveau, objectif, iso, iec, loi, décret, résolution, protocole, version, formulaire, question, questions, salle, rangée, colonne, colonnes, option, options, règle, principe, critère, exercice, leçon, module, vague, stade, encadré, clause, directive, règlement, recommandation
audit-ordinals = er, re, e, ème, nd, nde, premier, première, deuxième, second, seconde, troisième, quatrième, cinquième, sixième, septième, huitième, neuvième
audit-parts = sur, des, de
audit-measures = pour, par, pourcent, fois, tiers, quarts, cinquièmes, dixièmes, mille, millions, milliards, billions
audit-claims = a augmenté, ont augmenté, augmente, augmentent, a baissé, ont baissé, baisse, baissent, a crû, a diminué, ont diminué, a doublé, a triplé, a chuté, a reculé, supérieur à, inférieur à, plus grand que, plus petit que, plus de la moitié, moins de la moitié, la plupart, la majorité, le plus grand, la plus grande, le plus petit, la plus petite, le premier à, la première à, le seul, la seule, presque tous, presque toutes, presque aucun
audit-no-claims = au plus, pour la plupart du temps
# Words that point to a table of the same text
audit-tables = le tableau ci-dessous, le tableau ci-dessus, le tableau suivant, le tableau précédent, ce tableau, les tableaux ci-dessous
# Words that point to a chart, a map or a picture of the same text
audit-figures = le graphique ci-dessous, le graphique ci-dessus, le graphique suivant, la figure ci-dessous, la figure ci-dessus, la figure suivante, la carte ci-dessous, la carte ci-dessus, la carte suivante, ce graphique, les graphiques ci-dessous
# Words that point to a list of the same text
audit-lists = la liste ci-dessous, la liste ci-dessus, la liste suivante, énumérés ci-dessous, énumérées ci-dessous
# Words that point to another text of the same report
audit-texts = le dernier chapitre, le chapitre suivant, le chapitre précédent, la dernière note, la note suivante, la note précédente, les autres chapitres, les autres notes

### Données en classeur

workbook-cover = Couverture
workbook-sheet = Feuille
workbook-mark = Signe
workbook-meaning = Signification
workbook-one-table = Cette feuille contient un tableau.
# [x]
mark-not-available = non disponible : aucune valeur connue

### Documents pour relecteurs

review-title = Pour relecture
# $version; $date
review-version = Version { $version } du { $date }.
review-numbers = Les nombres, les citations et les renvois sont verrouillés : ils viennent des données et des sources. Si l’un d’eux est faux, dites-le dans un commentaire.
review-how = Changez les mots comme vous voulez, avec ou sans suivi des modifications, et renvoyez le fichier tel quel : les changements retrouvent seuls leur place.

language-name = Français

### Tableaux et figures que l’on manipule

table-filter = Filtrer les lignes
table-all = Tous
table-sort = Trier par
table-as-published = Ordre de publication
table-columns = Colonnes
table-shown = Lignes affichées :
table-reset = Tout afficher
figure-share = Partager
figure-link = Lien vers cette figure
figure-embed = Code d’intégration
copy = Copier
copied = Copié
paragraph-address = Lien vers ce paragraphe
number-address = Lien vers ce chiffre
figure-page = Figure sur sa propre page
figure-from = Extrait de

### Countries, organisations, authors
entities = Pays et organisations
entity-kind = Pays ou organisation
entity-texts = Dans les textes
entity-figures = Dans les données
member-of = Membre de
members = Membres
author = Auteur
related-texts = Textes apparentés
places-like-this = Autres lieux semblables

### The accessibility statement

accessibility-statement = Accessibilité
accessibility-finding = Chacun doit pouvoir lire cette publication. Cette page dit ce qui a été fait pour cela, comment cela a été vérifié et qui prévenir en cas de problème.
accessibility-conformance = Conformité
accessibility-pages = Les pages sont faites pour respecter les Règles pour l’accessibilité des contenus Web (WCAG) 2.2 au niveau AA.
accessibility-pdfs = Les PDF sont balisés et suivent PDF/UA-1 et PDF/A.
accessibility-books = Les livres numériques suivent EPUB Accessibility 1.1.
accessibility-measures = Ce sur quoi vous pouvez compter
accessibility-keyboard = Tout est accessible au clavier, et rien n’exige JavaScript pour être lu.
accessibility-pictures = Les graphiques et les images ont une description. Sous chaque graphique, un tableau donne ses valeurs.
accessibility-structure = Les titres, les listes, les tableaux et les changements de langue sont balisés, pour que les lecteurs d’écran les annoncent et passent de l’un à l’autre.
accessibility-view = Les pages suivent vos réglages de taille, de couleurs claires ou sombres, de contraste et de mouvement. À un zoom de 400 %, seuls les tableaux larges défilent sur le côté.
accessibility-tests = Comment cela a été vérifié
accessibility-refused = Le programme qui fait ces pages refuse les images sans description, les titres qui sautent un niveau, les tableaux sans en-tête, les liens sans texte et les couleurs sans contraste.
accessibility-tested = Sa mise en page a été testée avec des validateurs et dans un navigateur : au clavier, sur des écrans étroits et larges, en clair et en sombre.
accessibility-limits = C’est ce que des programmes peuvent trouver. Cette déclaration ne repose pas sur des tests avec des personnes qui utilisent des technologies d’assistance.
accessibility-contact = Nous prévenir
accessibility-write = Si quelque chose vous empêche de lire, dites-nous sur quelle page et ce qui s’est passé.

### Releases and corrections

# $name: the name of a release. $date: the day on which it came out
release-notice = Vous lisez la livraison { $name } du { $date }, conservée telle quelle.
release-superseded = Une livraison plus récente l’a remplacée.
release-current = Lire cette page dans son état actuel
release-home = Aller à la publication actuelle
releases = Livraisons
releases-introduction = Ce qui paraîtra et quand, et les livraisons antérieures avec le texte et les données de leur date, chacune à sa propre adresse.
releases-coming = Livraisons à venir
release-calendar = Dates de parution au format calendrier (iCalendar)
releases-past = Livraisons antérieures
release-withheld = [n’est plus disponible]
# $moment: the date and time at which the text comes out
before-release = Confidentiel jusqu’au { $moment } : réservé aux lecteurs désignés, ne pas diffuser
corrections = Corrections
corrections-introduction = Ce qui a changé après la publication, du plus récent au plus ancien. Rien n’est jamais retiré de cette liste.
corrections-latest = Dernières corrections
correction-update = Mise à jour
correction-correction = Correction
correction-retraction = Rétractation
