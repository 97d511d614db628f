//! How the token is written down, and its signature.

use aws_lc_rs::signature::ECDSA_P256_SHA256_ASN1_SIGNING;
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD as B64},
};
use serde_json::json;

use super::{Forge, es256, hex, sign};

pub fn writing(forge: &mut Forge) {
    let [header, claims, signature] = forge.parts.clone();
    let token = forge.parts.join(".");
    for (name, token) in [
        ("empty", String::new()),
        ("dots", "..".to_owned()),
        ("no signature", format!("{header}.{claims}")),
        ("empty signature", format!("{header}.{claims}.")),
        ("no claims", format!("{header}..{signature}")),
        ("no header", format!(".{claims}.{signature}")),
        ("the claims alone", claims.clone()),
        ("four parts", format!("{token}.{signature}")),
        (
            "five parts",
            format!("{header}.{claims}.{signature}.{claims}.{signature}"),
        ),
        ("a dot after", format!("{token}.")),
        ("a dot before", format!(".{token}")),
        ("twice", format!("{token}{token}")),
        ("twice with a comma", format!("{token},{token}")),
        ("twice with a space", format!("{token} {token}")),
        ("a space inside", format!("{header}. {claims}.{signature}")),
        ("a tab inside", format!("{header}\t.{claims}.{signature}")),
        ("in quotes", format!("\"{token}\"")),
        ("bearer twice", format!("Bearer {token}")),
        ("encoded once more", B64.encode(&token)),
        ("in capitals", token.to_uppercase()),
        ("turned round", token.chars().rev().collect()),
        ("parts exchanged", format!("{claims}.{header}.{signature}")),
        ("padded", format!("{header}==.{claims}==.{signature}==")),
        (
            "signature padded",
            format!("{header}.{claims}.{signature}=="),
        ),
        (
            "very long",
            format!("{header}.{}.{signature}", "A".repeat(5000)),
        ),
        ("longer than any header", "A".repeat(20_000)),
        ("percent-encoded", token.replace('.', "%2E")),
        ("JSON instead", format!("{{\"token\":\"{token}\"}}")),
    ] {
        forge.add(name, token);
    }
    for length in (1..token.len()).step_by(token.len() / 40) {
        forge.add(format!("cut after {length}"), token[..length].to_owned());
    }
    // The same bytes in another alphabet; a claim that has to be written with - and _ in ours.
    let mut odd = forge.claims.clone();
    odd["client_id"] = json!("kes???>>>~~~\u{ff}\u{fe}");
    for (name, engine) in [
        ("standard", &STANDARD),
        ("standard, not padded", &STANDARD_NO_PAD),
        ("url-safe, padded", &URL_SAFE),
    ] {
        let bytes = es256(&forge.pkcs8, &format!("{header}.{claims}"));
        let written = engine.encode(&bytes);
        if written != B64.encode(&bytes) {
            forge.add(
                format!("signature in {name} base64"),
                format!("{header}.{claims}.{written}"),
            );
        }
        let message = format!(
            "{}.{}",
            engine.encode(forge.header.to_string()),
            engine.encode(odd.to_string())
        );
        forge.add(format!("all in {name} base64"), forge.ours_as_is(&message));
    }
    for (name, header_text, claims_text) in [
        (
            "claims no object",
            forge.header.to_string(),
            "[]".to_owned(),
        ),
        (
            "claims a text",
            forge.header.to_string(),
            json!(forge.claims.to_string()).to_string(),
        ),
        (
            "header no object",
            "\"ES256\"".to_owned(),
            forge.claims.to_string(),
        ),
        ("no JSON", "ES256".to_owned(), "siti".to_owned()),
        (
            "claims with something after",
            forge.header.to_string(),
            format!("{}x", forge.claims),
        ),
        (
            "a mark before the claims",
            forge.header.to_string(),
            format!("\u{feff}{}", forge.claims),
        ),
        (
            "an unclosed object",
            forge.header.to_string(),
            forge.claims.to_string().replace('}', ""),
        ),
    ] {
        let message = format!("{}.{}", B64.encode(header_text), B64.encode(claims_text));
        forge.add(name, forge.ours_as_is(&message));
    }
    let wide: Vec<u8> = forge
        .claims
        .to_string()
        .encode_utf16()
        .flat_map(u16::to_be_bytes)
        .collect();
    let message = format!("{header}.{}", B64.encode(wide));
    forge.add("claims in UTF-16", forge.ours_as_is(&message));
}

pub fn signatures(forge: &mut Forge, other: &str) {
    let [header, claims, signature] = forge.parts.clone();
    let message = format!("{header}.{claims}");
    let bytes = B64.decode(&signature).unwrap();
    let (r, s) = bytes.split_at(32);
    let order = hex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");
    let zero = vec![0; 32];
    for (name, bytes) in [
        ("r and s zero", [zero.clone(), zero.clone()].concat()),
        ("r zero", [zero.clone(), s.to_vec()].concat()),
        ("s zero", [r.to_vec(), zero.clone()].concat()),
        ("r and s the order", [order.clone(), order.clone()].concat()),
        ("r the order", [order.clone(), s.to_vec()].concat()),
        ("s the order", [r.to_vec(), order].concat()),
        ("all ones", vec![0xff; 64]),
        ("r and s exchanged", [s, r].concat()),
        ("a byte less", bytes[..63].to_vec()),
        ("a byte more", [bytes.as_slice(), &[0]].concat()),
        ("a zero before", [&[0], bytes.as_slice()].concat()),
        ("half of it", r.to_vec()),
        ("twice as long", [bytes.as_slice(), &bytes].concat()),
        (
            "DER",
            sign(&ECDSA_P256_SHA256_ASN1_SIGNING, &forge.pkcs8, &message),
        ),
        ("of the claims alone", es256(&forge.pkcs8, &claims)),
        ("of another message", es256(&forge.pkcs8, "another message")),
        (
            "of the message with a line end",
            es256(&forge.pkcs8, &format!("{message}\n")),
        ),
    ] {
        forge.add(
            format!("signature: {name}"),
            format!("{message}.{}", B64.encode(bytes)),
        );
    }
    // The last of the 86 characters has four bits that carry nothing.
    let last = signature.chars().last().unwrap();
    for letter in ('A'..='Z').chain('a'..='z') {
        if letter != last {
            forge.add(
                format!("signature ending in {letter}"),
                format!("{message}.{}{letter}", &signature[..85]),
            );
        }
    }
    let others: Vec<&str> = other.split('.').collect();
    forge.add(
        "another token's signature",
        format!("{message}.{}", others[2]),
    );
    forge.add(
        "another token's claims",
        format!("{header}.{}.{signature}", others[1]),
    );
    let whole = format!("{message}.{signature}").into_bytes();
    for at in (0..whole.len()).step_by(3) {
        let mut bent = whole.clone();
        bent[at] = match bent[at] {
            b'.' => b'_',
            b'A' => b'Q',
            _ => b'A',
        };
        if bent != whole {
            forge.add(
                format!("character {at} changed"),
                String::from_utf8(bent).unwrap(),
            );
        }
    }
}
