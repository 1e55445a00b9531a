//! What is kept: made, found, changed, read again, deleted, and gone.
