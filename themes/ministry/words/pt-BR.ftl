# Palavras do cabeçalho oficial; as demais são as do tema padrão.

document-kind = Documento
reference = Referência
