//! `cisco agents`: Edge Intelligence on the gateways.

use super::dialect::AGENTS;
use crate::catalog::Operation;

pub(super) const LIST: Operation = Operation::list("list", AGENTS).about("List agents").answers_in("agents").columns(
    &["id", "label", "connectionState", "dataPipelinesStatus", "hardwareModel", "hardwareSerial"],
    &["brokerVersion", "creationTime"],
);

pub(super) const OPERATIONS: &[Operation] = &[LIST];
