//! XML as the older APIs write it.

use crate::exchange::Reply;

/// What each product puts before the names of the Command API.
pub(super) const OF_RS: &str = "https://www.beyondtrust.com/namespaces/API/command";
pub(super) const OF_PRA: &str = "http://www.beyondtrust.com/sra/namespaces/API/command";

/// An element with its children.
#[derive(Debug)]
pub(super) struct Element {
    name: &'static str,
    attributes: Vec<(&'static str, String)>,
    /// Already written.
    content: String,
}

impl Element {
    pub(super) fn new(name: &'static str) -> Element {
        Element { name, attributes: Vec::new(), content: String::new() }
    }

    pub(super) fn text(name: &'static str, text: &str) -> Element {
        Element { content: escaped(text), ..Element::new(name) }
    }

    pub(super) fn with(mut self, name: &'static str, value: impl ToString) -> Element {
        self.attributes.push((name, value.to_string()));
        self
    }

    pub(super) fn holding(mut self, children: impl IntoIterator<Item = Element>) -> Element {
        children.into_iter().for_each(|child| self.content.push_str(&child.written()));
        self
    }

    fn written(&self) -> String {
        let attributes: String =
            self.attributes.iter().map(|(name, value)| format!(" {name}=\"{}\"", escaped(value))).collect();
        match self.content.is_empty() {
            true => format!("<{}{attributes}/>\n", self.name),
            false => format!("<{0}{attributes}>{1}</{0}>\n", self.name, self.content),
        }
    }

    /// As a whole document. Errors are no different: their status is 200, too.
    pub(super) fn into_reply(self, namespace: &str) -> Reply {
        let root = Element { attributes: Vec::new(), ..self };
        let text = root.with("xmlns", namespace).written();
        Reply::content(200, "text/xml; charset=utf-8", format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{text}"))
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
