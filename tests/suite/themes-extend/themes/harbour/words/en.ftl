callout-tip = Said in the harbour
