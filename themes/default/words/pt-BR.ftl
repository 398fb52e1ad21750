# As palavras da interface em português do Brasil. Os modelos as procuram por identificador.

### Todas as páginas

skip-link = Ir para o texto
main-navigation = Navegação principal
reports = Relatórios
briefs = Notas
report = Relatório
brief = Nota
sources = Fontes
topics = Temas
languages = Idiomas
licence = Licença
published-by = Publicado por
draft = Rascunho: não divulgar
feed = Novos textos por assinatura (feed Atom)
# The first step of the way from the front page
home = Início
# Names the line of links from the front page to this one, for those who hear it
breadcrumbs = Localização desta página

### Licença

licence-terms = Você pode compartilhar e adaptar esta obra nos termos da licença, desde que cite os autores.

### A abertura de um documento

finding = Conclusão
key-messages = Mensagens principais
authors = Autores
published-on = Publicado em
updated-on = Atualizado em
about-text = Sobre este texto
list-of-figures = Figuras
list-of-tables = Tabelas
version = Versão
acknowledgements = Agradecimentos
funding = Financiamento
disclaimer = Isenção de responsabilidade
what-is-new = Novidades
edition = Edição
edition-for = Edição para
edition-of = Edição: { $audience }
not-translated = Este texto ainda não foi traduzido. Você lê o original ({ $language }).
language = Idioma
download = Baixar
topics-of-document = Temas
reading-time =
    { $minutes ->
        [one] { $minutes } minuto
       *[other] { $minutes } minutos
    }
word-count =
    { $words ->
        [one] { $words } palavra
       *[other] { $words } palavras
    }
page-count =
    { $pages ->
        [one] { $pages } página
       *[other] { $pages } páginas
    }
file-size = { $pages }, { $size }

### O texto de um documento

contents = Sumário
contents-of-report = Neste relatório
table = Tabela
page = Página
note = Nota
drawing = Desenho
chart-table = Mostrar a tabela
code = Código
back-to-text = Voltar ao texto
figure-note = Nota:
figure-source = Fonte:
figure-data = Dados:
task-done = Feito
task-open = A fazer
sources-differ = As fontes divergem
callout-note = Nota
callout-tip = Dica
callout-important = Importante
callout-warning = Atenção
callout-caution = Cuidado
label-figure = Figura { $number }
label-table = Tabela { $number }
reference-figure = Figura { $number }
reference-table = Tabela { $number }
reference-equation = Equação { $number }
reference-section = Seção { $number }
reference-chapter = Capítulo { $number }
reference-appendix = apêndice { $number }
reference-figures = Figuras { $numbers }
reference-tables = Tabelas { $numbers }
reference-equations = Equações { $numbers }
reference-sections = Seções { $numbers }
reference-chapters = Capítulos { $numbers }
reference-appendices = apêndices { $numbers }
reference-page = página { $number }
reference-note = nota { $number }

### Em que se apoiam os números

number-source = fonte
number-expression = Calculado como
number-cells = Células
number-unit = Unidade
dataset-source = Fonte
dataset-as-of = Situação em
dataset-licence = Licença
dataset-notes = Notas
dataset-numbers = Números
number-remarks = Observações
number-inferred = inferido; nenhuma fonte o afirma
number-closed = de dados que não são publicados
number-left-out =
    { $count ->
        [one] { $count } valor ausente deixado de fora
       *[other] { $count } valores ausentes deixados de fora
    }
status-value = { $value } ({ $status })
status-provisional = provisório
status-estimated = estimado
status-revised = revisado
status-forecast = previsão
status-break = quebra de série
status-confidential = confidencial
status-not-applicable = não se aplica
status-low-reliability = baixa confiabilidade
status-definition-differs = definição diferente
status-imputed = imputado
column-status = { $column }, situação
status-inferred = inferido
dataset-review-by = Rever até
dataset-inferred = Inferido
dataset-transformations = Alterações
dataset-caveats = Ressalvas
dataset-discrepancies = Discrepâncias conhecidas
dataset-discrepancy = { $reason } ({ $cells })
data-notes = Notas sobre os dados
sources-of-figures = Fontes dos números
sources-of-figures-text = Os dados por trás dos números deste texto, conjunto por conjunto.
numbers-file = Todos com suas células, em JSON

### Dados abertos

