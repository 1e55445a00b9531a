//! Vendors with several products on one table: what the account's product does not have is never sent. And rows that have
//! several forms, of which the server takes one.

use super::context::{Context, Opened};
use super::operation::what;
use super::stop::Stop;
use crate::catalog::{Operation, Product};
use crate::cli::Call;
use crate::failure::Failure;
use crate::http::Fault;

/// Asks which product it is only where that matters; where nobody says, the vendor is asked to do it.
pub(super) async fn check(context: &Context<'_>, call: &Call, opened: &Opened) -> Result<(), Stop> {
    let (Some(find), Some((asked, only))) = (call.vendor.product, wanted(call)) else {
        return Ok(());
    };
    if context.globals.print_curl {
        return Ok(());
    }
    match find(&context.work(opened, None)).await {
        Ok(Some(found)) if found != only => Err(other_product(&asked, only, found).into()),
        Ok(_) => Ok(()),
        // What would be sent can be shown without the vendor.
        Err(_) if context.globals.dry_run => Ok(()),
        Err(fault) => {
            Err(context.doing(opened, &what(call.operation), crate::catalog::Effect::Read).failed(fault).into())
        }
    }
}

/// The form of the row that the server takes, where that is not the row itself.
pub(super) async fn form(
    context: &Context<'_>,
    call: &Call,
    opened: &Opened,
) -> Result<Option<&'static Operation>, Stop> {
    let Some(choose) = call.vendor.form else {
        return Ok(None);
    };
    let may_ask = !context.globals.print_curl;
    match choose(&context.work(opened, None), call.operation, may_ask).await {
        Ok(form) => Ok((!std::ptr::eq(form, call.operation)).then_some(form)),
        Err(fault) if context.globals.dry_run && is_of_network(&fault) => Ok(None),
        Err(fault) => {
            Err(context.doing(opened, &what(call.operation), crate::catalog::Effect::Read).failed(fault).into())
        }
    }
}

fn is_of_network(fault: &Fault) -> bool {
    matches!(fault, Fault::Unreached { .. } | Fault::Unanswered { .. } | Fault::Garbled { .. })
}

/// What one product alone has, of all that was asked for.
fn wanted(call: &Call) -> Option<(String, Product)> {
    let row = call.operation.only.map(|only| (format!("`{}`", call.words), only));
    row.or_else(|| {
        let given = |name: &str| call.given.values.contains_key(name);
        let argument =
            call.operation.arguments.iter().find(|argument| argument.only.is_some() && given(argument.name))?;
        Some((format!("`--{}`", argument.flag()), argument.only?))
    })
}

fn other_product(asked: &str, only: Product, found: Product) -> Failure {
    Failure::usage(format!("{asked} is of {}, and this site is {}", only.name, found.name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{Argument, Kind, Operation};
    use crate::given::Given;

    const LEFT: Product = Product { key: "L", name: "Left" };
    const RIGHT: Product = Product { key: "R", name: "Right" };
    const ARGUMENTS: &[Argument] =
        &[Argument::query("color", Kind::String), Argument::query("old_size", Kind::Integer).only(RIGHT)];
    static SHARED: Operation = Operation::list("list", "/things").arguments(ARGUMENTS);
    static OWN: Operation = Operation::list("list", "/own").only(LEFT).arguments(ARGUMENTS);

    fn wanted_of(operation: &'static Operation, given: Given) -> Option<(String, Product)> {
        wanted(&Call {
            vendor: &crate::vendor::rms::RMS,
            operation,
            words: "v things list".to_owned(),
            given,
            wait: None,
            selected: Vec::new(),
            names_many: false,
            from_file: false,
            resume: None,
            retry_unknown: false,
            save: None,
            no_wait: false,
        })
    }

    #[test]
    fn only_what_one_product_alone_has_is_worth_a_question() {
        let color = || Given::default().with("color", "red");

        assert_eq!(wanted_of(&SHARED, color()), None);
        assert_eq!(wanted_of(&SHARED, color().with("old_size", 1)), Some(("`--old-size`".to_owned(), RIGHT)));
        assert_eq!(wanted_of(&OWN, color()), Some(("`v things list`".to_owned(), LEFT)));
    }

    #[test]
    fn the_failure_names_both_products() {
        let failure = other_product("`--old-size`", RIGHT, LEFT);

        assert_eq!(failure.message, "`--old-size` is of Right, and this site is Left");
        assert_eq!(failure.code, crate::failure::Code::Usage);
    }
}
