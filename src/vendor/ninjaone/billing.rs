//! `ninjaone billing`: what is charged to whom. The vendor does not describe what it takes and answers here.

use super::asset_relationships::MEMBER;
use crate::catalog::{Argument, Effect, Group, Operation};

pub(super) const BILLING: Group = Group {
    name: "billing",
    about: "Accounts, agreements, invoices and products",
    operations: &[],
    groups: &[
        Group { name: "accounts", about: "Who is charged", operations: ACCOUNTS, groups: &[] },
        Group { name: "agreements", about: "What is charged again and again", operations: AGREEMENTS, groups: &[] },
        Group { name: "invoices", about: "What was charged", operations: INVOICES, groups: &[] },
        Group { name: "products", about: "What can be charged for", operations: PRODUCTS, groups: &[] },
        Group {
            name: "ticket-products",
            about: "What is charged for tickets besides work",
            operations: TICKET_PRODUCTS,
            groups: &[],
        },
        Group {
            name: "ticket-time-entries",
            about: "Work on tickets that is charged for",
            operations: TICKET_TIME_ENTRIES,
            groups: &[],
        },
    ],
};

const ACCOUNTS: &[Operation] = &[
    Operation::list("list", "/v2/billing/accounts").about("List billing accounts"),
    Operation::get("get", "/v2/billing/accounts/{id}").about("Show billing accounts").arguments(&[ACCOUNT]),
    Operation::post("create", "/v2/billing/accounts").about("Create a billing account").object().arguments(&[MEMBER]),
    Operation::put("update", "/v2/billing/accounts/{id}")
        .about("Change billing accounts")
        .object()
        .arguments(&[ACCOUNT, MEMBER]),
    Operation::delete("delete", "/v2/billing/accounts/{id}").about("Delete billing accounts").arguments(&[ACCOUNT]),
];

const AGREEMENTS: &[Operation] = &[
    Operation::list("list", "/v2/billing/agreements").about("List agreements"),
    Operation::get("get", "/v2/billing/agreements/{id}").about("Show agreements").arguments(&[AGREEMENT]),
    Operation::post("create", "/v2/billing/agreements").about("Create an agreement").object().arguments(&[MEMBER]),
    Operation::put("update", "/v2/billing/agreements/{id}")
        .about("Change agreements")
        .object()
        .arguments(&[AGREEMENT, MEMBER]),
    Operation::patch("deactivate", "/v2/billing/agreements/{id}/deactivate")
        .about("Deactivate agreements")
        .effect(Effect::Destroy)
        .arguments(&[AGREEMENT])
        .warning("No call puts an agreement back into force."),
];

const INVOICES: &[Operation] = &[
    Operation::list("list", "/v2/billing/invoices").about("List invoices"),
    Operation::get("get", "/v2/billing/invoices/{id}").about("Show invoices").arguments(&[INVOICE]),
    Operation::post("create", "/v2/billing/invoices").about("Create an invoice").object().arguments(&[MEMBER]),
    Operation::put("update", "/v2/billing/invoices/{id}")
        .about("Change invoices")
        .object()
        .arguments(&[INVOICE, MEMBER]),
    Operation::patch("update-note", "/v2/billing/invoices/{id}/note")
        .about("Change the note on invoices")
        .object()
        .arguments(&[INVOICE, MEMBER]),
    Operation::post("approve", "/v2/billing/invoices/approve")
        .about("Approve invoices")
        .object()
        .effect(Effect::Destroy)
        .arguments(&[MEMBER])
        .warning("No call takes an approval back."),
    Operation::post("export", "/v2/billing/invoices/export")
        .about("Export invoices")
        .object()
        .effect(Effect::Destroy)
        .arguments(&[MEMBER])
        .warning("No call takes an export back."),
    Operation::post("archive", "/v2/billing/invoices/archive").about("Archive invoices").object().arguments(&[MEMBER]),
    Operation::post("unarchive", "/v2/billing/invoices/unarchive")
        .about("Take invoices out of the archive")
        .object()
        .arguments(&[MEMBER]),
];

const PRODUCTS: &[Operation] = &[
    Operation::list("list", "/v2/billing/products").about("List products"),
    Operation::get("get", "/v2/billing/products/{id}").about("Show products").arguments(&[PRODUCT]),
    Operation::post("create", "/v2/billing/products").about("Create a product").object().arguments(&[MEMBER]),
    Operation::put("update", "/v2/billing/products/{id}")
        .about("Change products")
        .object()
        .arguments(&[PRODUCT, MEMBER]),
    Operation::patch("activate", "/v2/billing/products/{id}/activate").about("Activate products").arguments(&[PRODUCT]),
    Operation::patch("deactivate", "/v2/billing/products/{id}/deactivate")
        .about("Deactivate products")
        .arguments(&[PRODUCT]),
];

const TICKET_PRODUCTS: &[Operation] = &[
    Operation::list("list", "/v2/billing/ticket-products/ticket/{id}")
        .about("List what is charged for a ticket")
        .arguments(&[Argument::path("id").help("ticket")]),
    Operation::post("create-from-catalog", "/v2/billing/ticket-products/catalog")
        .about("Charge a ticket for a product of the catalog")
        .object()
        .arguments(&[MEMBER]),
    Operation::post("create-ad-hoc", "/v2/billing/ticket-products/adhoc")
        .about("Charge a ticket for what is in no catalog")
        .object()
        .arguments(&[MEMBER]),
    Operation::put("update", "/v2/billing/ticket-products/{ticketProductId}")
        .about("Change an item that is charged for a ticket")
        .object()
        .arguments(&[Argument::path("ticketProductId").help("item, as `list` shows it"), MEMBER]),
    Operation::post("delete", "/v2/billing/ticket-products/delete")
        .about("Delete items that are charged for tickets")
        .object()
        .effect(Effect::Destroy)
        .arguments(&[MEMBER])
        .warning("It is no longer charged for, and no call brings it back."),
];

const TICKET_TIME_ENTRIES: &[Operation] = &[Operation::put("update", "/v2/billing/ticket-time-entry/{timeEntryId}")
    .about("Change how work on tickets is charged for")
    .object()
    .arguments(&[Argument::path("timeEntryId").help("time entry"), MEMBER])];

const ACCOUNT: Argument = Argument::path("id").help("billing account");

const AGREEMENT: Argument = Argument::path("id").help("agreement");

const INVOICE: Argument = Argument::path("id").help("invoice");

const PRODUCT: Argument = Argument::path("id").help("product");