data = Dados
datasets = Conjuntos de dados
data-introduction = Todos os conjuntos de dados e registros desta publicação, com fonte e condições. Todos podem ser lidos aqui e baixados; um arquivo os descreve para programas.
dataset-id = Nome na publicação
dataset-rows = Os dados
dataset-columns = Colunas
dataset-used-in = Usado em
column-name = Nome
column-title = Título
column-type = Tipo
column-type-text = texto
column-type-number = número
column-type-year = ano
column-type-date = data
column-type-boolean = sim ou não
column-type-entity = nome
column-type-source = fonte
row-count =
    { $rows ->
        [one] { $rows } linha
       *[other] { $rows } linhas
    }
column-count =
    { $columns ->
        [one] { $columns } coluna
       *[other] { $columns } colunas
    }
rows-cut = Estas são as primeiras { $shown } de { $rows } linhas. Os arquivos têm todas.

### O fim de um documento

term-with-abbreviation = { $term } ({ $abbreviation })
glossary = Glossário
bibliography = Referências
how-to-cite = Como citar
part-of-report = Parte do relatório
previous-brief = Nota anterior
next-brief = Próxima nota
read-as-brief = Cada capítulo é também uma nota
address = Endereço
summary = Resumo (PDF)
imprint = Expediente
accessibility = Acessibilidade
# In books for e-readers
epub-accessibility = O texto pode ser lido por inteiro com os olhos ou com os ouvidos. Imagens e gráficos têm textos que os substituem, e os gráficos também seus valores em uma tabela; títulos, sumário, notas e referências são alcançados por links.

### Listas

cited-in = Citado em
sources-introduction = Todas as obras que esta publicação cita, e onde.
topic-kind = Tema

### The search

search = Pesquisar
search-label = Palavras a procurar
search-kind = Tipo
search-year = Ano
search-all = Tudo
# Stands before a count
search-results = Resultados
search-pages = Páginas
search-without-script = A pesquisa precisa de JavaScript. Sem ele, a lista abaixo contém tudo, e seu navegador pode procurar palavras nela.

### A página de um endereço que não existe

not-found-title = Esta página não existe
not-found-text = O endereço pode estar errado, ou a página pode ter mudado. Estes relatórios existem:
not-found-home = Ir para o início

### Números vinculados a dados

number-percent = { $number }%
number-percentage-points =
    { $form ->
        [one] { $number } ponto percentual
       *[other] { $number } pontos percentuais
    }
number-percentage-points-short = { $number } p.p.
number-money = { $currency } { $number }
number-thousand = { $number } mil
number-million =
    { $form ->
        [one] { $number } milhão
       *[other] { $number } milhões
    }
number-billion =
    { $form ->
        [one] { $number } bilhão
       *[other] { $number } bilhões
    }
number-trillion =
    { $form ->
        [one] { $number } trilhão
       *[other] { $number } trilhões
    }
# On axes, where there is little room.
short-million = { $number } mi
short-billion = { $number } bi
short-trillion = { $number } tri
number-ordinal = { $number }º
number-range = { $from }–{ $to }
number-range-signed = { $from } a { $to }
number-spelled-below = 11
# Words that stay in one line with the number behind them
unbroken-before-numbers = p., pp., pág., págs., n.º, nº, no., art., arts., cap., vol., fig., tabela, tabelas, Tabela, quadro, quadros, Quadro, gráfico, gráficos, Gráfico, figura, figuras, Figura, mapa, capítulo, capítulos, Capítulo, seção, seções, Seção, artigo, Artigo, anexo, Anexo, parte, fase, página, páginas, linha, linhas, R$, US$, $, €, £, ¥, USD, EUR
unit-percent = %
unit-percentage-points = pontos percentuais
unit-thousand = mil { $unit }
unit-million = milhões de { $unit }
unit-billion = bilhões de { $unit }
unit-trillion = trilhões de { $unit }
unit-per = { $unit } por { $per }
currency-brl = R$
currency-usd = US$
currency-eur = €
currency-gbp = £
currency-jpy = JP¥
currency-cny = CN¥
missing-value = –
# Beside the name of a series without any value
no-data = sem dados
# Under a map: whose outlines of countries it shows.
map-shapes = Contornos: { $source }.
yes = sim
no = não
number-word-0 = zero
number-word-1 = um
number-word-2 = dois
number-word-3 = três
number-word-4 = quatro
number-word-5 = cinco
number-word-6 = seis
number-word-7 = sete
number-word-8 = oito
number-word-9 = nove
number-word-10 = dez
number-word-11 = onze
number-word-12 = doze
number-word-13 = treze
number-word-14 = catorze
number-word-15 = quinze
number-word-16 = dezesseis
number-word-17 = dezessete
number-word-18 = dezoito
number-word-19 = dezenove
number-word-20 = vinte

