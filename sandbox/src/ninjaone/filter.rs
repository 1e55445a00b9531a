//! The device filter `df`: terms joined by AND, nothing else. What the vendor would drop in silence is refused here.

use super::fleet::{CLASSES, Device};
use super::time;
use std::fmt;

/// Terms that must all hold.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Filter(Vec<Term>);

#[derive(Debug, Clone, PartialEq)]
enum Term {
    Ids(Key, Choice<u64>),
    Class(Choice<String>),
    Status(Choice<String>),
    Online(bool),
    Created(Order, i64, i64),
    /// A saved search, with the filter that it stands for.
    Group(Box<Filter>),
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Key {
    Organization,
    Location,
    Role,
    Id,
}

/// One of these, or none of these.
#[derive(Debug, Clone, PartialEq)]
struct Choice<T> {
    is_not: bool,
    of: Vec<T>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Order {
    Same,
    Before,
    After,
}

/// What cannot be read, and where.
#[derive(Debug, PartialEq)]
pub(super) struct Unread(String);

impl fmt::Display for Unread {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "df: cannot read `{}`", self.0)
    }
}

/// The filter of a saved search, where there is one of that number.
pub(super) type Groups<'a> = &'a dyn Fn(u64) -> Option<String>;

impl Filter {
    /// Without a filter, and without a term on it, only approved devices are meant.
    pub(super) fn read(text: &str, groups: Groups<'_>) -> Result<Filter, Unread> {
        let mut filter = Filter::terms(text, groups)?;
        if !filter.0.iter().any(|term| matches!(term, Term::Status(_))) {
            filter.0.push(Term::Status(Choice { is_not: false, of: vec!["APPROVED".into()] }));
        }
        Ok(filter)
    }

    fn terms(text: &str, groups: Groups<'_>) -> Result<Filter, Unread> {
        let words = words(text)?;
        if words.is_empty() {
            return Ok(Filter(Vec::new()));
        }
        let is_and = |word: &&String| word.eq_ignore_ascii_case("and") || *word == "&&";
        let terms = words.split(|word| is_and(&word)).map(|words| term(words, groups));
        Ok(Filter(terms.collect::<Result<_, _>>()?))
    }

    pub(super) fn admits(&self, device: &Device<'_>) -> bool {
        self.0.iter().all(|term| term.admits(device))
    }
}

impl Term {
    fn admits(&self, device: &Device<'_>) -> bool {
        match self {
            Term::Ids(Key::Organization, choice) => choice.admits(&device.organization()),
            Term::Ids(Key::Location, choice) => choice.admits(&device.location()),
            Term::Ids(Key::Role, choice) => choice.admits(&device.role()),
            Term::Ids(Key::Id, choice) => choice.admits(&device.id()),
            Term::Class(choice) => choice.of.iter().any(|class| class == device.class()) != choice.is_not,
            Term::Status(choice) => choice.of.iter().any(|status| status == device.approval()) != choice.is_not,
            Term::Online(is_online) => device.is_online() == *is_online,
            Term::Created(order, first, end) => {
                let created = device.created().seconds;
                match order {
                    Order::Same => (*first..*end).contains(&created),
                    Order::Before => created < *first,
                    Order::After => created >= *end,
                }
            }
            Term::Group(filter) => filter.admits(device),
        }
    }
}

impl<T: PartialEq> Choice<T> {
    fn admits(&self, value: &T) -> bool {
        self.of.contains(value) != self.is_not
    }
}

/// Words, operators, parentheses and commas, apart.
fn words(text: &str) -> Result<Vec<String>, Unread> {
    let mut words: Vec<String> = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let same: fn(char) -> bool = match first {
            '(' | ')' | ',' => {
                words.push(first.to_string());
                rest = rest[1..].trim_start();
                continue;
            }
            '=' | '!' | '<' | '>' | '&' => |other| "=!<>&".contains(other),
            _ if is_plain(first) => is_plain,
            _ => return Err(Unread(rest.to_owned())),
        };
        let end = rest.find(|other| !same(other)).unwrap_or(rest.len());
        words.push(rest[..end].to_owned());
        rest = rest[end..].trim_start();
    }
    Ok(words)
}

fn is_plain(character: char) -> bool {
    character.is_ascii_alphanumeric() || "_-.:'".contains(character)
}

