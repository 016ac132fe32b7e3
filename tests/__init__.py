"""A mirror of the house on real databases: who is in it, what stands around it, what always holds."""
