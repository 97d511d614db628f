//! The password policy: length and no known bad choice, as NIST SP 800-63B §3.1.1 asks; no
//! rules of composition and no forced change.

use unicode_normalization::UnicodeNormalization;

use crate::warnings::{Fault, FaultCode};

/// Fewest characters of a password.
pub const MIN_PASSWORD: usize = 12;
/// Most characters of a password.
pub const MAX_PASSWORD: usize = 128;

/// Why a password is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordFault {
    /// Fewer than [`MIN_PASSWORD`] characters.
    TooShort,
    /// More than [`MAX_PASSWORD`] characters.
    TooLong,
    /// It contains the user name.
    ContainsUsername,
    /// It is among the first that are guessed.
    TooCommon,
}

impl PasswordFault {
    /// The fault as one of the body, where the password stands at `pointer`.
    #[must_use]
    pub fn at(self, pointer: &str) -> Fault {
        match self {
            Self::TooShort => {
                Fault::new(pointer, FaultCode::PasswordTooShort).with("min", MIN_PASSWORD)
            }
            Self::TooLong => {
                Fault::new(pointer, FaultCode::PasswordTooLong).with("max", MAX_PASSWORD)
            }
            Self::ContainsUsername => Fault::new(pointer, FaultCode::PasswordHasUsername),
            Self::TooCommon => Fault::new(pointer, FaultCode::PasswordTooCommon),
        }
    }
}

/// The form in which a password is counted, compared and hashed (NFKC): the same password
/// typed on two keyboards must be the same password.
#[must_use]
pub fn password_form(password: &str) -> String {
    password.nfkc().collect()
}

/// Checks a new password.
///
/// # Errors
/// The first fault, in the order of [`PasswordFault`].
pub fn check_password(password: &str, username: &str) -> Result<(), PasswordFault> {
    let password = password_form(password);
    let count = password.chars().count();
    if count < MIN_PASSWORD {
        return Err(PasswordFault::TooShort);
    }
    if count > MAX_PASSWORD {
        return Err(PasswordFault::TooLong);
    }
    let plain = password.to_lowercase();
    let username = password_form(username).to_lowercase();
    if !username.is_empty() && plain.contains(&username) {
        return Err(PasswordFault::ContainsUsername);
    }
    if is_common(&plain) {
        return Err(PasswordFault::TooCommon);
    }
    Ok(())
}

/// Whether the password, but for digits and signs around it, is one everybody tries first, or
/// a short piece over and over, or a run of the keyboard.
fn is_common(plain: &str) -> bool {
    let core = plain.trim_matches(|c: char| !c.is_alphabetic());
    COMMON.contains(&plain) || COMMON.contains(&core) || repeats(plain) || is_run(plain)
}

/// Whether a piece of at most four characters makes up the whole.
fn repeats(plain: &str) -> bool {
    let chars: Vec<char> = plain.chars().collect();
    (1..=4).any(|len| {
        chars
            .iter()
            .zip(chars.iter().skip(len))
            .all(|(a, b)| a == b)
    })
}

/// Whether it is part of a row of keys, of the alphabet or of the digits, in either direction.
fn is_run(plain: &str) -> bool {
    let backwards: String = plain.chars().rev().collect();
    RUNS.iter()
        .any(|run| run.contains(plain) || run.contains(&backwards))
}

const RUNS: &[&str] = &[
    "0123456789012345678901234567890123456789",
    "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm1234567890",
    "1234567890qwertyuiopasdfghjklzxcvbnm",
    "qazwsxedcrfvtgbyhnujmikolp1234567890",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "1q2w3e4r5t6y7u8i9o0p1q2w3e4r5t6y7u8i9o0p",
];

/// Words everybody tries first, in the three languages and in this line of work. A password
/// that is one of them with digits or signs around it is refused too.
const COMMON: &[&str] = &[
    "admin",
    "administrator",
    "akusayangkamu",
    "alhamdulillah",
    "assalamualaikum",
    "bahagia",
    "bismillah",
    "changeme",
    "changemenow",
    "cintaku",
    "dinassosial",
    "football",
    "iloveyou",
    "indonesia",
    "indonesiaraya",
    "jabatankebajikanmasyarakat",
    "jakarta",
    "katakunci",
    "katalaluan",
    "katasandi",
    "kebajikan",
    "kebajikanmasyarakat",
    "kemensos",
    "kementeriansosial",
    "kualalumpur",
    "letmein",
    "letmeinplease",
    "malaysia",
    "malaysiaboleh",
    "merdeka",
    "monkey",
    "nopassword",
    "p@ssw0rd",
    "p@ssword",
    "pa$$w0rd",
    "pa$$word",
    "passphrase",
    "passw0rd",
    "password",
    "passwordpassword",
    "pekerjakes",
    "pekerjasosial",
    "qwerty",
    "qwertyuiop",
    "rahasia",
    "rahasiabanget",
    "rahsia",
    "sayang",
    "sayangku",
    "sayangsayang",
    "secret",
    "secretpassword",
    "selamatpagi",
    "socialwork",
    "socialworker",
    "superman",
    "supersecret",
    "terimakasih",
    "thisisapassword",
    "trustno1",
    "welcome",
    "welcomewelcome",
];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn known_bad_choices_are_refused() {
        for bad in [
            "password1234",
            "Password2026!",
            "123456789012",
            "098765432109",
            "aaaaaaaaaaaa",
            "abcabcabcabcab",
            "qwertyuiopas",
            "1Q2w3e4r5t6y7u8i",
            "Malaysia@2026",
            "!!!Kementeriansosial",
            "ｐａｓｓｗｏｒｄ１２３４",
        ] {
            assert_eq!(
                check_password(bad, "siti"),
                Err(PasswordFault::TooCommon),
                "{bad}"
            );
        }
        assert_eq!(
            check_password("rumah-SITI-biru", "siti"),
            Err(PasswordFault::ContainsUsername)
        );
    }

    #[test]
    fn a_sentence_in_any_script_is_welcome() {
        for good in [
            "kucing hijau makan durian",
            "tujuh belas layang layang",
            "பச்சை பூனை நடனம் ஆடுகிறது",
            "한국어 암호 문장 열두 글자",
            "correct horse battery staple",
        ] {
            assert_eq!(check_password(good, "siti"), Ok(()), "{good}");
        }
    }

    #[test]
    fn length_is_counted_in_characters() {
        assert_eq!(
            check_password("kucing hija", "x"),
            Err(PasswordFault::TooShort)
        );
        assert_eq!(check_password("நிறம்", "x"), Err(PasswordFault::TooShort));
        let long = "kucing hijau ".repeat(10);
        assert_eq!(check_password(&long, "siti"), Err(PasswordFault::TooLong));
        assert_eq!(
            PasswordFault::TooShort.at("/new_password").pointer,
            "/new_password"
        );
    }

    proptest! {
        #[test]
        fn any_text_has_an_answer(password in any::<String>(), username in any::<String>()) {
            let result = check_password(&password, &username);
            let count = password_form(&password).chars().count();
            prop_assert_eq!(count < MIN_PASSWORD, result == Err(PasswordFault::TooShort));
            prop_assert_eq!(count > MAX_PASSWORD, result == Err(PasswordFault::TooLong));
        }
    }
}
