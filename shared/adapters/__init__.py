"""All input and output: table, queue, workflow, sender, secrets, files."""
