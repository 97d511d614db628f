//! The form of a name that search compares: the same for everybody who is called the same.
//!
//! Case, accents, punctuation, titles and academic degrees do not count; every spelling of a
//! patronymic connector is one. The form is for comparing only and never shown.

mod titles;

use titles::{DEGREES, TITLES};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The form of a name that search compares, for records and for queries alike.
///
/// Works on names of one word, on names without patronymic and on any script. Titles and
/// degrees go only where something is left: a man called Haji stays Haji. Names of nobility
/// that are inherited and part of the legal name (Raden, Tengku, Tunku, Syed, Wan, Andi) stay.
#[must_use]
pub fn normalise(name: &str) -> String {
    let plain = fold(name);
    let mut tokens = words(&plain);
    mark_connectors(&mut tokens);
    let form = strip_titles(&tokens).join(" ");
    if form.is_empty() {
        // Signs only, or letters that count as signs: nothing to take apart.
        return lower(name).split_whitespace().collect::<Vec<_>>().join(" ");
    }
    form
}

fn lower(name: &str) -> String {
    name.nfkc().flat_map(char::to_lowercase).nfkc().collect()
}

/// Lower case, without silent signs and without the accents of Latin and Arabic letters. Marks
/// of other scripts are vowels (Tamil, Thai) and stay.
fn fold(name: &str) -> String {
    let lower = lower(name);
    let plain = lower.chars().filter(|c| !is_silent(*c)).nfd();
    plain.filter(|c| !is_accent(*c)).nfkc().collect()
}

const fn is_accent(c: char) -> bool {
    matches!(
        c,
        '\u{300}'..='\u{36f}'
            | '\u{64b}'..='\u{65f}'
            | '\u{670}'
            | '\u{1ab0}'..='\u{1aff}'
            | '\u{1dc0}'..='\u{1dff}'
            | '\u{20d0}'..='\u{20ff}'
            | '\u{fe20}'..='\u{fe2f}'
    )
}

/// Signs that stand inside a word and separate nothing: Sa'ad is Saad.
const fn is_silent(c: char) -> bool {
    matches!(
        c,
        '\'' | '`' | '\u{b4}' | '\u{2018}' | '\u{2019}' | '\u{2bb}'..='\u{2bf}' | '\u{200b}'..='\u{200d}'
    )
}

fn has_letter(text: &str) -> bool {
    text.chars().any(char::is_alphabetic)
}

/// Takes a folded name apart, degrees removed, written connectors (a/l) spelled out.
fn words(plain: &str) -> Vec<String> {
    let mut raw: Vec<(&str, bool)> = Vec::new();
    for (i, piece) in plain.split([',', ';']).enumerate() {
        raw.extend(piece.split_whitespace().map(|word| (word, i > 0)));
    }
    strip_degrees(&mut raw);
    let mut tokens = Vec::new();
    for (word, _) in raw {
        if let Some(connector) = slashed(word).filter(|_| !tokens.is_empty()) {
            tokens.extend(connector.split(' ').map(str::to_owned));
            continue;
        }
        let spaced: String = word
            .chars()
            .map(|c| {
                if c.is_alphanumeric() || is_combining_mark(c) {
                    c
                } else {
                    ' '
                }
            })
            .collect();
        tokens.extend(spaced.split_whitespace().map(str::to_owned));
    }
    tokens
}

/// Removes degrees and awards from the end: only what is written with dots inside (S.Sos.) or
/// after a comma, because Ma, Se and St are names as well.
fn strip_degrees(raw: &mut Vec<(&str, bool)>) {
    let glue = |words: &[(&str, bool)]| -> String {
        let letters = words.iter().flat_map(|(word, _)| word.chars());
        letters.filter(|c| c.is_alphanumeric()).collect()
    };
    while let Some((last, after_comma)) = raw.last().copied() {
        let dotted = last.trim_end_matches('.').contains('.');
        let one = raw.len().saturating_sub(1);
        let two = raw.len().saturating_sub(2);
        let cut = if (dotted || after_comma) && DEGREES.contains(&glue(&raw[one..]).as_str()) {
            one
        } else if raw[two].1 && DEGREES.contains(&glue(&raw[two..]).as_str()) {
            two
        } else {
            return;
        };
        if !raw[..cut].iter().any(|(word, _)| has_letter(word)) {
            return;
        }
        raw.truncate(cut);
    }
}

