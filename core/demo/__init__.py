"""Harbour Dental Group: an invented group with fourteen months of believable work, for trying Baton out."""
