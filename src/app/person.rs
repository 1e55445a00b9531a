//! What a job may want besides its conversation: an answer, an edited text, a conversation more.

use std::io::Write as _;
use std::rc::Rc;
use std::sync::Arc;

use super::confirm;
use super::context::Context;
use super::stop::Stop;
use crate::auth::{Grant, Grants};
use crate::catalog::Vendor;
use crate::config::Account;
use crate::failure::{Code, Failure};
use crate::http::Fault;
use crate::surroundings::LocalFuture;
use crate::workflow::{Opener, Own, Person};

impl Person for Context<'_> {
    fn edit<'a>(&'a self, name: &'a str, text: &'a str) -> LocalFuture<'a, Result<String, Fault>> {
        Box::pin(async move { Ok(self.edited(name, text).await?) })
    }

    fn confirm<'a>(&'a self, question: &'a str) -> LocalFuture<'a, Result<(), Fault>> {
        Box::pin(async move {
            confirm::ask_once(self, question, 1).await.map_err(|stop| match stop {
                Stop::Failure(failure) => Fault::Local(failure),
                Stop::Closed => Failure::new(Code::Internal, "a question is not written to standard output").into(),
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

    fn vendor_of(&self, account: &Account) -> &'static Vendor {
        let key = account.vendor().key;
        let vendor = self.vendors.iter().find(|vendor| vendor.settings.key == key);
        vendor.expect("an account is of a vendor of this program")
    }
}

impl Opener for Context<'_> {
    fn own<'a>(&'a self, account: &'a Arc<Account>, grant: Option<Grant>) -> LocalFuture<'a, Result<Own, Fault>> {
        Box::pin(async move {
            let vendor = self.vendor_of(account);
            let authenticator = (vendor.authenticator)(account.clone())?;
            let (cache, clock, redactor) = (self.stores.cache.clone(), self.clock.clone(), self.redactor.clone());
            let grants = Rc::new(Grants::new(None, cache, clock, redactor));
            if let Some(grant) = grant {
                grants.bring(grant).await?;
            }
            let session = self.session(vendor, account, &authenticator, &grants, None)?;
            Ok(Own { session, grants, authenticator })
        })
    }
}
