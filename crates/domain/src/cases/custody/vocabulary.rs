//! The words of what is held for a client.

crate::vocabulary! {
    /// What kind of thing is held for a client.
    pub enum CustodyKind ("custody_kind", open) {
        PersonalDocument = "personal_document" | "Dokumen peribadi" | "Dokumen pribadi" | "Personal document" | "M350",
        Money = "money" | "Wang" | "Uang" | "Money" | "M350",
        Clothes = "clothes" | "Pakaian" | "Pakaian" | "Clothes" | "M350",
        Books = "books" | "Buku" | "Buku" | "Books" | "M350",
        Jewellery = "jewellery" | "Barang kemas" | "Perhiasan" | "Jewellery" | "°",
        Phone = "phone" | "Telefon" | "Telepon" | "Phone" | "°",
        Medicine = "medicine" | "Ubat" | "Obat" | "Medicine" | "°",
        Keys = "keys" | "Kunci" | "Kunci" | "Keys" | "°",
        Other = "other" | "Lain-lain" | "Lainnya" | "Other" | "°",
    }

    /// Where a thing held for a client stands.
    pub enum CustodyStatus ("custody_status", closed) {
        Held = "held" | "Dalam simpanan" | "Dititipkan" | "Held" | "M350",
        Settled = "settled" | "Diselesaikan" | "Diselesaikan" | "Settled" | "M350",
        Withdrawn = "withdrawn" | "Ditarik balik: silap direkodkan" | "Ditarik kembali: salah dicatat" | "Withdrawn: recorded by mistake" | "°",
    }

    /// What became of a thing held for a client.
    pub enum CustodyOutcome ("custody_outcome", closed) {
        Client = "client" | "Diserahkan kepada klien" | "Diserahkan kepada klien" | "Handed over to the client" | "M350",
        Guardian = "guardian" | "Diserahkan kepada penjaga" | "Diserahkan kepada wali" | "Handed over to the guardian" | "M350",
        NextOfKin = "next_of_kin" | "Diserahkan kepada waris terdekat" | "Diserahkan kepada keluarga terdekat" | "Handed over to the next of kin" | "°",
        Agency = "agency" | "Diserahkan kepada agensi" | "Diserahkan kepada lembaga" | "Handed over to an agency" | "°",
        StoredForCollection = "stored_for_collection" | "Disimpan untuk diambil" | "Disimpan untuk diambil" | "Stored for collection" | "°",
        Lost = "lost" | "Hilang" | "Hilang" | "Lost" | "°",
        Disposed = "disposed" | "Dilupuskan" | "Dimusnahkan" | "Disposed of" | "°",
    }
}
