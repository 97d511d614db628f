//! The documents that the words and rules come from, with their editions.

/// A document that words are taken from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SourceDocument {
    /// How words refer to it: the letter before a line number, `°` for `kes` itself.
    pub key: &'static str,
    /// Its title.
    pub title: &'static str,
    /// Its edition: a year, month or day of publication.
    pub version: &'static str,
}

/// All of them; the last one is `kes` itself.
pub const DOCUMENTS: [SourceDocument; 6] = [
    SourceDocument {
        key: "M",
        title: "Manual Sistem Pengurusan Kes Kerja Sosial, Jabatan Kebajikan Masyarakat",
        version: "2018-10",
    },
    SourceDocument {
        key: "C",
        title: "Panduan Pelaksanaan Persidangan Kes Kerja Sosial, Jabatan Kebajikan Masyarakat",
        version: "undated",
    },
    SourceDocument {
        key: "A",
        title: "Pendistribusian KKS, graduasi PKH Kota Batu; Manajemen Kasus dalam Pekerjaan Sosial",
        version: "2020-01",
    },
    SourceDocument {
        key: "K",
        title: "Manajemen kasus pekerjaan sosial: komponen, model, langkah",
        version: "2011-03-21",
    },
    SourceDocument {
        key: "S",
        title: "Keterampilan Pekerjaan Sosial Mikro",
        version: "2025-09-20",
    },
    SourceDocument {
        key: "°",
        title: "kes",
        version: env!("CARGO_PKG_VERSION"),
    },
];

/// The document a source such as `M290` is a line of. What names no document (`°`, a number of
/// our own rules) is of `kes` itself.
#[must_use]
pub fn document(source: &str) -> SourceDocument {
    let [others @ .., own] = DOCUMENTS;
    let line_of = |document: &SourceDocument| {
        let line = source.strip_prefix(document.key).unwrap_or_default();
        line.starts_with(|first: char| first.is_ascii_digit())
    };
    others.into_iter().find(line_of).unwrap_or(own)
}

#[cfg(test)]
mod tests {
    use super::document;

    #[test]
    fn a_source_names_its_document() {
        let keys = [
            "M290", "C113", "A26", "K79", "S94", "°", "3.11", "rule 20", "Model",
        ]
        .map(|source| document(source).key);
        assert_eq!(keys, ["M", "C", "A", "K", "S", "°", "°", "°", "°"]);
    }
}
