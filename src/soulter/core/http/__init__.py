"""HTTP without business words: middleware, problem documents, routing and wire types."""
