"""Messages on patients’ own telephones."""
