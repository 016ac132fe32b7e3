"""The pages' own logic: what needs no browser to be seen."""