fn slashed(word: &str) -> Option<&'static str> {
    match word.trim_end_matches('.') {
        "a/l" | "s/o" => Some("anak lelaki"),
        "a/p" | "d/o" => Some("anak perempuan"),
        "a/k" => Some("anak"),
        _ => None,
    }
}

/// Spells every connector one way, in place. One letter is a connector between two words only:
/// at the ends it is an initial, or a query that is not finished.
fn mark_connectors(tokens: &mut [String]) {
    let mut i = 1;
    while i < tokens.len() {
        let inner = i + 1 < tokens.len();
        let pair = match (tokens[i].as_str(), tokens.get(i + 1).map(String::as_str)) {
            ("a", Some("l")) if i + 2 < tokens.len() => Some("lelaki"),
            ("a", Some("p")) if i + 2 < tokens.len() => Some("perempuan"),
            _ => None,
        };
        if let Some(child) = pair {
            tokens[i] = "anak".to_owned();
            tokens[i + 1] = child.to_owned();
        } else if tokens[i] == "b" && tokens[i - 1] == "y" {
            // Y.B., Yang Berhormat: a title.
        } else if let Some(connector) = spelled(&tokens[i], inner) {
            tokens[i] = connector.to_owned();
        }
        i += 1;
    }
}

fn spelled(token: &str, inner: bool) -> Option<&'static str> {
    match token {
        "bin" | "ibn" | "ibni" => Some("bin"),
        "b" if inner => Some("bin"),
        "binti" | "binte" | "bte" | "bt" | "bti" | "bnt" | "bintu" => Some("binti"),
        "ak" if inner => Some("anak"),
        _ => None,
    }
}

fn is_connector(tokens: &[String], i: usize) -> bool {
    match tokens[i].as_str() {
        "bin" | "binti" | "anak" => i > 0,
        "lelaki" | "perempuan" => i > 1 && tokens[i - 1] == "anak",
        _ => false,
    }
}

/// Removes titles from the front of the name and of each father's name.
fn strip_titles(tokens: &[String]) -> Vec<&str> {
    let mut kept = Vec::with_capacity(tokens.len());
    let mut start = 0;
    for end in 0..=tokens.len() {
        if end < tokens.len() && !is_connector(tokens, end) {
            continue;
        }
        kept.extend(untitled(&tokens[start..end]).iter().map(String::as_str));
        kept.extend(tokens.get(end).map(String::as_str));
        start = end + 1;
    }
    kept
}

