"""The world around Baton, as far as tests need it: databases, a mail server, real processes and a browser."""
