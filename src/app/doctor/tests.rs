//! Verdicts, and what is skipped after which failure.
