//! What a rule answers when it says no: a stable code, where, and what to do, in three languages.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::cases::RequirementCode;
use crate::words::{Lang, Word};

crate::vocabulary! {
    /// Why a rule refused; the label says what to do. `{name}` in a label stands for a parameter.
    pub enum RefusalCode ("refusal", open) {
        RequirementUnmet = "requirement_unmet"
            | "Penuhi syarat ini dahulu: {requirement}."
            | "Penuhi dahulu syarat ini: {requirement}."
            | "Meet this requirement first: {requirement}." | "°",
        InFuture = "in_future"
            | "Beri tarikh atau masa yang sudah berlaku."
            | "Isi tanggal atau waktu yang sudah terjadi."
            | "Give a date or time that is not in the future." | "°",
        IntakeDecided = "intake_decided"
            | "Penerimaan ini sudah diputuskan dan tidak boleh diubah lagi; buka penerimaan baharu jika perlu."
            | "Penerimaan ini sudah diputuskan dan tidak dapat diubah lagi; buat penerimaan baru bila perlu."
            | "This intake is decided and takes no further change; record a new intake if one is needed." | "°",
        IntakeReturned = "intake_returned"
            | "Penerimaan ini dipulangkan kepada perujuk; hantar semula dahulu."
            | "Penerimaan ini dikembalikan kepada perujuk; ajukan kembali dahulu."
            | "This intake was returned to the referrer; resubmit it first." | "°",
        IntakeNotReturned = "intake_not_returned"
            | "Hanya penerimaan yang dipulangkan boleh dihantar semula."
            | "Hanya penerimaan yang dikembalikan dapat diajukan kembali."
            | "Only an intake that was returned can be resubmitted." | "°",
        NothingMissing = "nothing_missing"
            | "Tiada dokumen yang kurang; nyatakan dokumen yang diminta, atau buat keputusan."
            | "Tidak ada dokumen yang kurang; sebutkan dokumen yang diminta, atau ambil keputusan."
            | "No document is missing; name the documents asked for, or decide the intake." | "°",
        DocumentsDueOnMissing = "documents_due_on_missing"
            | "Masih ada dokumen tertunggak; tetapkan tarikh akhir untuk dokumen itu."
            | "Masih ada dokumen yang belum diterima; tetapkan tanggal batasnya."
            | "Documents are outstanding; set the date by which they are due." | "°",
        DueOnInPast = "due_on_in_past"
            | "Beri tarikh akhir hari ini atau selepasnya."
            | "Isi tanggal batas hari ini atau sesudahnya."
            | "Give a due date of today or later." | "°",
        DocumentAlreadyReceived = "document_already_received"
            | "Dokumen ini sudah diterima."
            | "Dokumen ini sudah diterima."
            | "This document has been received already; nothing is left to do." | "°",
        DocumentAlreadyWaived = "document_already_waived"
            | "Dokumen ini sudah dikecualikan; ia hanya boleh dicatat sebagai diterima."
            | "Dokumen ini sudah dikecualikan; hanya dapat dicatat sebagai diterima."
            | "This document is waived already; it can only still be received." | "°",
        DuplicateOfItself = "duplicate_of_itself"
            | "Nyatakan rekod lain: penerimaan tidak boleh mengulangi dirinya sendiri."
            | "Sebutkan catatan lain: penerimaan tidak dapat mengulangi dirinya sendiri."
            | "Name another record: an intake cannot repeat itself." | "°",
        NamesADuplicate = "names_a_duplicate"
            | "Penerimaan yang dinyatakan itu sendiri berulang; nyatakan rekod dalam `duplicate_of` padanya."
            | "Penerimaan yang disebut itu sendiri ganda; sebutkan catatan dalam `duplicate_of`-nya."
            | "The intake named is itself a duplicate; name the record in its `duplicate_of`." | "°",
        BeforeArrival = "before_arrival"
            | "Beri masa selepas perkara ini sampai ke pejabat."
            | "Isi waktu sesudah perkara ini sampai di kantor."
            | "Give a time after the matter reached the office." | "°",
        MergesItself = "merges_itself"
            | "Nyatakan rekod lain orang yang sama: rekod tidak boleh digabungkan dengan dirinya sendiri."
            | "Sebutkan catatan lain orang yang sama: catatan tidak dapat digabungkan dengan dirinya sendiri."
            | "Name another record of the same person: a record is not merged into itself." | "°",
        PersonMerged = "person_merged"
            | "Rekod ini sudah digabungkan; gunakan rekod {person}."
            | "Catatan ini sudah digabungkan; gunakan catatan {person}."
            | "This record was merged into another; use the record {person}." | "rule 36",
        AbsorbedChanged = "absorbed_changed"
            | "Rekod yang hendak digabungkan telah berubah; baca semula dan hantar versinya yang terkini."
            | "Catatan yang akan digabungkan telah berubah; baca ulang dan kirim versinya yang terkini."
            | "The record to be absorbed has changed; read it again and send its current version." | "°",
        CaseClosed = "case_closed"
            | "Kes ini sudah ditutup; buka semula kes dahulu."
            | "Kasus ini sudah ditutup; buka kembali kasusnya dahulu."
            | "This case is closed; reopen it first." | "°",
        CaseOnHold = "case_on_hold"
            | "Kes ini ditangguhkan; tamatkan penangguhan dahulu."
            | "Kasus ini ditangguhkan; akhiri penangguhan dahulu."
            | "This case is on hold; end the hold first." | "°",
        CaseNotOnHold = "case_not_on_hold"
            | "Hanya kes yang ditangguhkan boleh disambung semula."
            | "Hanya kasus yang ditangguhkan dapat dilanjutkan kembali."
            | "Only a case on hold can be resumed." | "°",
        NoAlarm = "no_alarm"
            | "Tiada amaran pada kes ini; tiada apa-apa yang perlu diakui."
            | "Tidak ada peringatan pada kasus ini; tidak ada yang perlu dinyatakan diketahui."
            | "No alarm stands on this case; nothing is left to acknowledge." | "rule 8",
        CaseNotClosed = "case_not_closed"
            | "Hanya kes yang sudah ditutup boleh dibuka semula."
            | "Hanya kasus yang sudah ditutup dapat dibuka kembali."
            | "Only a closed case can be reopened." | "°",
        ReopeningTooLate = "reopening_too_late"
            | "Tempoh buka semula {months} bulan sudah tamat; buka penerimaan baharu."
            | "Jangka waktu membuka kembali {months} bulan sudah lewat; buat penerimaan baru."
            | "The {months} months for reopening are over; record a new intake instead." | "°",
        ResponsibleStays = "responsible_stays"
            | "Pekerja kes yang bertanggungjawab kekal dinamakan; tukar pekerja melalui serahan tugas."
            | "Pekerja sosial penanggung jawab tetap tercantum; gantilah melalui alih tugas."
            | "The responsible worker stays named; another takes over by reassignment." | "°",
        OfferPending = "offer_pending"
            | "Satu serahan tugas atau pindah kes sedang menunggu jawapan; tunggu jawapan itu atau tarik balik dahulu."
            | "Satu alih tugas atau pindah kasus sedang menunggu jawaban; tunggu jawabannya atau tarik kembali dahulu."
            | "A reassignment or transfer of this case is waiting; wait for its answer or withdraw it first." | "rule 20",
        OfferNotPending = "offer_not_pending"
            | "Serahan tugas atau pindah kes ini sudah dijawab atau ditarik balik; buat yang baharu jika perlu."
            | "Alih tugas atau pindah kasus ini sudah dijawab atau ditarik kembali; ajukan yang baru bila perlu."
            | "This reassignment or transfer is answered or withdrawn already; make a new one if needed." | "°",
        ApprovalAwaited = "approval_awaited"
            | "Serahan tugas ini menunggu kelulusan penyelia; minta kelulusan itu dahulu."
            | "Alih tugas ini menunggu persetujuan supervisor; minta persetujuan itu dahulu."
            | "This reassignment waits for the approval of a supervisor or director; have it approved first." | "rule 20",
        ApprovalNotAwaited = "approval_not_awaited"
            | "Serahan tugas ini tidak menunggu kelulusan; penerima yang menjawabnya."
            | "Alih tugas ini tidak menunggu persetujuan; penerima yang menjawabnya."
            | "This reassignment does not wait for an approval; leave it to the worker it is offered to." | "°",
        AlreadyResponsible = "already_responsible"
            | "Pekerja ini sudah bertanggungjawab atas kes ini; namakan pekerja lain."
            | "Pekerja ini sudah bertanggung jawab atas kasus ini; tunjuk pekerja lain."
            | "This worker is responsible for the case already; name another." | "°",
        AlreadyInUnit = "already_in_unit"
            | "Kes ini sudah di unit itu; pilih unit lain, atau serahkan kepada pekerja lain di unit ini."
            | "Kasus ini sudah di unit itu; pilih unit lain, atau alihkan kepada pekerja lain di unit ini."
            | "The case is with that unit already; choose another unit, or reassign it within this one." | "°",
        OwnNameStays = "own_name_stays"
            | "Minta penyelia lain dalam senarai memadam nama anda: kes terhad mesti sentiasa ada penyelia yang melihatnya."
            | "Minta supervisor lain dalam daftar menghapus nama Anda: kasus terbatas harus selalu memiliki supervisor yang melihatnya."
            | "Ask another supervisor on the list to remove your name: a restricted case must always have one who sees it." | "°",
        AlreadyInStage = "already_in_stage"
            | "Kes ini sudah berada pada peringkat itu."
            | "Kasus ini sudah berada pada tahap itu."
            | "The case is in that stage already; choose another." | "°",
        StageNotReachable = "stage_not_reachable"
            | "Dari peringkat ini kes tidak boleh terus ke peringkat itu; ikut peringkat satu demi satu."
            | "Dari tahap ini kasus tidak dapat langsung ke tahap itu; ikuti tahap satu per satu."
            | "A case cannot go from its stage to that one; take the stages one by one." | "M Jadual 1",
        BackToFormerStageOnly = "back_to_former_stage_only"
            | "Dari penamatan kes hanya kembali ke peringkat asalnya: {stage}."
            | "Dari terminasi kasus hanya kembali ke tahap asalnya: {stage}."
            | "From termination a case goes back only to the stage it came from: {stage}." | "°",
        PlannedEndFromMonitoring = "planned_end_from_monitoring"
            | "Penamatan terancang hanya bermula dari pemantauan; bawa kes ke peringkat itu dahulu atau pilih sebab lain."
            | "Terminasi terencana hanya dimulai dari pemantauan; bawa kasus ke tahap itu dahulu atau pilih alasan lain."
            | "A planned end starts from monitoring only; take the case there first or choose another reason." | "M Jadual 7",
        ReasonNotForThisMove = "reason_not_for_this_move"
            | "Sebab hanya diberi apabila kes dibawa ke penamatan; buang sebab itu."
            | "Alasan hanya diisi bila kasus dibawa ke terminasi; hapus alasan itu."
            | "A reason goes with a move to termination only; leave it out." | "°",
        NotInTermination = "not_in_termination"
            | "Bawa kes ke peringkat penamatan dahulu."
            | "Bawa kasus ke tahap terminasi dahulu."
            | "Move the case to termination first." | "M Jadual 7",
        NotForThisReason = "not_for_this_reason"
            | "Butiran ini bukan untuk sebab penamatan kes ini; buang butiran itu."
            | "Rincian ini bukan untuk alasan terminasi kasus ini; hapus rincian itu."
            | "This particular does not belong to the reason of this termination; leave it out." | "°",
        ParticularMissing = "particular_missing"
            | "Isi butiran ini: apa yang direkodkan memerlukannya."
            | "Isi rincian ini: apa yang dicatat memerlukannya."
            | "Fill this in: what you record asks for it." | "°",
        ClientIsTold = "client_is_told"
            | "Maklumkan kepada klien dahulu: makluman kepada klien tidak boleh ditahan."
            | "Beri tahu klien dahulu: pemberitahuan kepada klien tidak dapat ditahan."
            | "Tell the client first: a notice to the client is never withheld." | "rule 23",
        ChannelNotSafe = "channel_not_safe"
            | "Gunakan saluran yang selamat bagi orang ini; lihat `safe_contact` dalam rekodnya."
            | "Gunakan saluran yang aman bagi orang ini; lihat `safe_contact` dalam catatannya."
            | "Use a channel that is safe for this person; see `safe_contact` of their record." | "A108",
        TimeNotSafe = "time_not_safe"
            | "Hubungi orang ini pada masa yang selamat baginya, dan nyatakan bahawa itu dipatuhi; lihat `safe_contact` dalam rekodnya."
            | "Hubungi orang ini pada waktu yang aman baginya, dan nyatakan bahwa itu dipatuhi; lihat `safe_contact` dalam catatannya."
            | "Reach this person at a time they call safe, and say that it was kept; see `safe_contact` of their record." | "A108",
        EndBeforeBeginning = "end_before_beginning"
            | "Beri tarikh tamat pada atau selepas tarikh mula."
            | "Isi tanggal berakhir pada atau sesudah tanggal mulai."
            | "Give an end that is not before the beginning." | "°",
        StepWithdrawn = "step_withdrawn"
            | "Rekod ini sudah ditarik balik; buat rekod baharu."
            | "Catatan ini sudah ditarik kembali; buat catatan baru."
            | "This record is withdrawn; make a new one." | "°",
        FormerEpisode = "former_episode"
            | "Rekod ini milik episod terdahulu dan kekal seperti sedia ada; buat rekod baharu."
            | "Catatan ini milik episode terdahulu dan tetap seperti adanya; buat catatan baru."
            | "This belongs to a former episode of the case and stays as it is; make a new record." | "°",
        AftercareOnly = "aftercare_only"
            | "Kes ini sudah ditutup: rekodkan hubungan dengan tujuan `aftercare`, atau buka semula kes dahulu."
            | "Kasus ini sudah ditutup: catat kontak dengan tujuan `aftercare`, atau buka kembali kasusnya dahulu."
            | "This case is closed: record the contact with the purpose `aftercare`, or reopen the case first." | "rule 25",
        NotYetAftercare = "not_yet_aftercare"
            | "Jagaan lanjutan bermula selepas fail ditutup; pilih tujuan lain."
            | "Pembinaan lanjut dimulai sesudah kasus ditutup; pilih tujuan lain."
            | "Aftercare begins when the file is closed; choose another purpose." | "rule 25",
        SignatoryUnnamed = "signatory_unnamed"
            | "Namakan orang yang menandatangani, atau beri idnya."
            | "Sebutkan nama penanda tangan, atau beri idnya."
            | "Name whoever signs, or give their id: only the client need not be named." | "§4",
        WitnessMissing = "witness_missing"
            | "Namakan saksi: akuan lisan perlu disaksikan."
            | "Sebutkan nama saksi: pernyataan lisan harus disaksikan."
            | "Name the witness: what is only spoken needs one." | "§4",
        ClosurePending = "closure_pending"
            | "Permohonan tutup fail sedang menunggu keputusan; tarik balik permohonan itu dahulu."
            | "Permohonan penutupan sedang menunggu keputusan; tarik kembali permohonan itu dahulu."
            | "A closure request is waiting for its decision; withdraw it first." | "°",
        ClosureNotPending = "closure_not_pending"
            | "Permohonan tutup fail ini sudah diputuskan atau ditarik balik; buat permohonan baharu jika perlu."
            | "Permohonan penutupan ini sudah diputuskan atau ditarik kembali; ajukan yang baru bila perlu."
            | "This closure request is decided or withdrawn already; make a new one if needed." | "°",
        OwnRequest = "own_request"
            | "Minta orang lain memutuskan: bukan pemohon dan bukan pekerja kes ini."
            | "Minta orang lain memutuskan: bukan pemohon dan bukan pekerja kasus ini."
            | "Ask somebody else to decide: neither the requester nor the responsible worker may." | "°",
        NotTheRequester = "not_the_requester"
            | "Hanya pemohon atau pekerja kes yang bertanggungjawab boleh menarik balik permohonan ini."
            | "Hanya pemohon atau pekerja kasus penanggung jawab yang dapat menarik kembali permohonan ini."
            | "Only the requester or the responsible worker can withdraw this request; ask one of them." | "°",
        NotTheAuthor = "not_the_author"
            | "Hanya penulis boleh mengubah atau menandatangani draf nota ini."
            | "Hanya penulis yang dapat mengubah atau menandatangani draf catatan ini."
            | "Only its author may edit or sign a draft note; write a note of your own." | "°",
        NoteSigned = "note_signed"
            | "Nota ini sudah ditandatangani; tambah pindaan dengan sebabnya."
            | "Catatan ini sudah ditandatangani; tambahkan perubahan dengan alasannya."
            | "This note is signed and stays as it is; add an amendment with its reason." | "°",
        NoteNotSigned = "note_not_signed"
            | "Nota ini masih draf; ubah drafnya sahaja."
            | "Catatan ini masih draf; cukup ubah drafnya."
            | "This note is still a draft; edit the draft instead of amending it." | "°",
        TaskNotOpen = "task_not_open"
            | "Tugasan ini sudah siap atau dibatalkan; tambah tugasan baharu jika perlu."
            | "Tugas ini sudah selesai atau dibatalkan; tambahkan tugas baru bila perlu."
            | "This task is done or cancelled; add a new task if one is needed." | "°",
        CustodyItemNotHeld = "custody_item_not_held"
            | "Barang ini sudah diselesaikan atau ditarik balik; rekodkan barang baharu jika masih dalam simpanan."
            | "Barang ini sudah diselesaikan atau ditarik kembali; catat barang baru bila masih dititipkan."
            | "This item is settled or withdrawn already; record a new one if something is still held." | "M350",
        DocumentTypeMismatch = "document_type_mismatch"
            | "Beri jenis dokumen bersama dokumen peribadi, dan tidak dengan barang lain."
            | "Isi jenis dokumen untuk dokumen pribadi, dan tidak untuk barang lain."
            | "Give the document type with a personal document, and with nothing else." | "M350",
        MoneyMismatch = "money_mismatch"
            | "Beri jumlah bersama wang, dan tidak dengan barang lain."
            | "Isi jumlah untuk uang, dan tidak untuk barang lain."
            | "Give the amount with money, and with nothing else." | "M350",
        BeforeReceipt = "before_receipt"
            | "Beri tarikh atau masa selepas barang ini diterima."
            | "Isi tanggal atau waktu sesudah barang ini diterima."
            | "Give a date or time that is not before this item was received." | "°",
        EvidenceMissing = "evidence_missing"
            | "Beri bukti ini: penyelesaian ini memerlukannya."
            | "Isi bukti ini: penyelesaian ini memerlukannya."
            | "Give this evidence: what became of the item asks for it." | "M350",
        NotForThisOutcome = "not_for_this_outcome"
            | "Bukti ini bukan untuk penyelesaian ini; buang bukti itu."
            | "Bukti ini bukan untuk penyelesaian ini; hapus bukti itu."
            | "This evidence does not belong to what became of the item; leave it out." | "°",
        GuardianAcknowledges = "guardian_acknowledges"
            | "Minta penjaga mengesahkan penerimaan: klien belum dewasa atau tidak mampu."
            | "Minta wali mengesahkan penerimaan: klien belum dewasa atau tidak mampu."
            | "Have the guardian acknowledge it: the client is a minor or cannot." | "M350",
        ReceiverAcknowledges = "receiver_acknowledges"
            | "Minta orang yang menerima barang ini mengesahkannya sendiri."
            | "Minta penerima barang ini mengesahkannya sendiri."
            | "Have whoever receives the item acknowledge it: outcome and capacity must agree." | "M350",
        ConsentNeeded = "consent_needed"
            | "Dapatkan dan rekodkan persetujuan klien ({purpose}) yang berkuat kuasa dahulu."
            | "Dapatkan dan catat dahulu persetujuan klien ({purpose}) yang berlaku."
            | "Obtain and record the client's consent ({purpose}) first; none is in force." | "rule 10",
        ConsentNotGiven = "consent_not_given"
            | "Persetujuan ini ditolak, sudah ditarik balik atau tamat tempoh; tiada apa-apa untuk ditarik balik."
            | "Persetujuan ini ditolak, sudah ditarik kembali, atau habis masa berlakunya; tidak ada yang perlu ditarik kembali."
            | "This consent is refused, withdrawn or expired; nothing is left to withdraw." | "rule 10",
        BeforeConsent = "before_consent"
            | "Beri tarikh pada atau selepas persetujuan itu diberi."
            | "Isi tanggal pada atau sesudah persetujuan itu diberikan."
            | "Give a date that is not before the consent was given." | "°",
        ConsentUnnamed = "consent_unnamed"
            | "Namakan dalam consent_id persetujuan yang dijadikan asas, dan hanya apabila asasnya persetujuan."
            | "Sebutkan dalam consent_id persetujuan yang menjadi dasar, dan hanya bila dasarnya persetujuan."
            | "Name in consent_id the consent it rests on, if and only if the basis is consent." | "rule 10",
        ConsentNotInForce = "consent_not_in_force"
            | "Namakan persetujuan berkongsi maklumat yang berkuat kuasa pada hari itu, atau beri asas lain."
            | "Sebutkan persetujuan berbagi informasi yang berlaku pada hari itu, atau beri dasar lain."
            | "Name a consent to share information that was in force on that day, or give another basis." | "rule 10",
        GuardianSigns = "guardian_signs"
            | "Minta penjaga atau wakil undang-undang menandatangani: klien belum dewasa atau tidak mampu."
            | "Minta wali atau kuasa hukum menandatangani: klien belum dewasa atau tidak mampu."
            | "Have the guardian or legal representative sign: the client is a minor or cannot." | "rule 10",
        ClientSigns = "client_signs"
            | "Minta klien sendiri menandatangani, atau nyatakan dalam incapacity mengapa klien tidak mampu."
            | "Minta klien sendiri menandatangani, atau jelaskan dalam incapacity mengapa klien tidak mampu."
            | "Have the client sign, or say in incapacity why the client cannot." | "rule 10",
        ChildViewMissing = "child_view_missing"
            | "Rekodkan pandangan kanak-kanak itu sendiri."
            | "Catat pandangan anak itu sendiri."
            | "Record the child's own view: the client is a minor." | "rule 10",
        RefusalReasonMismatch = "refusal_reason_mismatch"
            | "Beri sebab penolakan bersama penolakan, dan tidak bersama persetujuan."
            | "Isi alasan penolakan untuk penolakan, dan tidak untuk persetujuan."
            | "Give the reason of a refusal with a refusal, and with nothing else." | "3.11",
        ValidUntilMismatch = "valid_until_mismatch"
            | "Penolakan tiada tarikh tamat; buang tarikh itu."
            | "Penolakan tidak memiliki tanggal akhir; hapus tanggal itu."
            | "A refusal has no last day; leave it out." | "°",
        OrderedByMissing = "ordered_by_missing"
            | "Nyatakan mahkamah atau pihak berkuasa yang membuat perintah ini."
            | "Sebutkan pengadilan atau pihak berwenang yang menetapkan ini."
            | "Name the court or authority that made this order." | "°",
        LegalBasisOver = "legal_basis_over"
            | "Asas undang-undang ini sudah tamat atau ditamatkan; tiada apa-apa lagi perlu dibuat."
            | "Dasar hukum ini sudah habis atau diakhiri; tidak ada lagi yang perlu dilakukan."
            | "This legal basis is over or ended already; nothing is left to do." | "°",
        LegalBasisForClientOnly = "legal_basis_for_client_only"
            | "Asas undang-undang hanya menggantikan tandatangan klien; minta pihak ini menandatangani sendiri."
            | "Dasar hukum hanya menggantikan tanda tangan klien; minta pihak ini menandatangani sendiri."
            | "A legal basis stands for the client's signature and no other; give either it or the signature." | "rule 10",
        LegalBasisNotInForce = "legal_basis_not_in_force"
            | "Namakan asas undang-undang yang sedang berkuat kuasa, atau minta klien menandatangani."
            | "Sebutkan dasar hukum yang sedang berlaku, atau minta klien menandatangani."
            | "Name a legal basis that is in force, or have the client sign." | "rule 10",
        ContractNotDraft = "contract_not_draft"
            | "Kontrak ini bukan draf lagi; tamatkannya dan buat kontrak baharu jika perlu."
            | "Kontrak ini bukan draf lagi; akhiri dan buat kontrak baru bila perlu."
            | "This contract is no draft any more; end it and draft another if needed." | "S84",
        ContractSigned = "contract_signed"
            | "Sudah ada pihak yang menandatangani kontrak ini; batalkannya dan buat draf baharu."
            | "Sudah ada pihak yang menandatangani kontrak ini; batalkan dan buat draf baru."
            | "A party has signed this contract; cancel it and draft another to say something else." | "S84",
        ContractIncomplete = "contract_incomplete"
            | "Lengkapkan kontrak dahulu: {field}."
            | "Lengkapi dahulu kontraknya: {field}."
            | "Complete the contract before anybody signs it: {field}." | "rule 11",
        ContractNotAgreed = "contract_not_agreed"
            | "Hanya kontrak yang dipersetujui boleh ditamatkan; batalkan draf."
            | "Hanya kontrak yang disepakati dapat diakhiri; batalkan drafnya."
            | "Only an agreed contract can be ended; cancel a draft instead." | "S84",
        NotForThisContract = "not_for_this_contract"
            | "Butiran ini bukan untuk jenis kontrak ini; buang butiran itu."
            | "Rincian ini bukan untuk jenis kontrak ini; hapus rincian itu."
            | "This does not belong to a contract of this kind; leave it out." | "S84",
        PartySigned = "party_signed"
            | "Pihak ini sudah menandatangani kontrak ini."
            | "Pihak ini sudah menandatangani kontrak ini."
            | "This party has signed the contract already; nothing is left to do." | "rule 11",
        PartySigns = "party_signs"
            | "Minta pihak itu sendiri menandatangani: pihak dan kapasiti mesti sepadan."
            | "Minta pihak itu sendiri menandatangani: pihak dan kapasitas harus sesuai."
            | "Have that party sign: party and capacity must agree." | "rule 11",
        SignatureMissing = "signature_missing"
            | "Beri tandatangan, atau bagi klien asas undang-undang."
            | "Isi tanda tangan, atau untuk klien dasar hukum."
            | "Give the signature or, for the client, the legal basis." | "rule 11",
        BeforeAgreement = "before_agreement"
            | "Beri tarikh pada atau selepas kontrak ini dipersetujui."
            | "Isi tanggal pada atau sesudah kontrak ini disepakati."
            | "Give a date that is not before the contract was agreed." | "°",
        AlreadySuperseded = "already_superseded"
            | "Rekod ini sudah digantikan; gantikan yang terkini."
            | "Catatan ini sudah digantikan; gantikan yang terbaru."
            | "Another record has taken the place of this one already; supersede the latest." | "°",
        ContentAwaited = "content_awaited"
            | "Kandungan lampiran ini belum sampai; hantar kandungannya dahulu."
            | "Isi lampiran ini belum tiba; kirim isinya dahulu."
            | "The content of this attachment has not come yet; send it first." | "°",
        AttachmentWithdrawn = "attachment_withdrawn"
            | "Lampiran ini sudah ditarik balik; kandungannya tidak diberi lagi. Tambah lampiran baharu jika perlu."
            | "Lampiran ini sudah ditarik kembali; isinya tidak diberikan lagi. Tambahkan lampiran baru bila perlu."
            | "This attachment was withdrawn and its content is no longer given out; add a new one if needed." | "°",
        OutcomeContradictsReached = "outcome_contradicts_reached"
            | "Hasil ini tidak sepadan dengan sama ada orang itu dapat dihubungi; betulkan salah satu."
            | "Hasil ini tidak sesuai dengan apakah orang itu berhasil dihubungi; perbaiki salah satunya."
            | "This outcome contradicts whether the person was reached; correct one of the two." | "°",
        NotInIntervention = "not_in_intervention"
            | "Intervensi dirancang dan dimulakan pada peringkat intervensi atau pemantauan; bawa kes ke peringkat itu dahulu."
            | "Intervensi direncanakan dan dimulai pada tahap intervensi atau pemantauan; bawa kasus ke tahap itu dahulu."
            | "Interventions are planned, started and changed in intervention or monitoring; move the case there first." | "rule 3",
        InterventionNotPlanned = "intervention_not_planned"
            | "Intervensi ini sudah dimulakan; rancang yang baharu jika perlu."
            | "Intervensi ini sudah dimulai; rencanakan yang baru bila perlu."
            | "This intervention has begun already; plan another one if needed." | "°",
        InterventionNotBegun = "intervention_not_begun"
            | "Mulakan intervensi itu dahulu; kemudian rekodkan sesinya."
            | "Mulai dahulu intervensi itu; kemudian catat sesinya."
            | "Start that intervention first; then record its session." | "°",
        InterventionNotInProgress = "intervention_not_in_progress"
            | "Hanya intervensi yang sedang dijalankan boleh diselesaikan; mulakan atau rancang yang baharu dahulu."
            | "Hanya intervensi yang sedang berjalan dapat diselesaikan; mulai atau rencanakan yang baru dahulu."
            | "Only an intervention in progress is completed; start it, or plan another one." | "°",
        InterventionEnded = "intervention_ended"
            | "Intervensi ini sudah tamat; rancang yang baharu jika perlu."
            | "Intervensi ini sudah berakhir; rencanakan yang baru bila perlu."
            | "This intervention has ended; plan another one if needed." | "°",
        BeforeStart = "before_start"
            | "Beri tarikh pada atau selepas hari intervensi dimulakan."
            | "Isi tanggal pada atau sesudah hari intervensi dimulai."
            | "Give a day on or after the start of the intervention." | "°",
        AttendeeUnnamed = "attendee_unnamed"
            | "Namakan orang itu, atau beri idnya."
            | "Sebutkan nama orang itu, atau beri idnya."
            | "Name this person, or give their id." | "°",
        CaseNamedTwice = "case_named_twice"
            | "Sebut setiap kes sekali sahaja dalam satu sesi kumpulan."
            | "Sebutkan setiap kasus satu kali saja dalam satu sesi kelompok."
            | "Name each case once in a group session." | "°",
        ClientOfAnotherCase = "client_of_another_case"
            | "Rekodkan kehadiran klien ini dalam kesnya sendiri: satu kes tidak menunjukkan klien kes lain."
            | "Catat kehadiran klien ini dalam kasusnya sendiri: satu kasus tidak memperlihatkan klien kasus lain."
            | "Record this client's attendance in their own case: one case does not show the client of another." | "°",
        CrisisNotReported = "crisis_not_reported"
            | "Krisis ini sudah ditangani atau diselesaikan; kemas kini butirannya jika perlu."
            | "Krisis ini sudah ditangani atau teratasi; perbarui rinciannya bila perlu."
            | "This crisis is in hand or resolved already; edit what is told about it if needed." | "°",
        CrisisNotBeingHandled = "crisis_not_being_handled"
            | "Hanya krisis yang sedang ditangani boleh diselesaikan; rekodkan penanganannya dahulu."
            | "Hanya krisis yang sedang ditangani dapat dinyatakan teratasi; catat dahulu penanganannya."
            | "Only a crisis that is being handled is resolved; record what is being done first." | "°",
        CrisisResolved = "crisis_resolved"
            | "Krisis ini sudah diselesaikan; laporkan yang baharu jika ia berulang."
            | "Krisis ini sudah teratasi; laporkan yang baru bila terulang."
            | "This crisis is resolved; report a new one if it happens again." | "°",
        BeforeCrisis = "before_crisis"
            | "Beri tarikh pada atau selepas hari krisis berlaku."
            | "Isi tanggal pada atau sesudah hari krisis terjadi."
            | "Give a day on or after the crisis." | "°",
        AgreementUntold = "agreement_untold"
            | "Nyatakan bila klien bersetuju, atau mengapa tidak: satu sahaja."
            | "Sebutkan kapan klien setuju, atau mengapa tidak: salah satu saja."
            | "Tell either when the client agreed or why the client has not." | "M314",
        RequirementNotInGate = "requirement_not_in_gate"
            | "Syarat ini tiada dalam senarai semak langkah itu; baca senarai semaknya dahulu."
            | "Syarat ini tidak ada dalam daftar periksa langkah itu; baca daftar periksanya dahulu."
            | "The checklist of this step has no such requirement; read the checklist first." | "°",
        RequirementAlreadyMet = "requirement_already_met"
            | "Syarat ini sudah dipenuhi; pengecualian tidak diperlukan."
            | "Syarat ini sudah dipenuhi; pengecualian tidak diperlukan."
            | "This requirement is met; no override is needed." | "°",
        RequirementHard = "requirement_hard"
            | "Syarat ini tidak boleh dikecualikan di sini; penuhi syarat itu."
            | "Syarat ini tidak dapat dikecualikan di sini; penuhi syarat itu."
            | "This requirement cannot be overridden here; meet it." | "°",
        AlreadyOverridden = "already_overridden"
            | "Anda sudah mengecualikan syarat ini; pengecualian itu masih berkuat kuasa."
            | "Anda sudah mengecualikan syarat ini; pengecualian itu masih berlaku."
            | "You have overridden this requirement already, and the override is still in force." | "°",
        OverrideOfOwnRequest = "override_of_own_request"
            | "Minta penyelia lain: pemohon tidak boleh mengecualikan syarat bagi permohonannya sendiri."
            | "Minta supervisor lain: pemohon tidak dapat mengecualikan syarat permohonannya sendiri."
            | "Ask another supervisor: who requested the move cannot override its requirements." | "°",
        WorkerHasOpenCases = "worker_has_open_cases"
            | "Pekerja ini masih bertanggungjawab atas kes yang belum ditutup; namakan dalam successor_id penyelia atau pengarah yang mengambil alih kes itu."
            | "Pekerja ini masih bertanggung jawab atas kasus yang belum ditutup; sebutkan dalam successor_id supervisor atau direktur yang mengambil alih kasus itu."
            | "This worker is still responsible for cases that are not closed; name in successor_id the supervisor or director who takes them over." | "rule 20",
        LastAdministrator = "last_administrator"
            | "Pentadbir terakhir di sini mesti kekal; beri peranan itu kepada orang lain dahulu."
            | "Administrator terakhir di sini harus tetap ada; berikan peran itu kepada orang lain dahulu."
            | "The last administrator here stays; grant the role to somebody else first." | "§4",
        SecretsAtMost = "secrets_at_most"
            | "Integrasi ini sudah mempunyai {max} rahsia; batalkan satu dahulu."
            | "Integrasi ini sudah memiliki {max} rahasia; cabut satu dahulu."
            | "This integration has {max} live secrets already; revoke one first." | "°",
        AlreadyMember = "already_member"
            | "Orang ini sudah menjadi ahli; betulkan keahlian itu sahaja."
            | "Orang ini sudah menjadi anggota; perbaiki saja keanggotaan itu."
            | "This person is a member already; correct that membership instead." | "°",
        LeaderNamed = "leader_named"
            | "Sudah ada ketua atau jurucakap; ubah atau tamatkan keahlian itu dahulu."
            | "Sudah ada kepala atau juru bicara; ubah atau akhiri dahulu keanggotaan itu."
            | "There is a head or spokesperson already; change or end that membership first." | "°",
        InAnotherHousehold = "in_another_household"
            | "Orang ini masih ahli isi rumah lain; tamatkan keahlian di sana dahulu."
            | "Orang ini masih anggota rumah tangga lain; akhiri dahulu keanggotaan di sana."
            | "This person is still a member of another household; end that membership first." | "°",
        MembershipEnded = "membership_ended"
            | "Keahlian ini sudah tamat; tambah orang itu semula jika perlu."
            | "Keanggotaan ini sudah berakhir; tambahkan lagi orang itu bila perlu."
            | "This membership has ended; add the person again if needed." | "°",
        UntilBeforeSince = "until_before_since"
            | "Beri tarikh akhir pada atau selepas tarikh mula."
            | "Isi tanggal akhir pada atau sesudah tanggal mulai."
            | "Give an end on or after the beginning." | "°",
        QualificationWithdrawn = "qualification_withdrawn"
            | "Kelayakan ini sudah ditarik balik; rekodkan yang baharu jika pekerja ini memilikinya."
            | "Kualifikasi ini sudah dicabut; catat yang baru bila pekerja ini memilikinya."
            | "This qualification is withdrawn; record a new one if the worker holds one." | "°",
        RelationshipWithOneself = "relationship_with_oneself"
            | "Pilih orang lain: tiada sesiapa berhubungan dengan dirinya sendiri."
            | "Pilih orang lain: tidak ada hubungan dengan diri sendiri."
            | "Choose another person: nobody is related to themselves." | "°",
        RelationshipRecorded = "relationship_recorded"
            | "Hubungan ini, atau kebalikannya, sudah direkodkan antara kedua-dua orang ini; tamatkan yang itu dahulu."
            | "Hubungan ini, atau kebalikannya, sudah dicatat antara kedua orang ini; akhiri yang itu dahulu."
            | "These two have this relationship, or its opposite, on record already; end that one first." | "°",
        RelationshipEnded = "relationship_ended"
            | "Hubungan ini sudah tamat; rekodkan yang baharu jika ia bermula semula."
            | "Hubungan ini sudah berakhir; catat yang baru bila dimulai lagi."
            | "This relationship has ended; record a new one if it began again." | "°",
        PersonNotInClient = "person_not_in_client"
            | "Namakan orang yang kini ahli isi rumah atau kelompok itu, atau tambah orang itu sebagai ahli dahulu."
            | "Sebutkan orang yang kini anggota rumah tangga atau kelompok itu, atau tambahkan dahulu sebagai anggota."
            | "Name a current member of the household or group, or add the person as a member first." | "rule 42",
        ClientUnnamed = "client_unnamed"
            | "Namakan klien pada penerimaan ini dahulu (person_id)."
            | "Sebutkan dahulu klien pada penerimaan ini (person_id)."
            | "Name the client on this intake first (person_id)." | "rule 1",
        ClientEngaged = "client_engaged"
            | "Persetujuan atau kontrak pada penerimaan ini dibuat oleh orang yang dinamakan: jika orangnya lain, tolak penerimaan ini dan buka yang baharu; jika orangnya sama, minta rekodnya digabungkan."
            | "Persetujuan atau kontrak pada penerimaan ini dibuat oleh orang yang disebut: bila orangnya lain, tolak penerimaan ini dan buat yang baru; bila orangnya sama, minta catatannya digabungkan."
            | "Consents or contracts on this intake were made by the person it names: for somebody else, decline it and record another; for the same person, have the two records merged." | "rule 1",
        DocumentFull = "document_full"
            | "Gabungkan butiran yang sudah ada: dokumen ini memuatkan paling banyak {max}."
            | "Gabungkan butir yang sudah ada: dokumen ini memuat paling banyak {max}."
            | "Combine what is there already: this document holds {max} parts at most." | "°",
        AssessmentNotDraft = "assessment_not_draft"
            | "Hanya draf boleh diubah; buat versi pembetulan bagi penentuan situasi yang sudah dimuktamadkan."
            | "Hanya draf yang dapat diubah; buat versi koreksi untuk asesmen yang sudah final."
            | "Only a draft is changed; correct a finalised assessment by a new version of it." | "°",
        AssessmentUnfinished = "assessment_unfinished"
            | "Muktamadkan atau tarik balik draf {assessment} kes ini dahulu."
            | "Finalkan atau tarik kembali dahulu draf {assessment} pada kasus ini."
            | "Finalise or withdraw the draft {assessment} of this case first." | "°",
        AssessmentNotFinalised = "assessment_not_finalised"
            | "Hanya penentuan situasi yang dimuktamadkan boleh dibetulkan dengan versi baharu; ubah draf itu sendiri."
            | "Hanya asesmen final yang dapat dikoreksi dengan versi baru; ubahlah drafnya sendiri."
            | "Only a finalised assessment is corrected by a new version; edit the draft itself." | "°",
        AssessmentOvertaken = "assessment_overtaken"
            | "Betulkan penentuan situasi yang terbaharu, atau buat penilaian semula."
            | "Koreksilah asesmen yang terbaru, atau buat asesmen ulang."
            | "Correct the newest finalised assessment, or assess the situation again." | "°",
        NeedAreaTaken = "need_area_taken"
            | "Ubah keperluan yang sudah direkodkan dalam bidang ini: setiap bidang ada satu sahaja."
            | "Ubah kebutuhan yang sudah dicatat pada bidang ini: setiap bidang hanya satu."
            | "Edit the need that this area has already: each area has one." | "rule 9",
        CaseEnding = "case_ending"
            | "Kes ini dalam penamatan; bawa ia kembali sebelum mengubah pelannya."
            | "Kasus ini dalam terminasi; bawa kembali dahulu sebelum mengubah rencananya."
            | "This case is in termination; take it back before its plan is changed." | "rule 3",
        StillNamed = "still_named"
            | "Bahagian lain menamakan bahagian ini; ubah bahagian itu dahulu."
            | "Bagian lain menyebut bagian ini; ubah dahulu bagian itu."
            | "Another part names this one; change that part first." | "°",
        PlanUnfinished = "plan_unfinished"
            | "Kes ini sudah mempunyai pelan yang belum berkuat kuasa ({plan}); teruskan pelan itu atau tutup dahulu."
            | "Kasus ini sudah memiliki rencana yang belum berlaku ({plan}); lanjutkan rencana itu atau tutup dahulu."
            | "This case has an unfinished plan already ({plan}); go on with that one, or close it first." | "rule 12",
        PlanActiveAlready = "plan_active_already"
            | "Kes ini mempunyai pelan yang berkuat kuasa; buat versi seterusnya daripada pelan itu."
            | "Kasus ini memiliki rencana yang berlaku; buat versi berikutnya dari rencana itu."
            | "This case has an active plan; make the next version of that one." | "rule 12",
        PlanNotDraft = "plan_not_draft"
            | "Hanya draf boleh diubah; tarik balik cadangan itu, atau buat versi seterusnya daripada pelan yang berkuat kuasa."
            | "Hanya draf yang dapat diubah; tarik kembali usulan itu, atau buat versi berikutnya dari rencana yang berlaku."
            | "Only a draft takes changes; take the proposal back, or make the next version of the active plan." | "rule 12",
        PlanNotProposed = "plan_not_proposed"
            | "Cadangkan pelan ini kepada klien dahulu."
            | "Usulkan dahulu rencana ini kepada klien."
            | "Propose this plan to the client first." | "M309",
        PlanNotAgreed = "plan_not_agreed"
            | "Hanya pelan yang dipersetujui klien menunggu keputusan; rekodkan persetujuan klien dahulu."
            | "Hanya rencana yang disepakati klien menunggu keputusan; catat dahulu kesepakatan klien."
            | "Only a plan agreed with the client waits for a decision; record the agreement first." | "rule 12",
        PlanNotActive = "plan_not_active"
            | "Versi pelan ini tidak berkuat kuasa; gunakan versi yang berkuat kuasa."
            | "Versi rencana ini tidak berlaku; gunakan versi yang berlaku."
            | "This version of the plan is not active; use the active one." | "rule 12",
        PlanEnded = "plan_ended"
            | "Versi pelan ini sudah berkuat kuasa, digantikan atau ditutup; gunakan versi yang lain."
            | "Versi rencana ini sudah berlaku, digantikan, atau ditutup; gunakan versi yang lain."
            | "This version of the plan is active, superseded or closed already; use another one." | "rule 12",
        PlanWithoutGoal = "plan_without_goal"
            | "Tambah sekurang-kurangnya satu matlamat sebelum pelan dicadangkan."
            | "Tambahkan sedikitnya satu tujuan sebelum rencana diusulkan."
            | "Add at least one goal before the plan is proposed." | "M308",
        BeforePlanStart = "before_plan_start"
            | "Bahagian pelan bertarikh {date}, sebelum pelan bermula; betulkan tarikh itu atau tarikh mula."
            | "Bagian rencana bertanggal {date}, sebelum rencana dimulai; perbaiki tanggal itu atau tanggal mulai."
            | "A part of the plan is dated {date}, before the plan starts; correct that date or the start." | "rule 13",
        BeforeIntervention = "before_intervention"
            | "Bawa kes ke peringkat perancangan dan intervensi dahulu; kemudian aktifkan pelannya."
            | "Bawa kasus ke tahap perencanaan dan intervensi dahulu; kemudian aktifkan rencananya."
            | "Move the case to planning and intervention first; then activate its plan." | "rule 3",
        AgreementUnsigned = "agreement_unsigned"
            | "Minta klien menandatangani, atau beri sebab klien tidak dapat atau tidak mahu bersetuju."
            | "Minta klien menandatangani, atau isi alasan klien tidak dapat atau tidak mau menyetujui."
            | "Have the client sign, or tell why the client cannot or will not agree." | "rule 12",
        AgreementReasonMissing = "agreement_reason_missing"
            | "Nyatakan halangan klien bersama sebabnya: kedua-duanya perlu apabila klien sendiri tidak bersetuju."
            | "Sebutkan hambatan klien beserta alasannya: keduanya perlu bila klien sendiri tidak menyetujui."
            | "Tell what keeps the client from agreeing, with the reason: where the client does not sign, both are needed." | "rule 12",
        GuardianOrLegalBasisMissing = "guardian_or_legal_basis_missing"
            | "Minta penjaga menandatangani, atau rekodkan asas undang-undang kes ini."
            | "Minta wali menandatangani, atau catat dasar hukum kasus ini."
            | "Have the guardian sign, or record the legal basis of the case." | "rule 12",
        AgreementContradicted = "agreement_contradicted"
            | "Buang halangan itu: klien sendiri telah menandatangani."
            | "Hapus hambatan itu: klien sendiri telah menandatangani."
            | "Leave the obstacle out: the client has signed." | "°",
        CoercionUnexplained = "coercion_unexplained"
            | "Nyatakan mengapa paksaan wajar: satu strategi pelan ini memaksa."
            | "Jelaskan mengapa paksaan beralasan: satu strategi rencana ini memaksa."
            | "Say why coercion is warranted: a strategy of this plan coerces." | "S90",
        NothingCoerced = "nothing_coerced"
            | "Buang kenyataan tentang paksaan: tiada strategi pelan ini memaksa."
            | "Hapus keterangan tentang paksaan: tidak ada strategi rencana ini yang memaksa."
            | "Leave coercion out: no strategy of this plan coerces." | "°",
        ProgressMismatch = "progress_mismatch"
            | "Beri status bersama tugasan, atau tahap bersama matlamat yang mempunyai skala."
            | "Isi status untuk tugas, atau tingkat untuk tujuan yang memiliki skala."
            | "Give a status with a task, or a level with a goal that has a scale." | "rule 14",
        BeforeCaseOpened = "before_case_opened"
            | "Beri tarikh pada atau selepas hari kes dibuka."
            | "Isi tanggal pada atau sesudah hari kasus dibuka."
            | "Give a date on or after the day the case was opened." | "°",
        MonitoringPlanEnded = "monitoring_plan_ended"
            | "Pemantauan ini sudah tamat; tetapkan yang baharu jika perlu."
            | "Pemantauan ini sudah berakhir; tetapkan yang baru bila perlu."
            | "This monitoring has ended; set another if it is needed." | "°",
        ReportNotDraft = "report_not_draft"
            | "Laporan ini sudah dihantar; tulis laporan lain jika ada yang perlu ditambah."
            | "Laporan ini sudah diajukan; tulis laporan lain bila ada yang perlu ditambahkan."
            | "This report was submitted; write another if something is to be added." | "M330",
        ReportIncomplete = "report_incomplete"
            | "Lengkapkan bahagian ini sebelum laporan dihantar."
            | "Lengkapi bagian ini sebelum laporan diajukan."
            | "Complete this part before the report is submitted." | "M330",
        ReportNotSubmitted = "report_not_submitted"
            | "Hanya laporan yang dihantar dan belum diakui boleh diakui."
            | "Hanya laporan yang diajukan dan belum diketahui yang dapat diketahui."
            | "Only a report that is submitted, and not yet acknowledged, can be acknowledged." | "M330",
        FunctioningAreaTaken = "functioning_area_taken"
            | "Ubah penemuan yang sudah direkodkan dalam bidang ini: setiap bidang ada satu sahaja."
            | "Ubah temuan yang sudah dicatat pada bidang ini: setiap bidang hanya satu."
            | "Edit the finding that this area has already: each area has one." | "°",
        InstrumentDiffers = "instrument_differs"
            | "Beri julat dan arah yang sama seperti pengukuran lain dengan instrumen dan versi ini."
            | "Isi rentang dan arah yang sama seperti pengukuran lain dengan instrumen dan versi ini."
            | "Give the range and direction that the other measurements with this instrument and version have." | "rule 17",
    }
}

