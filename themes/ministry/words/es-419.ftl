# Palabras del encabezado oficial; las demás son las del tema predeterminado.

document-kind = Documento
reference = Referencia
