//! How rows are written: one method a trait, so that a table says of a row only what makes it different.

use super::{Body, Check, Effect, Ids, Operation, Pack, Paging, Words};
use crate::catalog::{Argument, Product};
use crate::workflow::{Guard, Hears};

impl Operation {
    /// One line of help.
    pub const fn about(mut self, about: &'static str) -> Self {
        self.about = about;
        self
    }

    /// With lines for the end of its help: what stands after its words, and what that is for.
    pub const fn examples(mut self, examples: &'static [(&'static str, &'static str)]) -> Self {
        self.examples = examples;
        self
    }

    /// Another effect than the verb suggests.
    pub const fn effect(mut self, effect: Effect) -> Self {
        self.effect = effect;
        self
    }

    /// It takes this path where the argument of its slot is given.
    pub const fn detour(mut self, path: &'static str) -> Self {
        self.detour = Some(path);
        self
    }

    /// What a job that several rows share is about.
    pub const fn on(mut self, path: &'static str) -> Self {
        self.subject = path;
        self
    }

    /// Everything the user may give.
    pub const fn arguments(mut self, arguments: &'static [Argument]) -> Self {
        self.arguments = arguments;
        self
    }

    /// Arguments of which exactly one must be given.
    pub const fn one_of(mut self, arguments: &'static [&'static str]) -> Self {
        self.one_of = arguments;
        self
    }

    /// The arguments in the body are members of an object.
    pub const fn object(mut self) -> Self {
        self.body = Body::Object;
        self
    }

    /// The arguments in the body are fields of a form, as browsers send it.
    pub const fn form(mut self) -> Self {
        self.body = Body::Form;
        self
    }

    /// The arguments in the body are parts of a form.
    pub const fn multipart(mut self) -> Self {
        self.body = Body::Multipart;
        self
    }

    /// The value of the one argument is the body.
    pub const fn value_body(mut self) -> Self {
        self.body = Body::Value;
        self
    }

    /// A file is the body, of this media type.
    pub const fn file_body(mut self, media: &'static str) -> Self {
        self.body = Body::File(media);
        self
    }

    /// The arguments in the body are members of the items under `data`.
    pub const fn data_list(mut self) -> Self {
        self.body = Body::DataList;
        self
    }

    /// The arguments in the body are members of the items under this member.
    pub const fn items_under(mut self, member: &'static str) -> Self {
        self.body = Body::DataList;
        self.items = member;
        self
    }

    /// The arguments in the body are members of the items of the list that is the body.
    pub const fn list_body(mut self) -> Self {
        self.body = Body::List;
        self
    }

    /// Members that the command itself gives; a flag of the same name goes over them.
    pub const fn fixed(mut self, members: &'static [(&'static str, &'static str)]) -> Self {
        self.fixed = members;
        self
    }

    /// One of several operations of its path, known by this parameter.
    pub const fn selected_by(mut self, parameter: &'static str, value: &'static str) -> Self {
        self.select = Some((parameter, value));
        self
    }

    /// Path slots that the body repeats.
    pub const fn repeated(mut self, slots: &'static [&'static str]) -> Self {
        self.repeated = slots;
        self
    }

    /// Ids and repeated slots that are texts, whatever they look like.
    pub const fn texts(mut self, members: &'static [&'static str]) -> Self {
        self.texts = members;
        self
    }

    /// The ids acted on are in the body, many in one request.
    pub const fn batch_ids(self, member: &'static str) -> Self {
        let listed = self.is_object();
        self.with_ids(Ids { member, batch: true, listed })
    }

    /// The ids acted on stand together in the one item of a body that is a list, many in one request.
    pub const fn gathered_ids(self, member: &'static str) -> Self {
        self.with_ids(Ids { member, batch: true, listed: true })
    }

    /// The ids acted on are in the body, one a request: the vendor does not loop over them.
    pub const fn single_ids(self, member: &'static str) -> Self {
        let listed = self.is_object();
        self.with_ids(Ids { member, batch: false, listed })
    }

    /// The id acted on is a member of the body by itself, one a request.
    pub const fn one_id(self, member: &'static str) -> Self {
        self.with_ids(Ids { member, batch: false, listed: false })
    }

    /// The body is the list of the ids acted on; `member` is what help calls one.
    pub const fn id_list(mut self, member: &'static str) -> Self {
        self.body = Body::Ids;
        self.ids = Some(Ids { member, batch: true, listed: true });
        self
    }

    /// A job on things that are named by their ids, of which there may be many.
    pub const fn on_each(mut self, member: &'static str) -> Self {
        self.ids = Some(Ids { member, batch: false, listed: false });
        self
    }

    const fn with_ids(mut self, ids: Ids) -> Self {
        if self.is_object() {
            self.body = Body::Object;
        }
        self.ids = Some(ids);
        self
    }

    const fn is_object(&self) -> bool {
        matches!(self.body, Body::None | Body::Object)
    }

    /// Without ids it is about everything: what is said when that is confirmed.
    pub const fn or_all(mut self, warning: &'static str) -> Self {
        self.without_ids = Some(warning);
        self
    }

    /// The answer is a list, whatever the verb.
    pub const fn listed(mut self) -> Self {
        self.list = true;
        self
    }

    /// The list pages.
    pub const fn pages(mut self, paging: Paging) -> Self {
        self.paging = Some(paging);
        self
    }

    /// The answer only accepts the work.
    pub const fn waits(mut self) -> Self {
        self.waits = true;
        self
    }

    /// Its records come as things happen, until somebody stops it.
    pub const fn endless(mut self) -> Self {
        self.endless = true;
        self
    }

    /// The records stand in this member of the answer.
    pub const fn answers_in(mut self, member: &'static str) -> Self {
        self.answer = Some(member);
        self
    }

    /// The answer is a file.
    pub const fn saves(mut self) -> Self {
        self.saves = true;
        self
    }

    /// The answer is a file, unless it is of one of these media types.
    pub const fn saves_unless(mut self, media: &'static [&'static str]) -> Self {
        self.no_file = media;
        self.saves()
    }

    /// Its records are in a file, of which answers of these media types say why there is none.
    pub const fn packed(self, pack: Pack, no_file: &'static [&'static str]) -> Self {
        let mut operation = self.saves_unless(no_file);
        operation.pack = Some(pack);
        operation
    }

    /// Records are named by this member.
    pub const fn named_by(mut self, member: &'static str) -> Self {
        self.id = member;
        self
    }

    /// Columns of `table`, and those that `wide` adds.
    pub const fn columns(mut self, table: &'static [&'static str], wide: &'static [&'static str]) -> Self {
        self.columns = table;
        self.wide = wide;
        self
    }

    /// Values that mean something, as member, value and word.
    pub const fn words(mut self, words: Words) -> Self {
        self.words = words;
        self
    }

    /// Every member that a record is known to have.
    pub const fn members(mut self, members: &'static [&'static str]) -> Self {
        self.members = members;
        self
    }

    /// Members of its records that are secrets.
    pub const fn secret(mut self, members: &'static [&'static str]) -> Self {
        self.secret = members;
        self
    }

    /// The permission that it needs.
    pub const fn scope(mut self, scope: &'static str) -> Self {
        self.scope = Some(scope);
        self
    }

    /// No other product of the vendor has it.
    pub const fn only(mut self, product: Product) -> Self {
        self.only = Some(product);
        self
    }

    /// The same in a newer API of the vendor.
    pub const fn newer(mut self, newer: &'static Operation) -> Self {
        self.newer = Some(newer);
        self
    }

    /// Where this argument is given the job runs in its place.
    pub const fn instead(mut self, argument: &'static str, job: &'static Operation) -> Self {
        self.instead = Some((argument, job));
        self
    }

    /// What this refuses is never sent.
    pub const fn checked(mut self, check: Check) -> Self {
        self.check = Some(check);
        self
    }

    /// Ids that this refuses are never sent.
    pub const fn guarded(mut self, guard: Guard) -> Self {
        self.guard = Some(guard);
        self
    }

    /// A job that asks before it destroys, because only it knows what.
    pub const fn asks_itself(mut self) -> Self {
        self.asks_itself = true;
        self
    }

    /// What is said besides when it is confirmed.
    pub const fn warning(mut self, warning: &'static str) -> Self {
        self.warning = Some(warning);
        self
    }

    /// This is told what became of each of its requests.
    pub const fn heard_by(mut self, hears: Hears) -> Self {
        self.hears = Some(hears);
        self
    }

    /// What is said where the vendor sends no record.
    pub const fn says(mut self, done: &'static str) -> Self {
        self.done = done;
        self
    }

    /// What is said where its list is empty.
    pub const fn says_of_none(mut self, nothing: &'static str) -> Self {
        self.nothing = Some(nothing);
        self
    }
}
