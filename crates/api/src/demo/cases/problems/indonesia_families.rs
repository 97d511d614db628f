//! What brings families and children to a city's social office in Indonesia, in Indonesian.

use super::{Indicator, Problem};
use crate::demo::cases::people::Who;

/// A family of the PKH programme.
pub static POOR_FAMILY: Problem = Problem {
    category: "poor_family",
    who: Who::Woman,
    channel: "programme_list",
    agency: "",
    urgency: "routine",
    order: None,
    told: [
        "Keluarga penerima bantuan dengan tiga anak; suami merantau dan tidak lagi mengirim uang.",
        "Berjualan ikan keliling, tetapi modalnya habis untuk biaya rumah sakit anak bungsu.",
    ],
    issue: "Penghasilan tidak cukup dan bantuan habis sebelum akhir bulan.",
    cause: "environmental",
    needs: [2, 2, 1, 0, 4],
    hazard: ("Terjerat rentenir ketika modal habis.", 3, 3),
    measure: "Pinjaman lama didaftar dan tidak ditambah.",
    resource: ("skill", "Terampil mengolah abon ikan yang tahan lama."),
    wish: "Ingin anak pertama tamat SMA.",
    goal: "Usaha abon menutup belanja bulanan tanpa utang baru.",
    criterion: "Laba bersih sedikitnya Rp 1.200.000 sebulan, dua bulan berturut-turut.",
    indicator: Indicator {
        name: "Laba bersih sebulan (ribu rupiah)",
        measure: "amount",
        most: 10_000.0,
        from: 300.0,
        to: 1_200.0,
    },
    strategy: (
        "Mendampingi kelompok usaha bersama, dari resep dan izin sampai pasar.",
        "economic_empowerment",
        "group_work",
        "mezzo",
    ),
    otherwise: "Pelatihan menjahit di balai kota, jika abon tidak laku.",
    title: "Kelompok abon ikan",
    sessions: [
        "Menghitung biaya per bungkus; ternyata selama ini dijual di bawah modal.",
        "Berkunjung ke koperasi untuk menanyakan syarat titip jual.",
    ],
    crisis: "Rumah didatangi penagih utang pada malam hari; anak-anak ketakutan.",
    findings: "Penjualan naik sejak dititipkan di koperasi; utang lama mulai dicicil.",
    change: "Usaha berjalan, utang lunas, dan ketiga anak bersekolah.",
    future: (
        "income_or_work",
        "Meneruskan usaha bersama dua tetangga sebagai anggota koperasi.",
    ),
    scope: "economic",
};

/// A child out of school.
pub static CHILD_NEGLECT: Problem = Problem {
    category: "child_neglect",
    who: Who::Child,
    channel: "outreach",
    agency: "",
    urgency: "urgent",
    order: None,
    told: [
        "Memulung bersama kakaknya sejak subuh; belum pernah masuk kelas dua.",
        "Ditinggal ayah yang melaut; ibu tiri tidak memberi makan sebelum botol terkumpul.",
    ],
    issue: "Bekerja sepanjang hari dan tidak bersekolah.",
    cause: "environmental",
    needs: [3, 3, 3, 1, 3],
    hazard: ("Terluka benda tajam di tempat pembuangan.", 4, 3),
    measure: "Rumah singgah menampung setelah sekolah sampai magrib.",
    resource: (
        "service_agency",
        "Rumah singgah punya kelas kejar dan makan siang.",
    ),
    wish: "Ingin bisa membaca papan nama kapal.",
    goal: "Bersekolah setiap hari dan tidak lagi memulung.",
    criterion: "Hadir lima hari seminggu selama empat minggu.",
    indicator: Indicator {
        name: "Hari hadir di sekolah dalam seminggu",
        measure: "frequency",
        most: 6.0,
        from: 0.0,
        to: 5.0,
    },
    strategy: (
        "Membangun kesepakatan pengasuhan dengan ibu tiri dan nenek, dengan bantuan sekolah.",
        "mediation",
        "casework",
        "micro",
    ),
    otherwise: "Pengasuhan oleh nenek dari pihak ayah.",
    title: "Kembali ke kelas dua",
    sessions: [
        "Membaca nama kapal di pelabuhan, huruf demi huruf.",
        "Pertemuan keluarga tentang siapa memasak sarapan dan siapa mengantar.",
    ],
    crisis: "Kaki tertusuk paku berkarat dan demam tinggi semalaman.",
    findings: "Sudah hadir hampir setiap hari; mengeja dengan suara keras.",
    change: "Naik kelas, membaca lancar, dan ibu tirinya mengantar setiap pagi.",
    future: ("school", "Beasiswa kelurahan sampai tamat sekolah dasar."),
    scope: "academic",
};

/// A family that quarrels over its land.
pub static FAMILY_CONFLICT: Problem = Problem {
    category: "family_conflict",
    who: Who::Adult,
    channel: "walk_in",
    agency: "",
    urgency: "routine",
    order: None,
    told: [
        "Bertengkar dengan saudara-saudaranya tentang warisan tanah; ibunya tidak lagi dikunjungi.",
        "Pisah rumah dengan istri; anak-anak berpindah-pindah setiap minggu dan mulai membolos.",
    ],
    issue: "Pertengkaran yang membuat anak dan orang tua telantar.",
    cause: "social_psychological",
    needs: [1, 3, 4, 2, 1],
    hazard: ("Pertengkaran berubah menjadi kekerasan.", 2, 4),
    measure: "Pertemuan hanya di kantor lurah dengan penengah.",
    resource: (
        "culture_and_values",
        "Tetua adat dihormati oleh semua pihak.",
    ),
    wish: "Ingin duduk semeja lagi pada hari raya.",
    goal: "Kesepakatan tertulis dan kunjungan tanpa pertengkaran.",
    criterion: "Empat pertemuan tanpa pertengkaran berturut-turut.",
    indicator: Indicator {
        name: "Pertengkaran dalam seminggu",
        measure: "frequency",
        most: 14.0,
        from: 5.0,
        to: 0.0,
    },
    strategy: (
        "Mediasi bersama tetua adat; setiap pihak bicara tanpa dipotong.",
        "mediation",
        "casework",
        "mezzo",
    ),
    otherwise: "Jalur pengadilan dengan pendampingan, jika mediasi gagal.",
    title: "Mediasi keluarga",
    sessions: [
        "Mendengar setiap pihak sendiri-sendiri, lalu menulis apa yang sama.",
        "Pertemuan di balai adat; sirih diedarkan sebelum bicara.",
    ],
    crisis: "Parang diacungkan dalam rapat keluarga; dilerai tetangga.",
    findings: "Dua pertemuan berlangsung tenang; ibunya kembali dikunjungi.",
    change: "Kesepakatan ditandatangani dan hari raya dirayakan bersama.",
    future: ("support", "Tetua adat menengahi setiap tiga bulan."),
    scope: "behaviour",
};
