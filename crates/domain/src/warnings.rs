//! What is wrong with a body (faults, 422) and what is only odd about it (warnings, 200/201).
//!
//! Both point into the body and carry a code; the text is rendered in the reader's language.
//! Parameters are limits and expectations, never a value somebody typed: problem documents
//! and logs must not repeat personal data.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    vocabulary,
    words::{Lang, Word},
};

vocabulary! {
    /// Why a part of the body cannot be accepted; the label says what to do.
    pub enum FaultCode ("fault_code", open) {
        Required = "required" | "Isi medan ini." | "Isi bidang ini." | "Fill in this field." | "°",
        UnknownField = "unknown_field" | "Buang medan ini atau betulkan ejaannya: ia tidak dikenali." | "Hapus bidang ini atau perbaiki ejaannya: tidak dikenal." | "Remove this field or correct its spelling: it is not known here." | "°",
        UnknownParameter = "unknown_parameter" | "Buang parameter ini atau betulkan ejaannya: ia tidak dikenali." | "Hapus parameter ini atau perbaiki ejaannya: tidak dikenal." | "Remove this parameter or correct its spelling: it is not known here." | "°",
        RepeatedParameter = "repeated_parameter" | "Hantar parameter ini sekali sahaja." | "Kirim parameter ini satu kali saja." | "Send this parameter only once." | "°",
        NotValid = "not_valid" | "Betulkan nilai ini: ia tidak memenuhi kontrak ({expected})." | "Perbaiki nilai ini: tidak memenuhi kontrak ({expected})." | "Correct this value: it does not meet the contract ({expected})." | "°",
        WrongType = "wrong_type" | "Berikan nilai jenis {expected}." | "Berikan nilai bertipe {expected}." | "Give a value of type {expected}." | "°",
        WrongFormat = "wrong_format" | "Tulis nilai ini dalam bentuk yang diminta: {expected}." | "Tulis nilai ini dalam bentuk yang diminta: {expected}." | "Write this value in the expected form: {expected}." | "°",
        TooShort = "too_short" | "Tulis sekurang-kurangnya {min} aksara." | "Tulis sedikitnya {min} karakter." | "Write at least {min} characters." | "°",
        TooLong = "too_long" | "Pendekkan kepada paling banyak {max} aksara." | "Ringkas menjadi paling banyak {max} karakter." | "Shorten this to at most {max} characters." | "°",
        TooSmall = "too_small" | "Berikan nombor sekurang-kurangnya {min}." | "Berikan angka sedikitnya {min}." | "Give a number of at least {min}." | "°",
        TooLarge = "too_large" | "Berikan nombor paling banyak {max}." | "Berikan angka paling banyak {max}." | "Give a number of at most {max}." | "°",
        TooFewItems = "too_few_items" | "Berikan sekurang-kurangnya {min} butiran." | "Berikan sedikitnya {min} butir." | "Give at least {min} items." | "°",
        TooManyItems = "too_many_items" | "Berikan paling banyak {max} butiran." | "Berikan paling banyak {max} butir." | "Give at most {max} items." | "°",
        RepeatedItem = "repeated_item" | "Buang butiran yang berulang." | "Hapus butir yang berulang." | "Remove the repeated item." | "°",
        UnknownWord = "unknown_word" | "Gunakan satu perkataan daripada senarai kod {list}." | "Gunakan satu kata dari daftar kode {list}." | "Use a word of the code list {list}." | "°",
        NotClearable = "not_clearable" | "Medan ini tidak boleh dikosongkan: berikan nilai baharu atau tinggalkannya." | "Bidang ini tidak dapat dikosongkan: berikan nilai baru atau jangan disertakan." | "This field cannot be cleared: give a new value or leave it out." | "°",
        UnknownReference = "unknown_reference" | "Berikan id rekod yang wujud dan boleh anda lihat." | "Berikan id catatan yang ada dan dapat Anda lihat." | "Give the id of a record that exists and that you can see." | "°",
        UnknownTimeZone = "unknown_time_zone" | "Berikan nama zon masa IANA, contohnya Asia/Kuala_Lumpur." | "Berikan nama zona waktu IANA, misalnya Asia/Jakarta." | "Give the name of an IANA time zone, such as Asia/Kuala_Lumpur." | "°",
        WrongEmail = "wrong_email" | "Betulkan alamat e-mel, contohnya nama@contoh.my." | "Perbaiki alamat surel, misalnya nama@contoh.id." | "Correct the e-mail address, for example name@example.org." | "°",
        WrongPhone = "wrong_phone" | "Tulis nombor telefon dengan 3 hingga 20 digit; hanya +, ruang dan sempang boleh ditambah." | "Tulis nomor telepon dengan 3 sampai 20 angka; hanya +, spasi dan tanda hubung boleh ditambahkan." | "Write the telephone number with 3 to 20 digits; only +, spaces and dashes may be added." | "°",
        EmptyIdentifier = "empty_identifier" | "Tulis nombor seperti yang tercetak pada dokumen." | "Tulis nomor seperti yang tercetak pada dokumen." | "Write the number as it is printed on the document." | "°",
        IdentifierLength = "identifier_length" | "Semak nombor: ia mempunyai {expected} digit." | "Periksa nomornya: terdiri dari {expected} angka." | "Check the number: it has {expected} digits." | "°",
        IdentifierDigits = "identifier_digits" | "Tulis nombor ini dengan digit sahaja." | "Tulis nomor ini hanya dengan angka." | "Write this number with digits only." | "°",
        IdentifierDate = "identifier_date" | "Semak nombor: tarikh di dalamnya tidak wujud." | "Periksa nomornya: tanggal di dalamnya tidak ada." | "Check the number: the date inside it does not exist." | "°",
        IdentifierSerial = "identifier_serial" | "Semak nombor: nombor siri 0000 tidak pernah dikeluarkan." | "Periksa nomornya: nomor urut 0000 tidak pernah diterbitkan." | "Check the number: the serial 0000 is never issued." | "°",
        SizeMismatch = "size_mismatch" | "Hantar kandungan tepat seperti yang diumumkan: {expected} bait." | "Kirim isi tepat seperti yang diumumkan: {expected} bita." | "Send exactly the content that was announced: {expected} bytes." | "°",
        DigestMismatch = "digest_mismatch" | "Hantar semula: kandungan yang sampai bukan yang diumumkan (SHA-256 berlainan)." | "Kirim ulang: isi yang tiba bukan yang diumumkan (SHA-256 berbeda)." | "Send it again: the content that came is not the one announced (its SHA-256 differs)." | "°",
        ContentTypeMismatch = "content_type_mismatch" | "Hantar fail jenis yang diumumkan: kandungannya bukan {expected}." | "Kirim berkas berjenis seperti yang diumumkan: isinya bukan {expected}." | "Send a file of the type that was announced: its content is not {expected}." | "°",
        DuplicateIdentifier = "duplicate_identifier" | "Buang pengenalan ini: ia sudah ada dalam senarai." | "Hapus pengenal ini: sudah ada dalam daftar." | "Remove this identifier: it is in the list already." | "°",
        PrecisionWithoutDate = "precision_without_date" | "Berikan tarikh lahir atau buang ketepatannya." | "Berikan tanggal lahir atau hapus ketelitiannya." | "Give the birth date or remove its precision." | "°",
        DateInFuture = "date_in_future" | "Berikan tarikh yang tidak melepasi hari ini." | "Berikan tanggal yang tidak melewati hari ini." | "Give a date that is not after today." | "°",
        DateTooEarly = "date_too_early" | "Berikan tarikh pada atau selepas {min}." | "Berikan tanggal pada atau sesudah {min}." | "Give a date on or after {min}." | "°",
        WaitsForItself = "waits_for_itself" | "Buang satu daripadanya: melalui yang lain, tugasan ini menunggu dirinya sendiri." | "Hapus salah satunya: melalui yang lain, tugas ini menunggu dirinya sendiri." | "Remove one of these: through the others, this task waits for itself." | "°",
        BirthTooLongAgo = "birth_too_long_ago" | "Semak tarikh lahir: ia lebih {max} tahun dahulu." | "Periksa tanggal lahir: lebih dari {max} tahun yang lalu." | "Check the birth date: it is more than {max} years ago." | "°",
        DeathBeforeBirth = "death_before_birth" | "Semak kedua-dua tarikh: kematian mendahului kelahiran." | "Periksa kedua tanggal: kematian mendahului kelahiran." | "Check both dates: the death precedes the birth." | "°",
        NotForThisClient = "not_for_this_client" | "Buang medan ini atau betulkan jenis klien: kedua-duanya tidak sepadan." | "Hapus bidang ini atau perbaiki jenis klien: keduanya tidak sesuai." | "Remove this field or correct the kind of client: the two do not fit." | "rule 42",
        ParentRequired = "parent_required" | "Berikan unit induk: hanya ibu pejabat boleh berdiri tanpa induk." | "Berikan unit induk: hanya kantor pusat yang dapat berdiri tanpa induk." | "Give the parent unit: only a headquarters stands without one." | "°",
        TreeTooDeep = "tree_too_deep" | "Pilih unit induk yang lebih tinggi: susunan unit paling banyak {max} peringkat." | "Pilih unit induk yang lebih tinggi: susunan unit paling banyak {max} tingkat." | "Choose a higher parent unit: the tree has at most {max} levels." | "°",
        CodeInUse = "code_in_use" | "Kekalkan kod unit: ia sudah digunakan dalam nombor fail." | "Pertahankan kode unit: sudah dipakai dalam nomor berkas." | "Keep the unit's code: file numbers use it already." | "°",
        ScopeNotForMachines = "scope_not_for_machines" | "Buang skop ini: pentadbiran dibuat oleh orang, bukan oleh integrasi." | "Hapus cakupan ini: pengelolaan dilakukan oleh orang, bukan oleh integrasi." | "Remove this scope: people administer, integrations do not." | "°",
        PasswordTooShort = "password_too_short" | "Pilih kata laluan sekurang-kurangnya {min} aksara; satu ayat pendek mudah diingat." | "Pilih kata sandi sedikitnya {min} karakter; satu kalimat pendek mudah diingat." | "Choose a password of at least {min} characters; a short sentence is easy to remember." | "°",
        PasswordTooLong = "password_too_long" | "Pilih kata laluan paling banyak {max} aksara." | "Pilih kata sandi paling banyak {max} karakter." | "Choose a password of at most {max} characters." | "°",
        PasswordHasUsername = "password_has_username" | "Pilih kata laluan yang tidak mengandungi nama pengguna." | "Pilih kata sandi yang tidak memuat nama pengguna." | "Choose a password that does not contain the user name." | "°",
        PasswordTooCommon = "password_too_common" | "Pilih kata laluan lain: yang ini diteka terlebih dahulu oleh sesiapa sahaja." | "Pilih kata sandi lain: yang ini termasuk yang paling dulu ditebak orang." | "Choose another password: this one is among the first that are guessed." | "°",
        SeverityMismatch = "severity_mismatch" | "Beri 0 tepat apabila tiada keperluan, jika ada 1 hingga 4." | "Isi 0 tepat bila tidak ada kebutuhan, bila ada 1 sampai 4." | "Give 0 exactly where there is no need, else 1 to 4." | "rule 9",
    }

    /// What is odd about an accepted body; the label says what to look at.
    pub enum WarningCode ("warning_code", open) {
        UnknownBirthplaceCode = "unknown_birthplace_code" | "Semak digit ke-7 dan ke-8: kod tempat lahir ini tidak disenaraikan." | "Periksa angka ke-7 dan ke-8: kode tempat lahir ini tidak terdaftar." | "Check digits 7 and 8: this birthplace code is not listed." | "°",
        UnknownRegionCode = "unknown_region_code" | "Semak enam digit pertama: kod wilayah ini tidak disenaraikan." | "Periksa enam angka pertama: kode wilayah ini tidak terdaftar." | "Check the first six digits: this region code is not listed." | "°",
        SexMismatch = "sex_mismatch" | "Semak jantina: nombor ini menunjukkan jantina yang lain." | "Periksa jenis kelamin: nomor ini menunjukkan yang lain." | "Check the sex: this number says another." | "°",
        BirthDateMismatch = "birth_date_mismatch" | "Semak tarikh lahir: nombor ini menunjukkan tarikh yang lain." | "Periksa tanggal lahir: nomor ini menunjukkan tanggal lain." | "Check the birth date: this number says another." | "°",
        UnusualPassportNumber = "unusual_passport_number" | "Semak nombor pasport: biasanya 6 hingga 9 huruf dan digit." | "Periksa nomor paspor: biasanya 6 sampai 9 huruf dan angka." | "Check the passport number: it usually has 6 to 9 letters and digits." | "°",
        SeveralOfAKind = "several_of_a_kind" | "Semak senarai: seseorang hanya mempunyai satu nombor jenis ini." | "Periksa daftar: seseorang hanya memiliki satu nomor jenis ini." | "Check the list: a person has only one number of this kind." | "°",
        UnusualAge = "unusual_age" | "Semak tarikh lahir: umurnya melebihi {max} tahun." | "Periksa tanggal lahir: usianya lebih dari {max} tahun." | "Check the birth date: it makes an age above {max} years." | "°",
        UnusualPostcode = "unusual_postcode" | "Semak poskod: di negara ini ia mempunyai 5 digit." | "Periksa kode pos: di negara ini terdiri dari 5 angka." | "Check the postcode: in this country it has 5 digits." | "°",
        MemberElsewhere = "member_elsewhere" | "Semak ahli: orang ini masih ahli isi rumah lain." | "Periksa anggota: orang ini masih anggota rumah tangga lain." | "Check the member: this person is still in another household." | "°",
    }
}

