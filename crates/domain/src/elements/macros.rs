//! What every kind of element and every whole of them is made of, said once.

/// Makes a kind of element around its details: its id, its record, the command that adds one.
///
/// `element!(/// … Need, NeedId, NewNeed: NeedDetails in AssessmentContent, assessment_id:
/// AssessmentId; "A need."; {example})`. What the record shows besides the details, because it
/// follows from them, is told behind: `; /// … level: RiskLevel = function_of_details`.
#[macro_export]
macro_rules! element {
    ($(#[doc = $doc:literal])+
    $name:ident, $id:ident, $new:ident: $details:ident
        in $content:ty, $document:ident: $document_id:ty; $what:literal; $example:tt
        $(; $(#[doc = $shown_doc:literal])+ $shown:ident: $shown_type:ty = $show:expr)*) => {
        $crate::record_id!($id, $what);

        $(#[doc = $doc])+
        #[derive(
            Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize, utoipa::ToSchema,
        )]
        pub struct $name {
            /// The id.
            pub id: $id,
            /// The document it is a part of.
            pub $document: $document_id,
            /// What is told of it.
            #[serde(flatten)]
            pub details: $details,
            $($(#[doc = $shown_doc])+ pub $shown: $shown_type,)*
            /// Version, as in the ETag.
            #[schema(minimum = 1)]
            pub version: i64,
            /// When it was recorded here.
            pub created_at: chrono::DateTime<chrono::Utc>,
            /// When it was last changed.
            pub modified_at: chrono::DateTime<chrono::Utc>,
        }

        $(#[doc = $doc])+
        #[derive(
            Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize, utoipa::ToSchema,
        )]
        #[schema(examples(json!($example)))]
        pub struct $new {
            /// The id made by the client (UUIDv7).
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub id: Option<$id>,
            /// What is told of it.
            #[serde(flatten)]
            pub details: $details,
        }

        impl $crate::elements::Element for $name {
            type Id = $id;
            type DocumentId = $document_id;
            type Details = $details;
            type New = $new;
            type Content = $content;
            const KIND: $crate::elements::ElementKind = $crate::elements::ElementKind::$name;

            fn new(
                document: $document_id,
                id: $id,
                details: $details,
                now: chrono::DateTime<chrono::Utc>,
            ) -> Self {
                Self {
                    id,
                    $document: document,
                    $($shown: $show(&details),)*
                    details,
                    version: 1,
                    created_at: now,
                    modified_at: now,
                }
            }

            fn told(new: $new) -> (Option<$id>, $details) {
                (new.id, new.details)
            }

            fn id(&self) -> $id {
                self.id
            }

            fn details(&self) -> &$details {
                &self.details
            }

            fn version(&self) -> i64 {
                self.version
            }

            fn created_at(&self) -> chrono::DateTime<chrono::Utc> {
                self.created_at
            }

            fn edit(&mut self, details: $details, now: chrono::DateTime<chrono::Utc>) {
                $(self.$shown = $show(&details);)*
                self.details = details;
                self.version += 1;
                self.modified_at = now;
            }

            fn row(&self) -> serde_json::Result<$crate::elements::Row> {
                Ok($crate::elements::Row {
                    id: self.id.0,
                    kind: Self::KIND,
                    details: serde_json::to_value(&self.details)?,
                    version: self.version,
                    created_at: self.created_at,
                    modified_at: self.modified_at,
                })
            }

            fn read(
                document: $document_id,
                row: $crate::elements::Row,
            ) -> serde_json::Result<Self> {
                let details: $details = serde_json::from_value(row.details)?;
                Ok(Self {
                    id: $id(row.id),
                    $document: document,
                    $($shown: $show(&details),)*
                    details,
                    version: row.version,
                    created_at: row.created_at,
                    modified_at: row.modified_at,
                })
            }
        }
    };
}

/// Makes the whole that a document holds: a list for each kind.
#[macro_export]
macro_rules! content {
    ($(#[doc = $doc:literal])+
    pub struct $content:ident of $document_id:ty {
        $($(#[doc = $field_doc:literal])+ $field:ident: $element:ident,)+
    }) => {
        $(#[doc = $doc])+
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct $content {
            $($(#[doc = $field_doc])+ pub $field: Vec<$element>,)+
        }

        impl $crate::elements::Content for $content {
            type DocumentId = $document_id;

            fn read(
                document: $document_id,
                rows: Vec<$crate::elements::Row>,
            ) -> serde_json::Result<Self> {
                use $crate::elements::Element;
                let mut content = Self::default();
                for row in rows {
                    $(if row.kind == $element::KIND {
                        content.$field.push($element::read(document, row)?);
                        continue;
                    })+
                    let cause = format!("a {} in {}", row.kind, stringify!($content));
                    return Err(serde::de::Error::custom(cause));
                }
                Ok(content)
            }

            fn len(&self) -> usize {
                [$(self.$field.len()),+].into_iter().sum()
            }
        }

        $(impl $crate::elements::Holds<$element> for $content {
            fn all(&self) -> &[$element] {
                &self.$field
            }

            fn all_mut(&mut self) -> &mut Vec<$element> {
                &mut self.$field
            }
        })+
    };
}
