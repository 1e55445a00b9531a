//! Whole conversations with a vendor that answers from a script.
