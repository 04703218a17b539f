"""What every feature builds on. It knows nothing of the business."""
