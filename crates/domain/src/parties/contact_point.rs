//! How a person is reached, and how safely.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::ValidateEmail;

use crate::{
    text, vocabulary,
    warnings::{Fault, FaultCode},
};

vocabulary! {
    /// What a contact point is.
    pub enum ContactKind ("contact_kind", open) {
        Mobile = "mobile" | "Telefon bimbit" | "Telepon seluler" | "Mobile telephone" | "°",
        Phone = "phone" | "Telefon" | "Telepon" | "Telephone" | "°",
        Email = "email" | "E-mel" | "Surel" | "E-mail" | "°",
        Messaging = "messaging" | "Aplikasi mesej" | "Aplikasi pesan" | "Messaging application" | "°",
        Other = "other" | "Lain-lain" | "Lainnya" | "Other" | "°",
    }

    /// A way in which people are contacted.
    pub enum ContactChannel ("contact_channel", open) {
        Phone = "phone" | "Telefon" | "Telepon" | "Telephone" | "3.12",
        Visit = "visit" | "Lawatan" | "Kunjungan" | "Visit" | "3.12",
        Letter = "letter" | "Surat" | "Surat" | "Letter" | "3.12",
        Email = "email" | "E-mel" | "Surel" | "E-mail" | "3.12",
        Message = "message" | "Mesej" | "Pesan" | "Message" | "°",
    }
}

text!(
    EmailText,
    3..=254,
    line,
    "An e-mail address, such as nama@example.org."
);
text!(
    ContactValue,
    1..=254,
    line,
    "A telephone number (3 to 20 digits; +, spaces, dashes, dots and brackets may stand between), an e-mail address, or an account name."
);
text!(
    ContactOwner,
    1..=200,
    line,
    "Whose telephone or account it is, if not the person's own: a neighbour, a daughter, the village head."
);
text!(
    SafeTimes,
    1..=200,
    line,
    "When it is safe to make contact, in words."
);
text!(
    HiddenFrom,
    1..=200,
    line,
    "From whom the address is kept: a person or a circle of persons, in words."
);

/// A way to reach a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({"kind": "mobile", "value": "+60 12-345 6789", "owner": "Anak perempuan", "preferred": true})))]
pub struct ContactPoint {
    /// What it is; the value is checked accordingly.
    pub kind: ContactKind,
    /// The number, address or account.
    pub value: ContactValue,
    /// Whose it is, if not the person's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<ContactOwner>,
    /// Whether the person would rather be reached this way.
    #[serde(default)]
    pub preferred: bool,
}

/// How a person may be contacted without being put in danger. Notices, invitations and exports
/// obey it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(examples(json!({
    "channels": ["visit"], "times": "Isnin hingga Jumaat, 9 pagi hingga 12 tengah hari",
    "no_message": true, "hide_address_from": ["Bekas suami dan keluarganya"]
})))]
pub struct SafeContact {
    /// The only channels that may be used; empty if every channel is safe.
    #[serde(default)]
    #[schema(max_items = 5)]
    pub channels: Vec<ContactChannel>,
    /// When contact is safe.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub times: Option<SafeTimes>,
    /// Whether no message may be left, with a person or a machine.
    #[serde(default)]
    pub no_message: bool,
    /// From whom the address is hidden.
    #[serde(default)]
    #[schema(max_items = 10)]
    pub hide_address_from: Vec<HiddenFrom>,
}

impl SafeContact {
    /// Whether this channel may be used.
    #[must_use]
    pub fn allows(&self, channel: ContactChannel) -> bool {
        self.channels.is_empty() || self.channels.contains(&channel)
    }
}

impl ContactPoint {
    /// The value as it is kept: telephone numbers with digits and a leading plus only, the
    /// domain of an e-mail address in lower case.
    ///
    /// # Errors
    /// The value is no telephone number or e-mail address though its kind says so.
    pub fn canonical(&self) -> Result<String, Fault> {
        let value = self.value.as_str();
        match self.kind {
            ContactKind::Mobile | ContactKind::Phone => {
                phone(value).ok_or_else(|| Fault::new("/value", FaultCode::WrongPhone))
            }
            ContactKind::Email => {
                email(value).ok_or_else(|| Fault::new("/value", FaultCode::WrongEmail))
            }
            ContactKind::Messaging | ContactKind::Other => Ok(value.to_owned()),
        }
    }
}

/// Whether a text is an e-mail address.
#[must_use]
pub fn is_email(text: &str) -> bool {
    text.validate_email()
}

fn email(text: &str) -> Option<String> {
    let (name, domain) = text.rsplit_once('@').filter(|_| is_email(text))?;
    Some(format!("{name}@{}", domain.to_lowercase()))
}

fn phone(text: &str) -> Option<String> {
    let mut number = String::new();
    for c in text.chars() {
        match c {
            '+' if number.is_empty() => number.push(c),
            '0'..='9' => number.push(c),
            ' ' | '\u{a0}' | '-' | '\u{2010}'..='\u{2015}' | '.' | '(' | ')' => {}
            _ => return None,
        }
    }
    let digits = number.trim_start_matches('+').len();
    (3..=20).contains(&digits).then_some(number)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn point(kind: ContactKind, value: &str) -> ContactPoint {
        ContactPoint {
            kind,
            value: ContactValue::new(value).unwrap(),
            owner: None,
            preferred: false,
        }
    }

    #[test]
    fn numbers_and_addresses_take_one_form() {
        let kept = |kind, value| point(kind, value).canonical().map_err(|f| f.code);
        assert_eq!(
            kept(ContactKind::Mobile, "+60 12-345 6789"),
            Ok("+60123456789".into())
        );
        assert_eq!(
            kept(ContactKind::Phone, "(0341) 512.345"),
            Ok("0341512345".into())
        );
        assert_eq!(kept(ContactKind::Phone, "15999"), Ok("15999".into()));
        assert_eq!(kept(ContactKind::Phone, "12"), Err(FaultCode::WrongPhone));
        assert_eq!(
            kept(ContactKind::Phone, "60+123"),
            Err(FaultCode::WrongPhone)
        );
        assert_eq!(
            kept(ContactKind::Mobile, "ask the neighbour"),
            Err(FaultCode::WrongPhone)
        );
        assert_eq!(
            kept(ContactKind::Email, "Ali@Example.ORG"),
            Ok("Ali@example.org".into())
        );
        assert_eq!(
            kept(ContactKind::Email, "ali(at)example.org"),
            Err(FaultCode::WrongEmail)
        );
        assert_eq!(kept(ContactKind::Messaging, "@ali"), Ok("@ali".into()));
    }

    #[test]
    fn no_list_of_safe_channels_means_all_are_safe() {
        let mut safe = SafeContact::default();
        assert!(safe.allows(ContactChannel::Letter));
        safe.channels = vec![ContactChannel::Visit];
        assert!(!safe.allows(ContactChannel::Letter));
        assert!(safe.allows(ContactChannel::Visit));
    }

    proptest! {
        #[test]
        fn the_kept_form_is_kept(value in "[0-9+() .-]{1,30}|[a-z]{1,9}@[A-Za-z]{1,9}\\.org") {
            for kind in [ContactKind::Phone, ContactKind::Email] {
                let Ok(value) = ContactValue::new(&value) else { continue };
                if let Ok(kept) = point(kind, value.as_str()).canonical() {
                    prop_assert_eq!(point(kind, &kept).canonical(), Ok(kept));
                }
            }
        }
    }
}
