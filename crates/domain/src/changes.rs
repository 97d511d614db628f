//! Which fields of a record an edit changed: names only, never the values.

use serde::Serialize;
use serde_json::Value;

/// The names of the top-level fields that differ between two versions of the same details,
/// in alphabetical order. Absent and null count as the same.
#[must_use]
pub fn changed_fields<T: Serialize>(before: &T, after: &T) -> Vec<String> {
    let (Ok(Value::Object(before)), Ok(Value::Object(after))) =
        (serde_json::to_value(before), serde_json::to_value(after))
    else {
        return Vec::new();
    };
    let mut names: Vec<String> = before.keys().chain(after.keys()).cloned().collect();
    names.sort();
    names.dedup();
    names.retain(|name| {
        before.get(name).unwrap_or(&Value::Null) != after.get(name).unwrap_or(&Value::Null)
    });
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_the_names_of_what_differs_are_told() {
        let before = json!({"a": 1, "b": [1], "c": null, "d": {"x": 1}});
        let after = json!({"a": 1, "b": [2], "d": {"x": 2}, "e": true});
        assert_eq!(changed_fields(&before, &after), ["b", "d", "e"]);
    }
}
