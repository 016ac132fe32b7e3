"""What is at rest: tables, migrations, shipped texts and the demo group; imports nothing of ours but itself."""