/// A remark on one place of a body, not yet in any language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark<C> {
    /// JSON Pointer (RFC 6901) to the place; empty for the whole body.
    pub pointer: String,
    /// What is remarked.
    pub code: C,
    /// What the label's `{placeholders}` stand for: limits and expectations only.
    pub params: Vec<(&'static str, String)>,
}

/// A part of the body that cannot be accepted: one of the `errors` of a 422 problem.
pub type Fault = Remark<FaultCode>;

/// Something odd in an accepted body: one of the `warnings` of an answer.
pub type Warning = Remark<WarningCode>;

impl<C: Word> Remark<C> {
    /// A remark without parameters.
    #[must_use]
    pub fn new(pointer: impl Into<String>, code: C) -> Self {
        Self {
            pointer: pointer.into(),
            code,
            params: Vec::new(),
        }
    }

    /// The same remark with one placeholder filled.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.params.push((name, value.to_string()));
        self
    }

    /// The same remark seen from a body that holds this one at `prefix`.
    #[must_use]
    pub fn under(mut self, prefix: &str) -> Self {
        self.pointer.insert_str(0, prefix);
        self
    }

    /// The text for the reader: what to do, in this language.
    #[must_use]
    pub fn detail(&self, lang: Lang) -> String {
        let mut text = self.code.label(lang).to_owned();
        for (name, value) in &self.params {
            text = text.replace(&format!("{{{name}}}"), value);
        }
        text
    }
}

