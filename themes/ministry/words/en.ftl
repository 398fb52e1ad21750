# Words of the official title block; all others are those of the default theme.

document-kind = Document
reference = Reference
