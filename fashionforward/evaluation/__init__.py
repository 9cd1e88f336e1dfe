"""`ff evaluate`: what weights measure, by networks that had no part in training them."""
