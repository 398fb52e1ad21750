desk = The desk
