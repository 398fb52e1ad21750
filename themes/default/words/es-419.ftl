# Las palabras de la interfaz en español de América Latina. Las plantillas las buscan
# por su identificador: words["key-messages"]. Las que llevan argumento las compone el
# programa.

### Todas las páginas

skip-link = Ir al texto
main-navigation = Principal
reports = Informes
briefs = Notas de política
report = Informe
brief = Nota de política
sources = Fuentes
topics = Temas
languages = Idiomas
licence = Licencia
published-by = Publicado por
draft = Borrador: no publicar
feed = Novedades por suscripción (Atom)
# The first step of the way from the front page
home = Inicio
# Names the line of links from the front page to this one, for those who hear it
breadcrumbs = Ruta de navegación

### Licencia
licence-terms = Puede compartir y adaptar esta obra según los términos de la licencia, siempre que nombre a sus autores.

### La portada de un documento

finding = Hallazgo
key-messages = Mensajes clave
authors = Autores
published-on = Publicado el
updated-on = Actualizado el
about-text = Sobre este texto
list-of-figures = Figuras
list-of-tables = Tablas
version = Versión
acknowledgements = Agradecimientos
funding = Financiamiento
disclaimer = Descargo de responsabilidad
what-is-new = Novedades
edition = Edición
edition-for = Edición para
edition-of = Edición: { $audience }
# $language: the name of a language in that language
not-translated = Este texto aún no está traducido. Se muestra el original ({ $language }).
language = Idioma
download = Descargar
topics-of-document = Temas
# $minutes: número entero de minutos
reading-time =
    { $minutes ->
        [one] { $minutes } minuto
       *[other] { $minutes } minutos
    }
# $words: número entero de palabras
word-count =
    { $words ->
        [one] { $words } palabra
       *[other] { $words } palabras
    }
# $pages: número entero de páginas
page-count =
    { $pages ->
        [one] { $pages } página
       *[other] { $pages } páginas
    }
# $pages: un texto como «24 páginas»; $size: un texto como «612 kB»
file-size = { $pages }, { $size }

### El texto de un documento

contents = Índice
contents-of-report = En este informe
table = Tabla
page = Página
note = Nota
# Names the drawing of a report, a quipu of its data.
drawing = Dibujo
# The switch that shows the values of a chart as a table.
chart-table = Ver la tabla
code = Código
back-to-text = Volver al texto
figure-note = Nota:
figure-source = Fuente:
figure-data = Datos:
task-done = Hecho
task-open = Pendiente
sources-differ = Las fuentes discrepan
callout-note = Nota
callout-tip = Consejo
callout-important = Importante
callout-warning = Advertencia
callout-caution = Precaución

# Rótulos de figuras y tablas; $number: el número tal como se imprime
label-figure = Figura { $number }
label-table = Tabla { $number }

# Referencias a partes numeradas; $number: el número tal como se imprime
reference-figure = figura { $number }
reference-table = tabla { $number }
reference-equation = ecuación { $number }
reference-section = sección { $number }
reference-chapter = capítulo { $number }
reference-appendix = anexo { $number }
reference-figures = figuras { $numbers }
reference-tables = tablas { $numbers }
reference-equations = ecuaciones { $numbers }
reference-sections = secciones { $numbers }
reference-chapters = capítulos { $numbers }
reference-appendices = anexos { $numbers }
reference-page = página { $number }
reference-note = nota { $number }

### En qué se apoyan los números

# El nombre del botón que cubre un número, para quienes lo oyen
number-source = fuente
number-expression = Calculado como
number-cells = Celdas
number-unit = Unidad
dataset-source = Fuente
dataset-as-of = Fecha de los datos
dataset-licence = Licencia
dataset-notes = Notas
dataset-numbers = Números
number-remarks = Observaciones
number-inferred = inferido; ninguna fuente lo indica
number-closed = de datos que no se publican
# $count: cuántos valores omite un cálculo
number-left-out =
    { $count ->
        [one] se omite { $count } valor faltante
       *[other] se omiten { $count } valores faltantes
    }