fn untitled(mut name: &[String]) -> &[String] {
    loop {
        let title = TITLES.iter().find(|title| {
            let rest = name.get(title.len()..).unwrap_or_default();
            name.iter().zip(**title).all(|(a, b)| a == b)
                && rest.iter().any(|word| has_letter(word))
        });
        match title {
            Some(title) => name = &name[title.len()..],
            None => return name,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn same(names: &[&str]) {
        for name in names {
            assert_eq!(normalise(name), normalise(names[0]), "{name}");
        }
    }

    #[test]
    fn case_accents_and_signs_do_not_count() {
        same(&["Nur Ain", "NUR AIN", "  nur   ain ", "Nur-Ain", "Nur. Ain"]);
        same(&["José", "JOSE", "Jose\u{301}"]);
        same(&["Sa'ad", "Saad", "Sa’ad", "SAʼAD"]);
        assert_eq!(normalise("Ｌｉｍ Ｍｅｉ"), "lim mei");
    }

    #[test]
    fn titles_go_where_a_name_is_left() {
        same(&[
            "Ahmad Ismail",
            "Encik Ahmad Ismail",
            "En. Ahmad Ismail",
            "Tuan Haji Ahmad Ismail",
            "Hj Ahmad Ismail",
            "YBhg. Tan Sri Dato' Seri Prof. Dr. Hj. Ahmad Ismail",
            "Y.B. Datuk Ahmad Ismail",
            "H. Ahmad Ismail",
            "Bpk. Ahmad Ismail",
            "DATO’ AHMAD ISMAIL",
        ]);
        assert_eq!(normalise("Haji"), "haji");
        assert_eq!(normalise("Tuan Haji"), "haji");
        assert_eq!(normalise("Tan Sri"), "tan sri");
        assert_eq!(normalise("Raden Ajeng Kartini"), "raden ajeng kartini");
        assert_eq!(normalise("Tan Ah Kow"), "tan ah kow");
        assert_eq!(normalise("Sri Wahyuni"), "sri wahyuni");
    }

    #[test]
    fn degrees_go_when_written_as_such() {
        same(&[
            "Siti Aminah",
            "Siti Aminah, S.Sos.",
            "Dra. Siti Aminah, S. Sos, M.Si",
            "Hj. Siti Aminah S.Pd.I., M.Pd.",
            "Siti Aminah, SH, MH",
            "Siti Aminah, Ph.D",
        ]);
        assert_eq!(normalise("Jack Ma"), "jack ma");
        assert_eq!(normalise("S.Sos"), "s sos");
    }

    #[test]
    fn connectors_are_one() {
        same(&[
            "Ahmad bin Ismail",
            "Ahmad b. Ismail",
            "AHMAD B ISMAIL",
            "Hj. Ahmad Bin Hj. Ismail",
            "Ahmad ibni Ismail",
        ]);
        same(&[
            "Siti binti Osman",
            "Siti bt. Osman",
            "Siti Bte Haji Osman",
            "SITI BINTE OSMAN",
        ]);
        same(&[
            "Muthu a/l Raman",
            "MUTHU A/L RAMAN",
            "Muthu anak lelaki Raman",
            "Muthu A L Raman",
            "Muthu s/o Raman",
        ]);
        same(&[
            "Devi a/p Raman",
            "Devi anak perempuan Raman",
            "Devi D/O Raman",
        ]);
        same(&["Jimbun anak Tawan", "Jimbun ak Tawan", "Jimbun a/k Tawan"]);
        assert_ne!(
            normalise("Ahmad bin Ismail"),
            normalise("Ahmad binti Ismail")
        );
        // A query that is not finished stays a prefix of the name.
        for query in ["Budi", "Ahmad B", "Muthu a/", "Muthu a/l"] {
            let names = ["Budi Santoso", "Ahmad bin Ismail", "Muthu a/l Raman"];
            let query = normalise(query);
            assert!(
                names.iter().any(|name| normalise(name).starts_with(&query)),
                "{query}"
            );
        }
    }

    #[test]
    fn names_of_every_people_keep_what_distinguishes_them() {
        assert_eq!(normalise("Sulastri"), "sulastri");
        assert_eq!(normalise("陳美玲"), "陳美玲");
        assert_eq!(normalise("முத்துசாமி"), "முத்துசாமி");
        assert_ne!(normalise("கலா"), normalise("கல"));
        assert_eq!(normalise("مُحَمَّد"), "محمد");
        assert_eq!(normalise("Nguyễn"), "nguyen");
        assert_eq!(normalise("U"), "u");
    }

    fn word() -> impl Strategy<Value = String> {
        let known = TITLES.concat();
        let connectors = [
            "b.", "bin", "bt", "a/l", "a/p", "anak", "ak", "a", "l", "p", "lelaki",
        ];
        prop_oneof![
            proptest::sample::select(known).prop_map(str::to_owned),
            proptest::sample::select(DEGREES.to_vec()).prop_map(|word| format!(", {word}")),
            proptest::sample::select(connectors.to_vec()).prop_map(str::to_owned),
            "[A-Z][a-zé']{0,7}[.,]?",
            "\\PC{1,4}",
        ]
    }

    fn name() -> impl Strategy<Value = String> {
        prop_oneof![
            proptest::collection::vec(word(), 1..8).prop_map(|words| words.join(" ")),
            "\\PC{0,30}",
        ]
    }

    /// Names that are nobody's title, connector or degree.
    fn proper() -> impl Strategy<Value = String> {
        proptest::collection::vec("[A-Z][aeiou][kmnrst]{2}[aeiou]z", 1..4)
            .prop_map(|words| words.join(" "))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn the_form_of_the_form_is_the_form(name in name()) {
            let form = normalise(&name);
            prop_assert_eq!(normalise(&form), form);
        }

        #[test]
        fn a_name_with_a_letter_has_a_form(name in name()) {
            prop_assert!(!has_letter(&name) || !normalise(&name).is_empty());
        }

        #[test]
        fn titles_case_and_accents_make_no_difference(
            name in proper(),
            father in proper(),
            titles in proptest::collection::vec(proptest::sample::select(TITLES.to_vec()), 0..4),
        ) {
            let titles = titles.concat().join(" ");
            let plain = normalise(&format!("{name} bin {father}"));
            let dressed = format!("{titles} {name} B. {titles} {father}, S.Sos., M.Si.");
            prop_assert_eq!(&normalise(&dressed), &plain);
            prop_assert_eq!(&normalise(&dressed.to_uppercase()), &plain);
            prop_assert_eq!(&normalise(&dressed.replace('e', "é").replace('a', "ā")), &plain);
        }
    }
}
