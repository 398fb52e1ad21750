key-messages = Key zqx0006q