### Registros

registers = Registros
registers-introduction = Listas das coisas de que tratam os relatórios, cada entrada com suas fontes. Podem ser lidas, referenciadas e baixadas.
reference-entry = { $noun } { $number }
entry-sources = Fontes
entry-not-stated = não informado
mentioned-in = Mencionado em
previous-entry = Entrada anterior
next-entry = Próxima entrada
all-entries = Todas as entradas
profiles = Perfis
previous-profile = Perfil anterior
next-profile = Próximo perfil
all-profiles = Todos os perfis
compare-chosen = Mostrar só as linhas escolhidas
video = Vídeo
transcript = Transcrição
# $name: what the row is of, such as Peru
choose-row = Escolher { $name }
entry-count =
    { $entries ->
        [one] { $entries } entrada
       *[other] { $entries } entradas
    }

### A auditoria

audit-number-words = trinta, quarenta, cinquenta, sessenta, setenta, oitenta, noventa, cem, cento, centena, centenas, mil, milhar, milhares, milhão, milhões, bilhão, bilhões, trilhão, trilhões, dezena, dezenas, dúzia, dúzias, metade, um terço, um quarto, dois terços, três quartos, o dobro, o triplo, dobrou, triplicou, quadruplicou
audit-no-numbers = um, uma, zero, os dois, as duas, esses dois, um ou dois, uma vez
audit-labels = seções, capítulos, figuras, tabelas, páginas, p, pp, notas, linha, linhas, parágrafo, parágrafos, artigo, artigos, art, anexo, anexos, parte, partes, volume, vol, número, n, no, nos, etapa, fase, nível, objetivo, iso, iec, lei, decreto, resolução, protocolo, versão, formulário, pergunta, perguntas, sala, fila, coluna, colunas, opção, opções, regra, princípio, critério, exercício, lição, módulo, rodada, grau, quadro, cláusula, diretiva, regulamento, recomendação
audit-ordinals = º, ª, primeiro, primeira, segundo, segunda, terceiro, terceira, quarto, quarta, quinto, quinta, sexto, sexta, sétimo, oitavo, nono
audit-parts = de, dos, das, em cada
audit-measures = por, por cento, vezes, terços, quartos, quintos, décimos, mil, milhões, bilhões, trilhões
audit-claims = subiu, subiram, sobe, sobem, caiu, caíram, cai, caem, cresceu, cresceram, aumentou, aumentaram, diminuiu, diminuíram, dobrou, triplicou, encolheu, maior que, menor que, maior do que, menor do que, mais da metade, menos da metade, a maioria, a maior parte, o maior, a maior, o menor, a menor, o mais alto, o mais baixo, o primeiro a, a primeira a, o último, o único, a única, quase todos, quase todas, quase nenhum
audit-no-claims = no máximo, na maior parte das vezes
# Words that point to a table of the same text
audit-tables = a tabela abaixo, a tabela acima, a tabela a seguir, a tabela seguinte, a tabela anterior, o quadro abaixo, o quadro a seguir, esta tabela, as tabelas abaixo
# Words that point to a chart, a map or a picture of the same text
audit-figures = o gráfico abaixo, o gráfico acima, o gráfico a seguir, o gráfico seguinte, a figura abaixo, a figura acima, a figura a seguir, o mapa abaixo, o mapa acima, o mapa a seguir, este gráfico
# Words that point to a list of the same text
audit-lists = a lista abaixo, a lista acima, a lista a seguir, listados abaixo, listadas abaixo
# Words that point to another text of the same report
audit-texts = o último capítulo, o próximo capítulo, o capítulo seguinte, o capítulo anterior, a última nota, a próxima nota, a nota anterior, os demais capítulos

### Planilhas dos dados