# $value: un valor que ninguna fuente dice
status-value = { $value } ({ $status })
dataset-review-by = Revisar a más tardar
dataset-inferred = Inferido
column-status = { $column }, estado
status-inferred = inferido
status-confidential = confidencial
status-provisional = provisional
status-revised = revisado
status-estimated = estimado
status-imputed = imputado
status-forecast = previsión
status-not-applicable = no aplicable
status-break = ruptura de serie
status-low-reliability = poco fiable
status-definition-differs = definición distinta
dataset-transformations = Cambios efectuados
dataset-caveats = Advertencias
dataset-discrepancies = Discrepancias conocidas
# $reason: por qué se deja una diferencia; $cells: dónde está y cuánto es
dataset-discrepancy = { $reason } ({ $cells })
data-notes = Notas sobre los datos
sources-of-figures = Fuentes de las cifras
sources-of-figures-text = Los datos en que se basan los números de este texto, por conjunto de datos.
numbers-file = Todos con sus celdas, en JSON

### Datos abiertos

data = Datos
datasets = Conjuntos de datos
data-introduction = Todos los conjuntos de datos y registros en que se apoya esta publicación, con su fuente y sus condiciones. Se pueden leer aquí y descargar; un archivo los describe para los programas.
dataset-id = Nombre en la publicación
dataset-rows = Los datos
dataset-columns = Columnas
dataset-used-in = Se usa en
column-name = Nombre
column-title = Título
column-type = Tipo
column-type-text = texto
column-type-number = número
column-type-year = año
column-type-date = fecha
column-type-boolean = sí o no
column-type-entity = nombre
column-type-source = fuente
# $rows: cuántas
row-count =
    { $rows ->
        [one] { $rows } fila
       *[other] { $rows } filas
    }
# $columns: cuántas
column-count =
    { $columns ->
        [one] { $columns } columna
       *[other] { $columns } columnas
    }
# $shown: cuántas filas muestra la página; $rows: cuántas hay
rows-cut = Estas son las primeras { $shown } de { $rows } filas. Los archivos las tienen todas.

### Libros de cálculo con los datos

workbook-cover = Portada
workbook-sheet = Hoja
workbook-mark = Marca
workbook-meaning = Significado
workbook-one-table = Esta hoja tiene una tabla.
# [x]
mark-not-available = no disponible: no se conoce ningún valor

### Documentos para revisores

review-title = Para revisión
review-version = Versión { $version } del { $date }.
review-numbers = Los números, las citas y las referencias están bloqueados: provienen de datos y fuentes. Si alguno es incorrecto, dígalo en un comentario.
review-how = Cambie las palabras como quiera, con o sin control de cambios, y devuelva el archivo tal cual: los cambios se reconocen automáticamente.

### El final de un documento

# $term: a term in full; $abbreviation: its abbreviation
term-with-abbreviation = { $term } ({ $abbreviation })
glossary = Glosario
bibliography = Referencias
how-to-cite = Cómo citar
part-of-report = Parte del informe
previous-brief = Nota anterior
next-brief = Nota siguiente
read-as-brief = Cada capítulo es también una nota independiente
address = Dirección
summary = Resumen (PDF)
imprint = Créditos
accessibility = Accesibilidad
# In books for e-readers
epub-accessibility = El texto puede leerse completo con la vista o con el oído. Las imágenes y los gráficos tienen textos que los sustituyen, y los gráficos, además, sus valores en una tabla; a los títulos, el índice, las notas y las referencias se llega mediante enlaces.

### Listas

cited-in = Citado en
sources-introduction = Todas las obras que esta publicación cita, y dónde.
topic-kind = Tema

### The search

search = Buscar
search-label = Palabras que se buscan
search-kind = Tipo
search-year = Año
search-all = Todo
# Stands before a count
search-results = Resultados
search-pages = Páginas
search-without-script = La búsqueda necesita JavaScript. Sin él, la lista de abajo lo contiene todo, y su navegador puede buscar palabras en ella.

