number-percent = per cent
number-money = { $number }
key-messages = {""}
row-count = { $row } rows
label-figure = Fig. { $number }
