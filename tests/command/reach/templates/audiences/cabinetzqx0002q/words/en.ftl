key-messages = Key zqx0007q