/// A refusal of a rule. All refusals of an act are told at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Refusal {
    /// The stable code.
    pub code: RefusalCode,
    /// The requirement that is not met (with code `requirement_unmet`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requirement: Option<RequirementCode>,
    /// JSON pointer to the field of the request that the refusal is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 200)]
    pub pointer: Option<String>,
    /// The values the text mentions, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub params: BTreeMap<String, String>,
}

/// What a rule answers: the events of the act, or every reason why not.
pub type Decision<E> = Result<Vec<E>, Vec<Refusal>>;

impl Refusal {
    /// A refusal with nothing but its code.
    #[must_use]
    pub const fn new(code: RefusalCode) -> Self {
        Self {
            code,
            requirement: None,
            pointer: None,
            params: BTreeMap::new(),
        }
    }

    /// The refusal for an unmet requirement of a gate.
    #[must_use]
    pub const fn unmet(requirement: RequirementCode) -> Self {
        Self {
            code: RefusalCode::RequirementUnmet,
            requirement: Some(requirement),
            pointer: None,
            params: BTreeMap::new(),
        }
    }

    /// The same refusal, about this field of the request.
    #[must_use]
    pub fn at(mut self, pointer: &str) -> Self {
        self.pointer = Some(pointer.to_owned());
        self
    }

