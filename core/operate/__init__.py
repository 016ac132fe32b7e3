"""The operator's command line: every module of this shelf is one command of `python -m core`."""
