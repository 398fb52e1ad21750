key-mesages = In short
own-greeting = Good morning
references-list = { key-messages }
