"""Settings and the rules of what each of them may say."""
