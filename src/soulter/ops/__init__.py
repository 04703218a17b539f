"""Running Soulter: health, and later metrics, doctor, verify, backup."""
