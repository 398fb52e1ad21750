language-name = italiano
label-figure = Figura { $number }
