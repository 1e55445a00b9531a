//! Notes that runs leave of what they have open elsewhere, and the locks that tell which of these runs still live. Knows
//! neither what they have open nor how it is closed.

use std::marker::PhantomData;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Guard, Lock, Outcome, Store};

/// Runs at once that can be told apart.
const MOST: u32 = 64;

/// The place of a run among those of its account: a number, whose lock it holds until this is dropped.
#[derive(Debug)]
pub(crate) struct Slot {
    number: u32,
    _guard: Guard,
}

impl Slot {
    /// What the run puts into its notes.
    pub(crate) fn number(&self) -> u32 {
        self.number
    }
}

/// The runs of one account, and the `Notes` that they share: a content of the store that is there while they say anything.
///
/// A run takes a [`Slot`], notes under its number what it is about to open, and takes the note away once that is closed.
/// A process that dies lets go of its lock and leaves its note, so a note under a number whose lock nobody holds is of a
/// run that is over, and what it opened may be open still. A lock that somebody holds says less: that of a slot which
/// was taken again makes the notes of the dead look like those of the living. Whoever enters therefore either keeps
/// away from numbers that stand in the notes, or marks these notes as of the dead.
pub(crate) struct Runs<'s, Notes> {
    store: &'s dyn Store,
    name: String,
    notes: PhantomData<Notes>,
}

impl<'s, Notes: Default + PartialEq + Serialize + DeserializeOwned> Runs<'s, Notes> {
    /// Those whose notes are the content called `name`, as JSON.
    pub(crate) fn of(store: &'s dyn Store, name: String) -> Self {
        Self { store, name, notes: PhantomData }
    }

    /// What is noted. Notes that cannot be read are none.
    pub(crate) fn notes(&self) -> Notes {
        read(self.store.read(&self.name).as_deref())
    }

    /// Change the notes while no other run does. `change` is made even where nothing can be kept.
    pub(crate) fn change(&self, change: impl FnOnce(&mut Notes)) -> Outcome {
        let mut change = Some(change);
        self.store.update(&self.name, &mut |old| {
            let mut notes = read(old.as_deref());
            if let Some(change) = change.take() {
                change(&mut notes);
            }
            (notes != Notes::default()).then(|| serde_json::to_vec(&notes).expect("notes have a form in JSON"))
        })
    }

    /// A slot that no living run has and that is none of `avoided`, or why there is none.
    pub(crate) fn enter(&self, avoided: &[u32]) -> Result<Slot, String> {
        for number in (0..MOST).filter(|number| !avoided.contains(number)) {
            match self.lock_of(number) {
                Lock::Held(guard) => return Ok(Slot { number, _guard: guard }),
                Lock::Busy => {}
                Lock::Unavailable(why) => return Err(why),
            }
        }
        Err(format!("{MOST} runs of this account go on or were killed"))
    }

    /// Whether nobody holds the lock of this number. Where there are no locks, no run is known to be over.
    ///
    /// The lock is taken for this moment: of two that ask at once, one may hear that the run lives.
    pub(crate) fn is_over(&self, number: u32) -> bool {
        matches!(self.lock_of(number), Lock::Held(_))
    }

    fn lock_of(&self, number: u32) -> Lock {
        self.try_lock(&format!("run {number}"))
    }

    /// Take a lock of these runs that is no slot, if it is free. Never waits.
    pub(crate) fn try_lock(&self, what: &str) -> Lock {
        self.store.try_lock(&format!("{} {what}", self.name))
    }
}

fn read<Notes: Default + DeserializeOwned>(bytes: Option<&[u8]>) -> Notes {
    bytes.and_then(|bytes| serde_json::from_slice(bytes).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Disk, Memory};

    fn runs(store: &dyn Store) -> Runs<'_, Vec<u32>> {
        Runs::of(store, "loans".to_owned())
    }

    #[test]
    fn notes_are_there_while_they_say_anything() {
        let store = Memory::default();
        let runs = runs(&store);

        let kept = runs.change(|notes| notes.extend([7, 8]));
        let (notes, content) = (runs.notes(), store.read("loans"));
        let emptied = runs.change(Vec::clear);

        assert_eq!((kept, emptied), (Outcome::Kept, Outcome::Kept));
        assert_eq!((notes, content), (vec![7, 8], Some(b"[7,8]".to_vec())));
        assert_eq!((runs.notes(), store.read("loans")), (vec![], None));
    }

    #[test]
    fn notes_that_cannot_be_read_are_none_and_give_way_to_new_ones() {
        let store = Memory::default();
        let _ = store.replace("loans", b"{");
        let runs = runs(&store);

        let before = runs.notes();
        let _ = runs.change(|notes| notes.push(7));

        assert_eq!((before, runs.notes()), (vec![], vec![7]));
    }

    #[test]
    fn a_run_is_over_when_nobody_holds_its_slot() {
        let store = Memory::default();
        let runs = runs(&store);
        let [first, second] = [(); 2].map(|()| runs.enter(&[]).unwrap());
        let numbers = [first.number(), second.number()];

        drop(first);
        let over = numbers.map(|number| runs.is_over(number));
        let again = runs.enter(&[]).unwrap();

        assert_eq!((numbers, over), ([0, 1], [true, false]));
        assert_eq!((again.number(), runs.is_over(0)), (0, false));
    }

    #[test]
    fn a_slot_that_is_to_be_avoided_is_not_given_though_it_is_free() {
        let store = Memory::default();

        let slot = runs(&store).enter(&[0, 2]).unwrap();
        let next = runs(&store).enter(&[0, 2]).unwrap();

        assert_eq!((slot.number(), next.number()), (1, 3));
    }

    #[test]
    fn locks_have_the_name_of_the_notes_and_are_not_those_of_other_runs() {
        let store = Memory::default();
        let others: Runs<'_, Vec<u32>> = Runs::of(&store, "others".to_owned());

        let _slot = runs(&store).enter(&[]).unwrap();
        let _turn = runs(&store).try_lock("turn");

        assert!(matches!(store.try_lock("loans run 0"), Lock::Busy));
        assert!(matches!(store.try_lock("loans turn"), Lock::Busy));
        assert!(others.is_over(0));
    }

    #[test]
    fn more_runs_than_can_be_told_apart_get_no_slot() {
        let store = Memory::default();
        let runs = runs(&store);
        let slots: Vec<Slot> = (0..MOST).map(|_| runs.enter(&[]).unwrap()).collect();

        let refused = runs.enter(&[]).unwrap_err();

        assert_eq!((slots.len(), refused.as_str()), (64, "64 runs of this account go on or were killed"));
    }

    #[test]
    fn without_locks_there_is_no_slot_and_no_run_is_known_to_be_over() {
        let store = Disk::new(None);
        let runs = runs(&store);
        let mut made = false;

        let outcome = runs.change(|_| made = true);

        assert_eq!(outcome, Outcome::NotKept("there is no folder for it".to_owned()));
        assert_eq!(runs.enter(&[]).unwrap_err(), "there is no folder for it");
        assert!(made && !runs.is_over(0));
    }
}