workbook-cover = Capa
workbook-sheet = Planilha
workbook-mark = Sinal
workbook-meaning = Significado
workbook-one-table = Esta planilha tem uma tabela.
# [x]
mark-not-available = não disponível: nenhum valor conhecido

### Documentos para revisores

review-title = Para revisão
# $version; $date
review-version = Versão { $version } de { $date }.
review-numbers = Os números, as citações e as referências estão bloqueados: vêm de dados e fontes. Se algum estiver errado, diga-o em um comentário.
review-how = Mude as palavras como quiser, com ou sem controle de alterações, e devolva o arquivo como está: as mudanças encontram seu lugar sozinhas.

language-name = Português (Brasil)

### Tabelas e figuras com que se trabalha

table-filter = Filtrar linhas
table-all = Todos
table-sort = Ordenar por
table-as-published = Como publicado
table-columns = Colunas
table-shown = Linhas exibidas:
table-reset = Mostrar tudo
figure-share = Compartilhar
figure-link = Link para esta figura
figure-embed = Código para incorporar
copy = Copiar
copied = Copiado
paragraph-address = Link para este parágrafo
number-address = Link para este número
figure-page = Figura em página própria
figure-from = De

### Countries, organisations, authors
entities = Países e organizações
entity-kind = País ou organização
entity-texts = Nos textos
entity-figures = Nos dados
member-of = Membro de
members = Membros
author = Autoria
related-texts = Textos relacionados
places-like-this = Outros lugares parecidos

### The accessibility statement

accessibility-statement = Acessibilidade
accessibility-finding = Todas as pessoas devem poder ler esta publicação. Esta página diz o que foi feito para isso, como foi verificado e a quem avisar se algo falhar.
accessibility-conformance = Conformidade
accessibility-pages = As páginas são feitas para atender às Diretrizes de Acessibilidade para Conteúdo Web (WCAG) 2.2 no nível AA.
accessibility-pdfs = Os PDFs são marcados e seguem PDF/UA-1 e PDF/A.
accessibility-books = Os livros para leitores eletrônicos seguem EPUB Accessibility 1.1.
accessibility-measures = Com o que você pode contar
accessibility-keyboard = Tudo pode ser alcançado com o teclado, e nada precisa de JavaScript para ser lido.
accessibility-pictures = Gráficos e imagens têm uma descrição. Abaixo de cada gráfico há uma tabela com os seus valores.
accessibility-structure = Títulos, listas, tabelas e mudanças de idioma são marcados, para que leitores de tela os anunciem e passem de um a outro.
accessibility-view = As páginas seguem os seus ajustes de tamanho, cores claras ou escuras, contraste e movimento. Com zoom de 400%, só tabelas largas rolam para o lado.
accessibility-tests = Como foi verificado
accessibility-refused = O programa que faz estas páginas recusa imagens sem descrição, títulos que pulam um nível, tabelas sem cabeçalho, links sem texto e cores sem contraste.
accessibility-tested = O seu desenho foi testado com validadores e em um navegador: com teclado, em telas estreitas e largas, em claro e escuro.
accessibility-limits = É isso que programas podem encontrar. Esta declaração não se apoia em testes com pessoas que usam tecnologia assistiva.
accessibility-contact = Avise-nos
accessibility-write = Se algo impede a sua leitura, diga-nos em que página foi e o que aconteceu.

### Releases and corrections

# $name: the name of a release. $date: the day on which it came out
release-notice = Você está lendo a edição { $name } de { $date }, mantida como era.
release-superseded = Uma edição mais recente a substituiu.
release-current = Ler esta página como está hoje
release-home = Ir para a publicação de hoje
releases = Edições publicadas
releases-introduction = O que sai e quando, e as edições anteriores com o texto e os dados de sua data, cada uma em seu próprio endereço.
releases-coming = Próximas edições
release-calendar = Datas de publicação como calendário (iCalendar)
releases-past = Edições anteriores
release-withheld = [não está mais disponível]
# $moment: the date and time at which the text comes out
before-release = Confidencial até { $moment }: apenas para leitores designados, não divulgar
corrections = Correções
corrections-introduction = O que mudou depois da publicação, do mais recente ao mais antigo. Nada é retirado desta lista.
corrections-latest = Últimas correções
correction-update = Atualização
correction-correction = Correção
correction-retraction = Retratação
