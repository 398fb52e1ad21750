# Wörter des amtlichen Titelblocks; alle anderen stammen aus dem Standardthema.

document-kind = Dokument
reference = Aktenzeichen
