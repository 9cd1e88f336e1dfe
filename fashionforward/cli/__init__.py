"""The command line: one module a command. They read options, call the library, and print."""
