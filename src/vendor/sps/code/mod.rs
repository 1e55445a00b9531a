//! Configuration as code: files, differences, and commands that make the box what the files say.

#![allow(dead_code)]

mod body;
mod compare;
mod file;
mod references;
mod rules;