    /// The same refusal with a value for its text.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.params.insert(name.to_owned(), value.to_string());
        self
    }

    /// What to do, in this language.
    #[must_use]
    pub fn detail(&self, lang: Lang) -> String {
        let mut text = self.code.label(lang).to_owned();
        if let Some(requirement) = self.requirement {
            text = text.replace("{requirement}", requirement.label(lang));
        }
        for (name, value) in &self.params {
            text = text.replace(&format!("{{{name}}}"), value);
        }
        text
    }
}

/// The decision of a rule that has collected its refusals: none of them lets the events stand.
pub(crate) fn decided<E>(refusals: Vec<Refusal>, events: impl FnOnce() -> Vec<E>) -> Decision<E> {
    if refusals.is_empty() {
        Ok(events())
    } else {
        Err(refusals)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_tells_what_to_do_in_the_language_asked_for() {
        let refusal = Refusal::new(RefusalCode::ReopeningTooLate).with("months", 12);
        assert_eq!(
            refusal.detail(Lang::En),
            "The 12 months for reopening are over; record a new intake instead."
        );
        let refusal = Refusal::unmet(RequirementCode::CaseworkerNamed);
        assert!(
            refusal
                .detail(Lang::Id)
                .contains(RequirementCode::CaseworkerNamed.label(Lang::Id))
        );
    }

    #[test]
    fn every_label_is_a_sentence_and_every_placeholder_is_in_all_three_languages() {
        let holes = |text: &str| {
            text.split('{')
                .skip(1)
                .map(|rest| rest.split('}').next().unwrap_or("").to_owned())
                .collect::<Vec<_>>()
        };
        for code in RefusalCode::all() {
            for lang in Lang::ALL {
                assert!(code.label(lang).ends_with('.'), "{code}");
                assert_eq!(
                    holes(code.label(lang)),
                    holes(code.label(Lang::En)),
                    "{code}"
                );
            }
        }
    }
}