### La página para una dirección que no existe

not-found-title = Esta página no existe
not-found-text = Puede que la dirección esté mal escrita o que la página haya cambiado de lugar. Estos informes sí existen:
not-found-home = Ir a la portada

### Números vinculados a datos
# $number: las cifras; $currency: el signo de una moneda; $unit: una unidad

number-percent = { $number } %
number-percentage-points =
    { $form ->
        [one] { $number } punto porcentual
       *[other] { $number } puntos porcentuales
    }
number-percentage-points-short = { $number } pp
number-ordinal = { $number }.º
number-range = { $from }-{ $to }
number-range-signed = { $from } a { $to }
# Whole numbers below this are spelled in ordinary text.
number-spelled-below = 10
# Words that stay in one line with the number behind them
unbroken-before-numbers = p., pp., pág., págs., núm., núms., n.º, N.º, no., art., arts., cap., vol., fig., tabla, tablas, Tabla, cuadro, cuadros, Cuadro, gráfico, gráficos, Gráfico, figura, figuras, Figura, mapa, capítulo, capítulos, Capítulo, sección, secciones, Sección, artículo, Artículo, anexo, Anexo, apéndice, parte, fase, página, páginas, línea, líneas, US$, S/, $, €, £, ¥, USD, EUR
number-money = { $currency } { $number }
number-thousand = { $number } mil
number-million =
    { $form ->
        [one] { $number } millón
       *[other] { $number } millones
    }
number-billion = { $number } mil millones
number-trillion =
    { $form ->
        [one] { $number } billón
       *[other] { $number } billones
    }
# On axes, where there is little room.
short-million = { $number } M
short-billion = { $number } mil M
short-trillion = { $number } B
unit-percent = %
unit-percentage-points = puntos porcentuales
unit-per = { $unit } por { $per }
unit-thousand = miles de { $unit }
unit-million = millones de { $unit }
unit-billion = miles de millones de { $unit }
unit-trillion = billones de { $unit }
currency-usd = US$
currency-eur = €
currency-gbp = £
currency-jpy = JP¥
currency-cny = CN¥
missing-value = –
# Beside the name of a series without any value
no-data = sin datos
# Under a map: whose outlines of countries it shows.
map-shapes = Contornos: { $source }.
yes = sí
no = no
number-word-0 = cero
number-word-1 = uno
number-word-2 = dos
number-word-3 = tres
number-word-4 = cuatro
number-word-5 = cinco
number-word-6 = seis
number-word-7 = siete
number-word-8 = ocho
number-word-9 = nueve
number-word-10 = diez
number-word-11 = once
number-word-12 = doce
number-word-13 = trece
number-word-14 = catorce
number-word-15 = quince
number-word-16 = dieciséis
number-word-17 = diecisiete
number-word-18 = dieciocho
number-word-19 = diecinueve
number-word-20 = veinte

### Registros

registers = Registros
registers-introduction = Listas de lo que tratan los informes, con las fuentes de cada entrada. Se pueden leer, enlazar y descargar.
# $noun: what an entry is called, such as Recommendation; $number: its number as printed
reference-entry = { $noun } { $number }
entry-sources = Fuentes
entry-not-stated = no consta
mentioned-in = Mencionada en
previous-entry = Entrada anterior
next-entry = Entrada siguiente
all-entries = Todas las entradas
profiles = Fichas
previous-profile = Ficha anterior
next-profile = Ficha siguiente
all-profiles = Todas las fichas
compare-chosen = Mostrar solo las filas elegidas
video = Video
transcript = Transcripción
# $name: what the row is of, such as Peru
choose-row = Elegir { $name }
# $entries: how many
entry-count =
    { $entries ->
        [one] { $entries } entrada
       *[other] { $entries } entradas
    }

### La auditoría
# Listas con comas entre sus elementos; los números de cero a veinte están arriba.

