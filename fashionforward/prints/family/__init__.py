"""One print family a file; each provides `compose` as `registry.Family` describes it."""
