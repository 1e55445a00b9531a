//! Gathers the real surroundings, calls the program, ends the process.

fn main() {}