# Otras palabras y frases que dicen cuántos
audit-number-words = veintiún, veintiuno, veintiuna, veintidós, veintitrés, veinticuatro, veinticinco, veintiséis, veintisiete, veintiocho, veintinueve, treinta, cuarenta, cincuenta, sesenta, setenta, ochenta, noventa, cien, ciento, cientos, doscientos, doscientas, trescientos, trescientas, cuatrocientos, cuatrocientas, quinientos, quinientas, seiscientos, seiscientas, setecientos, setecientas, ochocientos, ochocientas, novecientos, novecientas, mil, miles, millón, millones, billón, billones, docena, docenas, la mitad de, un tercio de, un cuarto de, dos tercios, tres cuartos, cuartas partes, terceras partes, quintas partes, el doble, el triple, duplicó, triplicó, cuadruplicó, se duplicaron, se triplicaron
# Palabras y frases que llevan una palabra de número y no dicen ningún número
audit-no-numbers = uno, cero, una vez, los dos, las dos, estos dos, estas dos, esos dos, sus dos, las otras dos, los otros dos, entre dos, de dos vías, una o dos, uno o dos, una de dos, por ciento
# Palabras antes de los números de partes, páginas, artículos y normas
audit-labels = secciones, capítulos, figuras, tablas, cuadro, cuadros, gráfico, gráficos, páginas, p, pp, pág, págs, notas, línea, líneas, párrafo, párrafos, artículo, artículos, art, anexo, apéndice, parte, partes, volumen, vol, número, núm, nº, n, º, paso, fase, nivel, objetivo, iso, iec, ley, resolución, decreto, protocolo, versión, formulario, orden, pregunta, preguntas, sala, fila, filas, columna, columnas, opción, opciones, regla, principio, criterio, ejercicio, lección, módulo, ronda, grado, etapa, recuadro, cláusula, directiva, reglamento, recomendación
# Lo que termina un ordinal
audit-ordinals = º, ª, er, ro, ra, do, da, to, ta, mo, ma, vo, va, no, na, s
# What stands between a part and the whole: with a number on either side it makes a claim
audit-parts = de, de cada, de los, de las
# Words behind a small number that make it a measure
audit-measures = por, puntos, veces, tercios, cuartos, quintos, décimos, mil, millones, billones
# Words that claim a direction, an order, a majority, a first or a last
audit-claims = subió, subieron, creció, crecieron, aumentó, aumentaron, cayó, cayeron, bajó, bajaron, disminuyó, disminuyeron, se duplicó, se triplicó, se redujo, mayor que, menor que, más de la mitad, menos de la mitad, la mayoría, la mayor parte, la mayor, el mayor, la menor, el menor, el más alto, la más alta, el más bajo, la más baja, superó, superaron, supera, menos que nada, fue el primero, fue la primera, fue el último, fue la última, el único, la única, los únicos, las únicas, casi todos, casi todas, casi ninguno
# Phrases that hold such words and claim nothing of data
audit-no-claims = en la mayoría de edad, la única manera, la única forma
# Words that point to a table of the same text
audit-tables = la tabla siguiente, la siguiente tabla, la tabla anterior, la tabla de abajo, la tabla de arriba, el cuadro siguiente, el siguiente cuadro, el cuadro anterior, esta tabla, este cuadro, las tablas siguientes
# Words that point to a chart, a map or a picture of the same text
audit-figures = el gráfico siguiente, el siguiente gráfico, el gráfico anterior, este gráfico, la figura siguiente, la siguiente figura, la figura anterior, el mapa siguiente, el siguiente mapa, el mapa anterior, los gráficos siguientes
# Words that point to a list of the same text
audit-lists = la lista siguiente, la siguiente lista, la lista anterior, la lista de abajo, se enumeran a continuación, se listan a continuación
# Words that point to another text of the same report
audit-texts = el último informe breve, el último capítulo, el capítulo siguiente, el siguiente capítulo, el capítulo anterior, el próximo capítulo, la última nota, la nota siguiente, la nota anterior, los demás capítulos, las demás notas
# What a dataset says of itself whose values are computed
audit-computed = se calcula, se calculan, aritmética nuestra, sumas nuestras, la resta es nuestra, cuenta nuestras

