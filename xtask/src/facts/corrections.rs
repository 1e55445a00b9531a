//! Where a vendor's specification is known to be wrong, and what holds instead.

use serde_json::Value;

/// Method, path, place in the facts of that operation, and the JSON that belongs there (`""`: nothing).
pub(super) type Correction = (&'static str, &'static str, &'static str, &'static str);

/// A correction whose place is gone is an error: the vendor may have corrected it.
pub(super) fn apply(corrections: &[Correction], operations: &mut [Value]) -> Result<(), String> {
    for correction in corrections {
        correct(operations, correction).ok_or_else(|| format!("a correction fits no longer: {correction:?}"))?;
    }
    Ok(())
}

fn correct(operations: &mut [Value], (method, path, place, json): &Correction) -> Option<()> {
    let operation = operations.iter_mut().find(|one| one["method"] == *method && one["path"] == *path)?;
    let (parent, name) = place.rsplit_once('/')?;
    let parent = operation.pointer_mut(parent)?.as_object_mut()?;
    if json.is_empty() {
        parent.shift_remove(name)?;
    } else {
        parent.insert(name.into(), serde_json::from_str(json).ok()?);
    }
    Some(())
}
