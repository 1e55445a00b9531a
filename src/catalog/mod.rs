//! The vocabulary of the tables: vendors, groups, operations, arguments. Data only; knows neither clap nor the network.

mod argument;
mod limits;
mod operation;
mod product;
mod selector;
mod settings;
mod traffic;
mod transactions;
mod vendor;

pub use argument::{Argument, Kind, Place, Term, kebab};
pub use limits::{Limits, measure};
pub use operation::{Body, Check, Effect, Ids, Operation, Pack, Paging, Receive, Run, Unpacked, Words};
pub use product::{ChooseForm, FindProduct, Product};
pub use selector::{Find, Selector, Selectors};
pub use settings::{Field, Settings};
pub use traffic::Traffic;
pub use transactions::{CarryOut, Steps, Transactions, Undone};
pub use vendor::{Group, MakeAuthenticator, MakeDialect, Vendor};