language-name = español

### Tablas y figuras con las que se trabaja

table-filter = Filtrar filas
table-all = Todos
table-sort = Ordenar por
table-as-published = Como se publicó
table-columns = Columnas
table-shown = Filas a la vista:
table-reset = Mostrar todo
figure-share = Compartir
figure-link = Enlace a esta figura
figure-embed = Código para insertarla
copy = Copiar
copied = Copiado
paragraph-address = Enlace a este párrafo
number-address = Enlace a esta cifra
figure-page = Figura en página propia
figure-from = De

### Countries, organisations, authors
entities = Países y organizaciones
entity-kind = País u organización
entity-texts = En los textos
entity-figures = En los datos
member-of = Miembro de
members = Miembros
author = Autoría
related-texts = Textos relacionados
places-like-this = Otros lugares parecidos

### The accessibility statement

accessibility-statement = Accesibilidad
accessibility-finding = Todas las personas deben poder leer esta publicación. Esta página dice qué se hizo para ello, cómo se comprobó y a quién avisar si algo falla.
accessibility-conformance = Conformidad
accessibility-pages = Las páginas están hechas para cumplir las Pautas de Accesibilidad para el Contenido Web (WCAG) 2.2 en el nivel AA.
accessibility-pdfs = Los PDF están etiquetados y siguen PDF/UA-1 y PDF/A.
accessibility-books = Los libros para lectores electrónicos siguen EPUB Accessibility 1.1.
accessibility-measures = Con qué puede contar
accessibility-keyboard = A todo se llega con el teclado, y nada necesita JavaScript para leerse.
accessibility-pictures = Los gráficos y las imágenes tienen una descripción. Bajo cada gráfico hay una tabla con sus valores.
accessibility-structure = Los títulos, las listas, las tablas y los cambios de idioma están marcados, para que los lectores de pantalla los anuncien y salten de uno a otro.
accessibility-view = Las páginas respetan sus ajustes de tamaño, colores claros u oscuros, contraste y movimiento. Con un aumento de 400 % solo las tablas anchas se desplazan de lado.
accessibility-tests = Cómo se comprobó
accessibility-refused = El programa que hace estas páginas rechaza imágenes sin descripción, títulos que saltan un nivel, tablas sin encabezado, enlaces sin texto y colores sin contraste.
accessibility-tested = Su diseño se probó con validadores y en un navegador: con teclado, en pantallas angostas y anchas, en claro y en oscuro.
accessibility-limits = Eso es lo que los programas pueden hallar. Esta declaración no se apoya en pruebas con personas que usan tecnologías de apoyo.
accessibility-contact = Avísenos
accessibility-write = Si algo le impide leer, díganos en qué página y qué ocurrió.

### Releases and corrections

# $name: the name of a release. $date: the day on which it came out
release-notice = Está leyendo la entrega { $name } del { $date }, conservada tal como era.
release-superseded = Una entrega más reciente la reemplazó.
release-current = Leer esta página como es hoy
release-home = Ir a la publicación de hoy
releases = Entregas
releases-introduction = Qué se publica y cuándo, y las entregas anteriores con el texto y los datos de su fecha, cada una en su propia dirección.
releases-coming = Próximas entregas
release-calendar = Fechas de publicación como calendario (iCalendar)
releases-past = Entregas anteriores
release-withheld = [ya no disponible]
# $moment: the date and time at which the text comes out
before-release = Confidencial hasta el { $moment }: solo para lectores designados, no publicar
corrections = Correcciones
corrections-introduction = Lo que cambió después de la publicación, lo más reciente primero. De esta lista nunca se borra nada.
corrections-latest = Últimas correcciones
correction-update = Actualización
correction-correction = Corrección
correction-retraction = Retractación
