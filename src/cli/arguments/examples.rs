//! Examples of the commands, as `--help` shows them.

pub(super) const EXAMPLES: &str = "\
Examples:
  quipu build                          build the publication in this folder into public/
  quipu build reports --out site       build the one in reports/ into site/
  quipu build --no-pdf                 pages only, while writing
  quipu build --drafts                 drafts too, marked as such
  quipu build --explain                also show what changed since the last build
  quipu check --confidential           prove that restricted text affects no other edition
  quipu check --outputs                compare what pages, PDFs and books say
  quipu check --message-format github  everything except writing, for CI
  quipu audit                          numbers that cannot be traced
  quipu trace 67.37                    the cells behind a printed number
  quipu explain Q302                   what a code means, and what to do";

pub(super) const BUILD_EXAMPLES: &str = "\
Examples:
  quipu build                          the publication in this folder, into public/
  quipu build reports --out site       the one in reports/, into site/
  quipu build --no-pdf                 pages only, while writing
  quipu build --drafts --base-url https://preview.example.org/
The output folder is replaced as a whole once everything is built, and left as it was if anything fails.";

pub(super) const RELEASE_EXAMPLES: &str = "\
Examples:
  quipu release 2026-11                freeze the publication in this folder as the release 2026-11
  quipu release budget-2027 reports    the one in reports/
What is published is built, checked and audited first. Commit the folder releases/ with the publication: each build puts its releases
below releases/ of the site.";

pub(super) const JOIN_EXAMPLES: &str = "\
Examples:
  quipu build --shard 1/2 --store /shared/works     on one machine
  quipu build --shard 2/2 --store /shared/works     on another
  quipu join --store /shared/works                  on any: into public/, as one machine would build it
  quipu join --store 's3://works/nightly?endpoint=https://storage.example.org'
Use the same files, options and program as for the shards. Credentials for S3 come from the environment.";

pub(super) const CHECK_EXAMPLES: &str = "\
Examples:
  quipu check                          pages and PDFs are built and thrown away
  quipu check --no-pdf                 in a fraction of the time
  quipu check --message-format github  mistakes as annotations on a pull request
  quipu check --changed origin/main    only problems that are not on that branch
The exit code is 1 if there are any mistakes.";

pub(super) const SERVE_EXAMPLES: &str = "\
Examples:
  quipu serve                          at http://127.0.0.1:4747/, or at the next free port
  quipu serve --drafts --port 8000     with drafts, at another port
Pages are rebuilt at each save, PDFs when a browser asks for one. Nothing is written except `.quipu/store`.";

pub(super) const LSP_EXAMPLES: &str = "\
An editor starts this program and talks to it over its standard streams; docs/editors.md shows how for
VS Code, Neovim, Helix and Zed. Nothing is written.";

pub(super) const DIFF_EXAMPLES: &str = "\
Examples:
  quipu diff 2026-10 2026-11                     two releases, all editions
  quipu diff 2026-11                             what a new release would change
  quipu diff ../live/current                     how the site in public/ differs from it
Differences in appearance only are left out.";

pub(super) const PUBLISH_EXAMPLES: &str = "\
Examples:
  quipu publish live                   the publication in this folder, to the target `live`
  quipu publish live --dry-run         show what that would change
  quipu publish live --verify          read everything back and compare it
  quipu publish live --rollback        go back to the previous release
Targets are listed under `publish:` in quipu.yaml; credentials come from the environment.";

pub(super) const STATUS_EXAMPLES: &str = "\
Examples:
  quipu status                         the status of each text, and when it comes out
  quipu status --at '2026-12-01 09:00 America/Bogota'
  quipu status --message-format json   one object per line
The exit code is 1 if mistakes or findings stand in the way of a release.";

pub(super) const APPROVE_EXAMPLES: &str = "\
Examples:
  quipu approve content/briefs/losses.md --by \"Ana Quispe\"
