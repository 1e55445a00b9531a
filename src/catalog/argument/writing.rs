//! How arguments are written: one method a trait, so that a table says of an argument only what makes it different.

use super::Argument;
use crate::catalog::Product;
use crate::moment::{Meant, When, Written};

impl Argument {
    /// Nothing is sent without it.
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// A word without a flag.
    pub const fn positional(mut self) -> Self {
        self.positional = true;
        self
    }

    /// Its value is a secret.
    pub const fn secret(mut self) -> Self {
        self.secret = true;
        self
    }

    /// The only values it may have.
    pub const fn values(mut self, values: &'static [&'static str]) -> Self {
        self.values = values;
        self
    }

    /// Its number, or the characters of its text, or its items, are not fewer than the one and not more than the other.
    pub const fn within(self, least: i64, most: i64) -> Self {
        self.at_least(least).at_most(most)
    }

    /// Its number, or the characters of its text, or its items, are not fewer.
    pub const fn at_least(mut self, least: i64) -> Self {
        self.limits.least = Some(least);
        self
    }

    /// Its number, or the characters of its text, or its items, are not more.
    pub const fn at_most(mut self, most: i64) -> Self {
        self.limits.most = Some(most);
        self
    }

    /// No other product of the vendor knows it.
    pub const fn only(mut self, product: Product) -> Self {
        self.only = Some(product);
        self
    }

    /// Yes is `1` to the vendor, and no is `0`.
    pub const fn as_digit(mut self) -> Self {
        self.digit = true;
        self
    }

    /// A time, which may be said as a day or as a span, and is sent as the vendor writes it.
    pub const fn when(mut self, meant: Meant, written: Written) -> Self {
        self.when = Some(When { meant, written });
        self
    }

    /// It names a file or a folder of this machine, which shells complete.
    pub const fn on_disk(mut self) -> Self {
        self.is_on_disk = true;
        self
    }

    /// Its value names many things.
    pub const fn names_many(mut self) -> Self {
        self.names_many = true;
        self
    }

    /// Records show at one of these JSON pointers whether they fit the term.
    pub const fn shown_at(mut self, pointers: &'static [&'static str]) -> Self {
        if let Some(term) = &mut self.term {
            term.shown = pointers;
        }
        self
    }

    /// Records show at one of these JSON pointers the opposite of the flag.
    pub const fn denied_at(mut self, pointers: &'static [&'static str]) -> Self {
        if let Some(term) = &mut self.term {
            term.shown = pointers;
            term.inverted = true;
        }
        self
    }

    /// A flag of its own name.
    pub const fn spelled(mut self, flag: &'static str) -> Self {
        self.spelling = Some(flag);
        self
    }

    /// A letter that is a flag, too.
    pub const fn short(mut self, letter: char) -> Self {
        self.short = Some(letter);
        self
    }

    /// The vendor calls it like another argument of the row.
    pub const fn sent_as(mut self, name: &'static str) -> Self {
        self.sent_as = Some(name);
        self
    }

    /// One line of help.
    pub const fn help(mut self, help: &'static str) -> Self {
        self.help = help;
        self
    }
}
