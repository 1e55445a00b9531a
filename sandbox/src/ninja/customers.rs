//! The customers: the same few in every tenant, one of them hostile.

use serde::Serialize;

/// A customer as the vendor writes it.
#[derive(Debug, Serialize)]
pub(super) struct Customer {
    id: u64,
    name: &'static str,
    description: Option<&'static str>,
}

/// One hides escape sequences and a formula, one has the beginning of another's name.
pub(super) const ALL: &[Customer] = &[
    Customer { id: 1, name: "Birch Dental", description: Some("Three practices") },
    Customer { id: 2, name: "Harbour Logistics", description: None },
    Customer { id: 5, name: "東京 倉庫", description: Some("") },
    Customer {
        id: 9,
        name: "=1+1 \u{1b}[31mred\u{1b}[0m",
        description: Some("first line\nsecond \"line\", with a comma"),
    },
    Customer { id: 12, name: "Harbour", description: Some("Not the logistics") },
];

pub(super) fn find(id: u64) -> Option<&'static Customer> {
    ALL.iter().find(|customer| customer.id == id)
}

/// Devices go round the customers.
pub(super) fn of(index: u64) -> &'static Customer {
    let place = usize::try_from(index % ALL.len() as u64).unwrap_or(0);
    &ALL[place]
}

impl Customer {
    pub(super) fn id(&self) -> u64 {
        self.id
    }
}