Approvals are recorded in content/approvals.yaml.";

pub(super) const EDITIONS_EXAMPLES: &str = "\
Examples:
  quipu editions                       words, pages, numbers and budgets of all editions
  quipu editions --no-pdf              without page counts, in a fraction of the time
  quipu editions --drafts              drafts too
  quipu editions --for peru            the profiles of Peru";

pub(super) const TRANSLATIONS_EXAMPLES: &str = "\
Examples:
  quipu translations                   what is missing, out of date or different
  quipu translations --accept content/briefs/finance.es-419.md
  quipu translations --message-format json
  quipu translations export --to xliff          a file for each language, for translation software
  quipu translations import translations.es-419.xlf
The exit code is 1 if anything is missing, out of date or different.";

pub(super) const AUDIT_EXAMPLES: &str = "\
Examples:
  quipu audit                          numbers that cannot be traced, unused sources and data
  quipu audit --released               every published number from a dataset with `publish: false`
  quipu audit --message-format github  the same as annotations on a pull request
The exit code is 1 if there are more findings than `allowed:` in content/audit.yaml, which also holds waivers.";

pub(super) const EXPORT_EXAMPLES: &str = "\
Examples:
  quipu export --to xlsx               all open data as one workbook for each language, into export/
  quipu export --to ods fdi            the dataset or register fdi
  quipu export --to xlsx --language es-419 --out handed-over
  quipu export --to docx china/money   a brief as a Word document
  quipu export --to docx china --audience investor --review
Workbooks contain no formulas. In documents, bound numbers are locked; `quipu review` reads changes back.";

pub(super) const REVIEW_EXAMPLES: &str = "\
Examples:
  quipu review legal.docx minister.docx              what two reviewers changed, and where they conflict
  quipu review legal.docx --apply                    write what is ready into the Markdown
  quipu review legal.docx --apply --only 2,5         write two of the proposals
  quipu review legal.docx --message-format json      the same for programs
Nothing is written without `--apply`; conflicts are never written.";

pub(super) const NEW_EXAMPLES: &str = "\
Examples:
  quipu new brief china/money          content/briefs/china/money.md, and its translations
  quipu new dataset port-calls         content/data/port-calls.yaml
  quipu new dataset gdp --from gdp.csv the same, with the columns of the file
Existing files are never replaced. Briefs and reports start as drafts.";

pub(super) const IMPORT_EXAMPLES: &str = "\
Examples:
  quipu import ../handbook             a Quarto, R Markdown, MyST, MkDocs, Hugo, Zola, Jekyll or Eleventy
                                       project, or a folder of Markdown, into handbook-quipu/
  quipu import notes --to water        into water/
Nothing is lost: what cannot be converted is shown as it is, and listed with its place in import.md.";

pub(super) const DATA_EXAMPLES: &str = "\
Examples:
  quipu data verify                    are all raw files as they were fetched?
  quipu data update trade              what would the file at its address change?
  quipu data update trade --write      put it in place
  quipu data diff trade newer.csv      what would this file change?

Apart from `publish`, no other command uses the network. The exit code is 1 if a file is not what was
fetched, or if the newer one breaks something.";

pub(super) const TRACE_EXAMPLES: &str = "\
Examples:
  quipu trace \"ofdi[Peru, 2016]\"        every sentence, table and edition that uses the cell
  quipu trace \"ofdi[@alliance, 2016]\"   the same for several cells
  quipu trace 67.37                      the expressions and cells behind numbers printed like this";

pub(super) const TEMPLATES_EXAMPLES: &str = "\
Examples:
  quipu templates --audience investor
  quipu templates eject report.html --audience investor
  quipu templates doc | less";

pub(super) const SCHEMA_EXAMPLES: &str = "\
Examples:
  quipu schema                         the kinds of file, and which files each schema describes
  quipu schema dataset                 the schema of datasets
  quipu schema --out .quipu/schemas    all schemas, for use by an editor";
