//! The person for whom a job runs: answers a question, edits a text.

use std::io::Write as _;

use super::confirm;
use super::context::Context;
use super::stop::Stop;
use crate::failure::{Code, Failure};
use crate::http::Fault;
use crate::surroundings::LocalFuture;
use crate::workflow::Person;

impl Person for Context<'_> {
    fn edit<'a>(&'a self, name: &'a str, text: &'a str) -> LocalFuture<'a, Result<String, Fault>> {
        Box::pin(async move { Ok(self.edited(name, text).await?) })
    }

    fn confirm<'a>(&'a self, question: &'a str) -> LocalFuture<'a, Result<(), Fault>> {
        Box::pin(async move {
            confirm::ask_once(self, question, 1).await.map_err(|stop| match stop {
                Stop::Failure(failure) => Fault::Local(failure),
                Stop::Closed | Stop::Exited(_) => {
                    Failure::new(Code::Internal, "a question is not written to standard output").into()
                }
            })
        })
    }
}

impl Context<'_> {
    async fn edited(&self, name: &str, text: &str) -> Result<String, Failure> {
        if self.globals.no_input || !self.terminal.is_there() {
            return Err(Failure::usage("an editor needs a terminal, and there is none")
                .hint("`--set MEMBER=VALUE` or `--body` needs no editor"));
        }
        let unwritable = |error: std::io::Error| Failure::usage(format!("cannot keep the text to edit: {error}"));
        // Private to the user, and gone when this ends, however it ends.
        let folder = tempfile::tempdir().map_err(unwritable)?;
        let path = folder.path().join(name);
        std::fs::File::create(&path).and_then(|mut file| file.write_all(text.as_bytes())).map_err(unwritable)?;
        let (edit, editor, file) = (self.edit, self.editor(), path.clone());
        self.reporter.clear();
        let shown = editor.clone();
        let ended = tokio::task::spawn_blocking(move || edit(&editor, &file)).await;
        match ended {
            Ok(Ok(())) => std::fs::read_to_string(&path).map_err(unwritable),
            Ok(Err(cause)) => Err(Failure::usage(format!("cannot edit with `{shown}`: {cause}"))
                .hint("`VISUAL` or `EDITOR` names another editor")),
            Err(_) => Err(Failure::new(Code::Internal, "the thread of the editor broke down")),
        }
    }

    fn editor(&self) -> String {
        let named = ["VISUAL", "EDITOR"].iter().find_map(|name| self.environment.get(name));
        named.unwrap_or(if cfg!(windows) { "notepad" } else { "vi" }).to_owned()
    }
}
