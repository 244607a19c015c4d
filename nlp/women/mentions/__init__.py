"""Where the women in scope are named, sentence after sentence, and whether words near them are about them."""
