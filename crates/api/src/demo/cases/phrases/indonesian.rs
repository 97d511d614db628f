//! Indonesian.

use super::{Ends, Phrases};

/// The wordings.
pub static INDONESIAN: Phrases = Phrases {
    parents: [("ibu", true), ("ayah", false)],
    aunts: [("bibi", true), ("tante", true)],
    siblings: [("kakak perempuan", true), ("kakak laki-laki", false)],
    children: [("anak perempuan", true), ("anak laki-laki", false)],
    besides: &[
        "Ketua RT mengenal keluarga ini dengan baik.",
        "Belum pernah menerima layanan dari lembaga mana pun.",
        "Membawa fotokopi surat yang sebagian sudah kedaluwarsa.",
        "Hanya dapat ditemui sore hari.",
        "Seorang kader bersedia menjadi penghubung.",
    ],
    child_views: &[
        "Ia setuju dan bertanya apakah kakaknya boleh ikut.",
        "Ia mau, asal tidak di ruangan yang tertutup.",
        "Ia mengangguk lalu menggambar rumahnya.",
    ],
    rights: &[
        "Dijelaskan dalam bahasa sehari-hari; ia bertanya siapa yang membaca berkasnya.",
        "Dijelaskan dengan contoh, dan lembarannya ditinggalkan.",
    ],
    elements: [
        "Disepakati dalam dua pertemuan.",
        "Semua pihak memahami apa yang hendak diubah.",
        "Masing-masing menerima cara kerja yang lain.",
        "Klien memperoleh dukungan; dinas memperoleh keterangan yang benar.",
        "Sebagaimana tertulis bagi setiap pihak di bawah.",
        "Janji ditepati atau dikabari sehari sebelumnya.",
        "Sampai tujuan ditinjau pada bulan ketiga.",
    ],
    duties: [
        "Hadir pada pertemuan dan memberi kabar bila keadaan berubah.",
        "Berkunjung, menghubungkan bantuan, dan mencatat perkembangan.",
        "Menyediakan surat, angkutan, dan keputusan tepat waktu.",
    ],
    acceptances: &[
        "Lengkap; kunjungi pekan ini.",
        "Diterima. Laporkan perkembangannya.",
    ],
    missing: "Mohon kirim surat pengantar kelurahan dan identitas yang masih berlaku.",
    visits: &[
        "Disambut dengan kopi; dapur hampir kosong.",
        "Berbicara di teras; belum mau di dalam rumah.",
        "Keluarga berkumpul, tetapi klien sendiri paling sedikit berbicara.",
    ],
    tasks: &[
        "Mengurus salinan akta kelahiran di Dukcapil.",
        "Menelepon puskesmas tentang jadwal kontrol.",
        "Menanyakan lurah tentang bantuan rumah layak huni.",
    ],
    roles: [
        "Mengerjakan bagiannya setiap hari dan mencatatnya.",
        "Mengingatkan, menemani, dan memberi kabar bila ada perubahan.",
    ],
    term: "Sumbernya sudah ada dan dapat segera digerakkan.",
    unwilling: "Belum mau menandatangani apa pun, tetapi tidak menolak pendampingannya.",
    approvals: &[
        "Lanjutkan; tinjau setelah dua bulan.",
        "Rencana yang terukur. Disetujui.",
    ],
    responses: &[
        "Awalnya diam, kemudian banyak bertanya.",
        "Lelah, tetapi lega.",
        "Untuk pertama kali tertawa.",
        "Tidak setuju pada dua hal, lalu keduanya diubah.",
    ],
    next_steps: &[
        "Kunjungan lagi pekan depan pada jam yang sama.",
        "Klien mencoba sendiri dahulu dan menelepon hari Kamis.",
        "Mengajak keluarga pada pertemuan berikutnya.",
    ],
    monitoring: [
        "Kunjungan rumah dan buku harian klien.",
        "Formulir pemantauan mingguan",
        "Tidak menunjukkan mutu, hanya jumlah.",
    ],
    observed: &[
        "Menurut buku harian.",
        "Menurut cerita keluarga.",
        "Diamati sendiri saat kunjungan.",
    ],
    analyses: &[
        "Perubahan dimulai ketika keluarga ikut serta.",
        "Langkah kecil yang dipilih sendiri lebih bertahan.",
    ],
    views: &[
        "Katanya lebih ringan karena ada yang menanyakan kabar.",
        "Ingin lebih banyak waktu, tetapi senang dengan arahnya.",
        "Merasa lebih baik daripada yang ia bayangkan.",
    ],
    lessons: &[
        "Tanyakan keluarga sebelum menawarkan layanan.",
        "Kunjungan sore lebih sesuai.",
    ],
    crisis: [
        "Dibawa ke puskesmas dan ditemani sampai tenang; keluarga diberi kabar.",
        "Dijenguk dua kali sehari, dan supervisor diberi kabar setiap sore.",
        "Keadaan aman kembali; pemicunya dibicarakan dan rencana krisis diperbarui.",
        "Di rumah dan sekitarnya",
    ],
    holds: &[
        "Klien dirawat di rumah sakit; pendampingan dilanjutkan setelah pulang.",
        "Keluarga mudik karena ada yang meninggal dan meminta pendampingan menunggu.",
    ],
    restricted: "Kerabat klien bekerja di kantor yang sama; hanya petugas yang disebut boleh membaca.",
    reopened: "Klien datang lagi ke kantor dan meminta agar pendampingan dilanjutkan.",
    functioning: &[
        "Mengurus diri, berbelanja, dan datang ke pertemuan tanpa diingatkan.",
        "Bergaul dengan tetangga dan tahu kapan harus meminta tolong.",
    ],
    final_report: "Laporan akhir intervensi.",
    answers: &[
        "Keluarga setuju dan akan menjemput.",
        "Berterima kasih; ingin dikabari sekali lagi.",
    ],
    gives: &[
        "Menjenguk setiap pekan.",
        "Menemani ke puskesmas dan ke kelurahan.",
    ],
    fulfilled: "Yang dijanjikan telah dikerjakan semua pihak.",
    summary: "Tujuan tercapai; klien, keluarga, dan jaringan dukungan siap melanjutkan sendiri.",
    closures: &[
        "Berkas lengkap. Disetujui.",
        "Diperiksa dan disetujui; pembinaan lanjut sesuai rencana.",
    ],
    custody: [
        "Buku tabungan",
        "Uang tunai, dihitung di depan klien",
        "Tas berisi pakaian dan sepatu",
        "Lemari besi kantor",
        "Klien",
    ],
    ends: Ends {
        moved: [
            "Ikut saudara ke Balikpapan untuk bekerja.",
            "Tidak ingin dinas di sana diberi tahu.",
        ],
        died: ["Rumah sakit, lewat telepon", "Akta kematian, nomor"],
        wish: "Saya ingin berhenti dan menyelesaikannya bersama keluarga sendiri.",
        traced: [
            "Bertanya di terminal dan menelepon keluarga.",
            "Ia berada di rumah temannya dan tidak ingin kembali.",
        ],
        tried: [
            "Perawatan harian di kecamatan",
            "Penuh sampai tahun depan; tidak ada angkutan.",
        ],
        beyond: [
            "Memerlukan rawat inap dan dokter spesialis.",
            "Rumah sakit jiwa provinsi",
        ],
        attempt: "Rumah kosong; pesan dititipkan kepada tetangga.",
        summary: "Pendampingan berhenti sebelum tujuan tercapai; yang perlu telah diberi tahu dan dicatat.",
    },
};
