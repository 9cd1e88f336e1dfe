"""Manifests: a season as a studio plans it, which photographs get which edits; reading, checking and resolving them."""
