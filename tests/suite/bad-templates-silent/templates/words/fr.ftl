key-messages = Points
