//! `--jq`: one expression over the whole result, run once; prints JSON values.

mod compile;
mod value;

use std::io::Write;

use jaq_core::data::JustLut;
use jaq_core::{Ctx, Filter, Vars};
use jaq_json::Val;
use serde_json::Value;

use super::bare::bare;
use super::fit::fit;
use super::form::Form;
use super::json_text::{compact, pretty};
use super::row::Row;
use super::visible::{harmless, visible};
use super::{Error, Format, Shape, View};
use crate::failure::Failure;

/// As much of an error as fits a few lines.
const SENTENCE: usize = 200;

type Data = JustLut<Val>;

pub(super) struct Jq {
    filter: Filter<Data>,
    shape: Shape,
    style: Style,
    input: Vec<Val>,
}

/// How one value that the expression yields is written.
struct Style {
    is_raw: bool,
    is_pretty: bool,
    is_terminal: bool,
}

impl Jq {
    pub(super) fn new(expression: &str, view: &View, shape: Shape) -> Result<Self, Failure> {
        let style = Style {
            is_raw: view.raw_output,
            is_pretty: view.format == Format::Json,
            is_terminal: view.width.is_some(),
        };
        Ok(Self { filter: compile::compile(expression)?, shape, style, input: Vec::new() })
    }

    /// What the expression is run on: the array of all records, or each single record as it is.
    fn inputs(&mut self) -> Vec<Val> {
        let records = std::mem::take(&mut self.input);
        match self.shape {
            Shape::List => vec![records.into_iter().collect()],
            Shape::One => records,
        }
    }
}

impl Form for Jq {
    fn row(&mut self, row: &Row, _out: &mut dyn Write) -> Result<(), Error> {
        self.input.push(value::given(row.value()?));
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Write) -> Result<(), Error> {
        for input in self.inputs() {
            let context = Ctx::<Data>::new(&self.filter.lut, Vars::new([]));
            for outcome in self.filter.id.run((context, input)) {
                match outcome {
                    Ok(yielded) => self.style.write(&value::yielded(&yielded), out)?,
                    Err(exception) => return halted(exception, self.shape),
                }
            }
        }
        Ok(())
    }
}

/// An error of the expression, or its wish to stop. The program does not stop: the caller still has to clean up.
fn halted(exception: jaq_core::Exn<'_, Val>, shape: Shape) -> Result<(), Error> {
    let message = match exception.get_err() {
        Ok(error) => {
            let failure = Failure::usage(format!("cannot run the jq expression: {}", said(error.into_val())));
            return Err(match shape {
                Shape::List => {
                    failure.hint("the expression gets all records as one array: `.[] | ...` takes them one by one")
                }
                Shape::One => failure,
            }
            .into());
        }
        Err(exception) => match exception.get_halt() {
            Ok(0) => return Ok(()),
            Ok(status) => format!("the jq expression halted with {status}"),
            Err(_) => "the jq expression broke off".to_owned(),
        },
    };
    Err(Failure::usage(message).into())
}

/// The words of an error, which may quote the whole result.
fn said(error: Val) -> String {
    let error = value::yielded(&error);
    fit(&visible(&bare(Some(&error))), SENTENCE).into_owned()
}

impl Style {
    fn write(&self, value: &Value, out: &mut dyn Write) -> Result<(), Error> {
        match value {
            Value::String(text) if self.is_raw && self.is_terminal => out.write_all(harmless(text).as_bytes())?,
            Value::String(text) if self.is_raw => out.write_all(text.as_bytes())?,
            value if self.is_pretty => out.write_all(&pretty(value.to_string().as_bytes()))?,
            value => out.write_all(&compact(value.to_string().as_bytes()))?,
        }
        Ok(out.write_all(b"\n")?)
    }
}
