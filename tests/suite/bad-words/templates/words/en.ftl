contents = Contents
no equals sign
key-messages = { $broken