/// What cannot be accepted in one place of the body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = Fault, examples(json!({
    "pointer": "/identifiers/0/value",
    "code": "identifier_length",
    "detail": "Check the number: it has 12 digits."
})))]
pub struct FaultText {
    /// JSON Pointer (RFC 6901) to the place in the body; empty for the whole body.
    #[schema(max_length = 1000)]
    pub pointer: String,
    /// Stable code for programs.
    pub code: FaultCode,
    /// What to do, in the language of the answer.
    #[schema(max_length = 1000)]
    pub detail: String,
}

/// What is odd, but accepted, in one place of the body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = Warning, examples(json!({
    "pointer": "/identifiers/0/value",
    "code": "sex_mismatch",
    "detail": "Check the sex: this number says another."
})))]
pub struct WarningText {
    /// JSON Pointer (RFC 6901) to the place in the body; empty for the whole body.
    #[schema(max_length = 1000)]
    pub pointer: String,
    /// Stable code for programs.
    pub code: WarningCode,
    /// What to look at, in the language of the answer.
    #[schema(max_length = 1000)]
    pub detail: String,
}

impl Fault {
    /// The fault as it goes on the wire.
    #[must_use]
    pub fn text(&self, lang: Lang) -> FaultText {
        FaultText {
            pointer: self.pointer.clone(),
            code: self.code,
            detail: self.detail(lang),
        }
    }
}

