"""The ways out of the house, tried against a real folder and a real mail server."""
