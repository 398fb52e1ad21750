callout-note = Nota bene
