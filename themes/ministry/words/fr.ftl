# Les mots de l’en-tête officiel ; les autres sont ceux du thème par défaut.

document-kind = Document
reference = Référence
