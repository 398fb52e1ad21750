callout-note = No worries
label-table = Chart { $number }
