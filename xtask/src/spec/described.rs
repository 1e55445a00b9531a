//! One operation as the vendor's file describes it.

/// What can be compared with a row.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Described {
    pub(super) method: String,
    pub(super) path: String,
    /// The only product that has it, of several.
    pub(super) only: Option<&'static str>,
    /// The path's slots, in its order.
    pub(super) slots: Vec<Parameter>,
    pub(super) query: Vec<Parameter>,
    /// Members of the body, or of the items that it lists.
    pub(super) body: Vec<Parameter>,
    pub(super) layout: Layout,
    /// The member under which the body's items stand.
    pub(super) items: String,
    /// The answer is a list itself.
    pub(super) is_list: bool,
    /// Members of the answer that are lists.
    pub(super) lists: Vec<String>,
    /// The answer names a channel.
    pub(super) waits: bool,
    /// The answer is a file.
    pub(super) saves: bool,
}

impl Described {
    /// What is changed is named by the path, and nothing else is needed.
    pub(super) fn changes_alone(&mut self) {
        let slots: Vec<String> = self.slots.iter().map(|slot| slot.name.clone()).collect();
        self.body.retain(|member| !slots.contains(&member.name));
        self.body.iter_mut().for_each(|member| member.required = false);
    }
}

/// How the body holds its members.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Layout {
    /// There is no body.
    #[default]
    None,
    /// `{...}`
    Object,
    /// `{"data": [{...}]}`, or another word for `data`
    DataList,
    /// `[{...}]`
    List,
    /// `[1, 2]`
    Ids,
    /// `{...}` with members of any name
    Open,
    /// `multipart/form-data`
    Parts,
}

/// One thing that can be given.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Parameter {
    pub(super) name: String,
    pub(super) kind: Kind,
    /// The only values, in the order of the file.
    pub(super) values: Vec<String>,
    pub(super) required: bool,
    /// The only product that knows it, of those that have the operation.
    pub(super) only: Option<&'static str>,
}

/// The vendor's types.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    String,
    Integer,
    Number,
    Boolean,
    Object,
    File,
    /// Several values in one text, separated by commas; only prose or an example says so.
    Commas,
    Integers,
    Strings,
    /// An array of anything else.
    Array,
}
