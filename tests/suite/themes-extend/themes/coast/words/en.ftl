callout-note = Said on the coast
callout-tip = Never read
