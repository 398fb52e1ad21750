language-name = português
label-figure = Figura { $number }