fn term(words: &[String], groups: Groups<'_>) -> Result<Term, Unread> {
    let unread = || Unread(words.join(" "));
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["online"] => Ok(Term::Online(true)),
        ["offline"] => Ok(Term::Online(false)),
        ["group", number] => {
            let text = number.parse().ok().and_then(groups).ok_or_else(unread)?;
            Ok(Term::Group(Box::new(Filter::terms(&text, &|_| None)?)))
        }
        ["created", operator, date] => created(operator, date).ok_or_else(unread),
        ["class", rest @ ..] => choice(rest, class).map(Term::Class).ok_or_else(unread),
        ["status", rest @ ..] if rest.len() == 2 => choice(rest, status).map(Term::Status).ok_or_else(unread),
        [word, rest @ ..] => {
            let key = key(word).ok_or_else(unread)?;
            choice(rest, |id| id.parse().ok()).map(|choice| Term::Ids(key, choice)).ok_or_else(unread)
        }
        [] => Err(unread()),
    }
}

fn key(word: &str) -> Option<Key> {
    match word {
        "org" | "organization" => Some(Key::Organization),
        "loc" | "location" => Some(Key::Location),
        "role" => Some(Key::Role),
        "id" => Some(Key::Id),
        _ => None,
    }
}

fn class(word: &str) -> Option<String> {
    CLASSES.contains(&word).then(|| word.to_owned())
}

fn status(word: &str) -> Option<String> {
    ["PENDING", "APPROVED"].contains(&word).then(|| word.to_owned())
}

fn choice<T>(words: &[&str], read: impl Fn(&str) -> Option<T>) -> Option<Choice<T>> {
    let (is_not, values) = match words {
        ["=" | "eq", value] => (false, vec![*value]),
        ["!=" | "neq" | "<>", value] => (true, vec![*value]),
        ["in", list @ ..] => (false, listed(list)?),
        ["nin" | "notin", list @ ..] | ["!", "in", list @ ..] => (true, listed(list)?),
        _ => return None,
    };
    Some(Choice { is_not, of: values.into_iter().map(read).collect::<Option<_>>()? })
}

/// `(a,b)`
fn listed<'a>(words: &[&'a str]) -> Option<Vec<&'a str>> {
    let ["(", inner @ .., ")"] = words else {
        return None;
    };
    let are_parted = inner.iter().enumerate().all(|(index, word)| (index % 2 == 1) == (*word == ","));
    (are_parted && inner.len() % 2 == 1).then(|| inner.iter().copied().step_by(2).collect())
}

fn created(operator: &str, date: &str) -> Option<Term> {
    let order = match operator {
        "=" | "eq" => Order::Same,
        "<" | "lt" | "before" => Order::Before,
        ">" | "gt" | "after" => Order::After,
        _ => return None,
    };
    let (first, end) = time::span(date)?;
    Some(Term::Created(order, first, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Filter, Unread> {
        Filter::terms(text, &|group| (group == 2).then(|| "online".to_owned()))
    }

    #[test]
    fn what_live_code_sends_is_read() {
        let texts = [
            "org = 1",
            "class in (WINDOWS_WORKSTATION, WINDOWS_SERVER)",
            "class eq WINDOWS_WORKSTATION AND online",
            "organization in (1,2,3)",
            "org eq 1 AND group 2",
            "org=1&&offline",
            "loc !in (7)",
            "role notin (3) and id <> 12",
            "status = PENDING",
            "created after 2024-01-02",
            "created < 20240102",
            "created = 2024-01-02T03:04:05.678Z",
        ];

        let unread: Vec<_> = texts.iter().filter(|text| read(text).is_err()).collect();

        assert!(unread.is_empty(), "{unread:?}");
    }

    #[test]
    fn invented_syntax_is_refused() {
        let texts = [
            "status = 'ONLINE'",
            "name LIKE '%x%'",
            "lastSeen > 5",
            "org = 1 OR org = 2",
            "(org = 1)",
            "org = one",
            "org in ()",
            "org in (1 2)",
            "class = LINUX",
            "group 563",
            "org",
            "online AND",
            "status = online",
        ];

        let read: Vec<_> = texts.iter().filter(|text| read(text).is_ok()).collect();

        assert!(read.is_empty(), "{read:?}");
    }
}
