//! What is let in by its bytes, and what is not.

use super::*;
use crate::words::Word;

fn zip(names: &[&str]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for name in names {
        bytes.extend(b"PK\x03\x04");
        bytes.extend([0; 22]);
        bytes.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
        bytes.extend([0; 2]);
        bytes.extend(name.as_bytes());
        bytes.extend(b"content");
    }
    bytes
}

#[test]
fn what_people_attach_is_known_by_its_bytes() {
    let mut odt = zip(&["mimetype"]);
    odt.truncate(38);
    odt.extend(b"application/vnd.oasis.opendocument.text");
    for (bytes, form) in [
        (b"%PDF-1.7\n".to_vec(), Form::Pdf),
        (b"\xFF\xD8\xFF\xE0\0\x10JFIF".to_vec(), Form::Jpeg),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(), Form::Png),
        (b"GIF89a\x01\0".to_vec(), Form::Gif),
        (b"RIFF\x24\0\0\0WEBPVP8 ".to_vec(), Form::Webp),
        (b"RIFF\x24\0\0\0WAVEfmt ".to_vec(), Form::Wav),
        (b"II*\0\x08\0\0\0".to_vec(), Form::Tiff),
        (b"\0\0\0\x18ftypheic\0\0\0\0".to_vec(), Form::Heif),
        (b"\0\0\0\x18ftypisom\0\0\0\0".to_vec(), Form::Movie),
        (b"\0\0\0\x14ftypqt  \0\0\0\0".to_vec(), Form::Movie),
        (b"\0\0\0\x14ftyp3gp5\0\0\0\0".to_vec(), Form::Movie),
        (b"\0\0\0\x14ftypM4A \0\0\0\0".to_vec(), Form::Movie),
        (b"ID3\x03\0\0\0\0\0\x21".to_vec(), Form::Mp3),
        (b"\xFF\xFB\x90\x64\0\0".to_vec(), Form::Mp3),
        (b"OggS\0\x02".to_vec(), Form::Ogg),
        (
            zip(&["[Content_Types].xml", "_rels/.rels", "word/document.xml"]),
            Form::Docx,
        ),
        (
            zip(&["_rels/.rels", "docProps/app.xml", "xl/workbook.xml"]),
            Form::Xlsx,
        ),
        (odt, Form::Odt),
        ("Nama,Umur\r\nMat bin Ali,54\r\n".into(), Form::Text),
        ("\u{feff}Laporan: 3 < 5 – “selesai”".into(), Form::Text),
    ] {
        assert_eq!(sniff(&bytes), Some(form), "{form:?}");
    }
}

#[test]
fn what_runs_or_shows_as_a_page_is_not_let_in() {
    for bytes in [
        b"MZ\x90\0\x03\0\0\0".as_slice(),
        b"\x7fELF\x02\x01\x01\0",
        b"\xCA\xFE\xBA\xBE\0\0\0\x34",
        b"#!/bin/sh\nrm -rf /\n",
        b"%!PS-Adobe-3.0\n",
        b"<!DOCTYPE html><script>alert(1)</script>",
        b"  \n<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
        b"\xEF\xBB\xBF<html>",
        b"<?xml version=\"1.0\"?>",
        b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
        b"\xFF\xFEt\0e\0x\0t\0",
        b"\0\0\0\x14ftypevil",
        b"RIFF\x24\0\0\0AVI LIST",
    ] {
        assert_eq!(sniff(bytes), None, "{}", String::from_utf8_lossy(bytes));
    }
    assert_eq!(sniff(&zip(&["classes.dex", "AndroidManifest.xml"])), None);
    assert_eq!(sniff(&zip(&["META-INF/MANIFEST.MF"])), None);
}

fn check(declared: MediaType, content: &[u8], step: usize) -> Result<(), Mismatch> {
    let mut check = ContentCheck::new(declared);
    for piece in content.chunks(step) {
        check.take(piece)?;
    }
    check.finish()
}

#[test]
fn content_is_held_against_what_was_declared_however_it_is_cut() {
    let text = "Dia tinggal di kampung — “Ulu Sedim”. ".repeat(4000);
    let mut bent = text.clone().into_bytes();
    let end = bent.len() - 2;
    bent[end] = 0xFF;
    let mut binary = text.clone().into_bytes();
    binary[100_000] = 0;
    let cut = text.as_bytes()[..text.find('—').unwrap() + 1].to_vec();
    for step in [1, 2, 3, 7, 4096, 1 << 20] {
        assert_eq!(check(MediaType::Text, text.as_bytes(), step), Ok(()));
        assert_eq!(check(MediaType::Csv, text.as_bytes(), step), Ok(()));
        assert_eq!(check(MediaType::Pdf, text.as_bytes(), step), Err(Mismatch));
        assert_eq!(check(MediaType::Text, &bent, step), Err(Mismatch));
        assert_eq!(check(MediaType::Text, &binary, step), Err(Mismatch));
        assert_eq!(check(MediaType::Text, &cut, step), Err(Mismatch));
        assert_eq!(check(MediaType::Text, b"%PDF-1.7", step), Err(Mismatch));
        assert_eq!(check(MediaType::Jpeg, b"%PDF-1.7", step), Err(Mismatch));
        assert_eq!(check(MediaType::Pdf, b"%PDF-1.7\0\xFF", step), Ok(()));
    }
}

#[test]
fn every_type_has_an_extension_of_its_own() {
    let mut all: Vec<_> = MediaType::all().iter().map(|it| it.extension()).collect();
    all.sort_unstable();
    let before = all.len();
    all.dedup();
    assert_eq!(all.len(), before);
}
