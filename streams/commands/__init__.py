"""The subcommands of `tocsin`, one file each; thin, the work is done elsewhere."""
