"""The settings of the workflow: a table for each kind of thing that a manager decides, with its dialogs."""