impl Warning {
    /// The warning as it goes on the wire.
    #[must_use]
    pub fn text(&self, lang: Lang) -> WarningText {
        WarningText {
            pointer: self.pointer.clone(),
            code: self.code,
            detail: self.detail(lang),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn placeholders(text: &str) -> Vec<&str> {
        let mut found: Vec<&str> = text
            .split('{')
            .skip(1)
            .filter_map(|rest| rest.split('}').next())
            .collect();
        found.sort_unstable();
        found
    }

    #[test]
    fn a_fault_is_told_in_each_language_with_its_limits() {
        let fault = Fault::new("/0/value", FaultCode::IdentifierLength)
            .with("expected", 12)
            .under("/identifiers");
        assert_eq!(fault.pointer, "/identifiers/0/value");
        assert_eq!(
            fault.detail(Lang::En),
            "Check the number: it has 12 digits."
        );
        assert_eq!(
            fault.text(Lang::Ms).detail,
            "Semak nombor: ia mempunyai 12 digit."
        );
    }

    #[test]
    fn the_three_labels_have_the_same_placeholders() {
        fn all<W: Word>() {
            for word in W::all() {
                let [ms, id, en] = Lang::ALL.map(|lang| placeholders(word.label(lang)));
                assert!(ms == en && id == en, "{word:?}");
            }
        }
        all::<FaultCode>();
        all::<WarningCode>();
    }
}
